"""Contact lists and their topics in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.raw_requests import send_json
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

LIST: Any = {"ContactListName": "readers"}
NEWS: Any = {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"}
OFFERS: Any = {
    "TopicName": "offers",
    "DisplayName": "Offers",
    "Description": "What is cheap",
    "DefaultSubscriptionStatus": "OPT_OUT",
}
UNKNOWN = ("NotFoundException", "List with name: readers doesn't exist.")
ONE = ("BadRequestException", "A maximum of 1 Lists allowed per account.")
NAME_TEXT = (
    "ContactListName can contain up to 64 characters. "
    "Only alphanumeric characters, underscores(_) and hyphens(-) are allowed."
)
TOPIC_TEXT = NAME_TEXT.replace("ContactListName", "TopicName")
BAD_NAMES = [(" ", "ContactListName can't be blank."), ("a b", NAME_TEXT), ("a" * 65, NAME_TEXT)]
BAD_SETTINGS: list[tuple[dict[str, Any], str]] = [
    (
        {"Topics": [{**NEWS, "TopicName": f"t{number}"} for number in range(21)]},
        "Maximum of <20> topics allowed per ContactList",
    ),
    ({"Topics": [{**NEWS, "TopicName": " "}]}, "TopicName can't be blank."),
    ({"Topics": [{**NEWS, "TopicName": "a.b"}]}, TOPIC_TEXT),
    ({"Topics": [{**NEWS, "TopicName": "a" * 65}]}, TOPIC_TEXT),
    (
        {"Topics": [{**NEWS, "DisplayName": "a" * 129}]},
        "Topic DisplayName can contain up to <128> characters.",
    ),
    (
        {"Topics": [NEWS, NEWS], "Description": "a" * 501},
        "Duplicate topic names are not allowed within a List.",
    ),
    ({"Description": "a" * 501}, "List description can contain up to 500 characters."),
]


@pytest.fixture
def with_list(sesv2: SESV2Client) -> SESV2Client:
    """Return an SES v2 client whose account has a contact list."""
    sesv2.create_contact_list(
        **LIST, Topics=[NEWS, OFFERS], Description="All", Tags=[{"Key": "a", "Value": "b"}]
    )
    return sesv2


def test_a_list_is_returned_as_it_was_created(with_list: SESV2Client) -> None:
    """A list shows the topics, tags and description that it was created with, in the same order."""
    response = with_list.get_contact_list(**LIST)

    assert response["Topics"] == [NEWS, OFFERS]
    assert (response["ContactListName"], response["Description"]) == ("readers", "All")
    assert response["Tags"] == [{"Key": "a", "Value": "b"}]
    assert response["CreatedTimestamp"] == response["LastUpdatedTimestamp"]


def test_a_list_needs_only_a_name(sesv2: SESV2Client) -> None:
    """A list with only a name has no topics, tags or description."""
    sesv2.create_contact_list(**LIST)
    response = sesv2.get_contact_list(**LIST)

    assert (response["Topics"], response["Tags"]) == ([], [])
    assert "Description" not in response


@pytest.mark.parametrize("name", ["readers", "others"])
def test_an_account_has_one_list(with_list: SESV2Client, name: str) -> None:
    """A second list is refused with the same text, whether or not its name is taken."""
    assert refusal(with_list.create_contact_list, ContactListName=name) == ONE


def test_contact_lists_are_regional(mocked: SesMock, with_list: SESV2Client) -> None:
    """The list in one region is unknown in another."""
    assert mocked.account.contacts.lists.keys() == {"readers"}
    assert not mocked.accounts["123456789012", "eu-west-1"].contacts.lists


def test_an_update_replaces_topics_and_description(mocked: SesMock, with_list: SESV2Client) -> None:
    """An update clears omitted members and keeps the tags."""
    mocked.clock.shift(hours=1)
    with_list.update_contact_list(**LIST, Topics=[OFFERS])
    response = with_list.get_contact_list(**LIST)

    assert response["Topics"] == [OFFERS]
    assert response["Tags"] == [{"Key": "a", "Value": "b"}]
    assert "Description" not in response
    assert response["LastUpdatedTimestamp"] > response["CreatedTimestamp"]


def test_contacts_forget_a_removed_topic(with_list: SESV2Client) -> None:
    """Removing a topic drops all preferences for it, even if a topic with the same name is added later."""
    preferences: Any = [
        {"TopicName": name, "SubscriptionStatus": status}
        for name, status in (("news", "OPT_OUT"), ("offers", "OPT_IN"))
    ]
    with_list.create_contact(**LIST, EmailAddress="ada@example.net", TopicPreferences=preferences)
    with_list.update_contact_list(**LIST, Topics=[OFFERS])
    with_list.update_contact_list(**LIST, Topics=[OFFERS, NEWS])
    contact = with_list.get_contact(**LIST, EmailAddress="ada@example.net")

    assert contact["TopicPreferences"] == preferences[1:]
    assert contact["TopicDefaultPreferences"] == [{"TopicName": "news", "SubscriptionStatus": "OPT_IN"}]


def test_lists_are_listed(with_list: SESV2Client) -> None:
    """ListContactLists returns the list and its last update."""
    response = with_list.list_contact_lists(PageSize=1)
    [summary] = response["ContactLists"]

    assert summary["ContactListName"] == "readers"
    assert summary["LastUpdatedTimestamp"] == with_list.get_contact_list(**LIST)["LastUpdatedTimestamp"]
    assert "NextToken" not in response


@pytest.mark.parametrize("size", [0, -1, 1001])
def test_a_page_has_1_to_1000_lists(sesv2: SESV2Client, size: int) -> None:
    """A page size outside 1 to 1000 is refused before the token is checked."""
    assert refusal(sesv2.list_contact_lists, PageSize=size, NextToken="x") == (
        "BadRequestException",
        "The page size must be between 1 and 1000",
    )


def test_an_invalid_token_is_refused(mocked: SesMock, with_list: SESV2Client) -> None:
    """An empty token and a token from ListContacts are refused."""
    mocked.account.add_contacts("readers", ["a@example.net", "b@example.net"])
    token = with_list.list_contacts(**LIST, PageSize=1)["NextToken"]

    assert {refusal(with_list.list_contact_lists, NextToken=text) for text in ("", "x", token)} == {
        ("BadRequestException", "Provided NextToken is invalid")
    }


def test_deleting_a_list_deletes_its_contacts(with_list: SESV2Client) -> None:
    """A new list with the name of a deleted list has no contacts."""
    with_list.create_contact(**LIST, EmailAddress="ada@example.net")
    with_list.delete_contact_list(**LIST)
    unknown = refusal(with_list.get_contact_list, **LIST)
    with_list.create_contact_list(**LIST)

    assert unknown == UNKNOWN
    assert with_list.list_contacts(**LIST)["Contacts"] == []


@pytest.mark.parametrize("method", ["get_contact_list", "update_contact_list", "delete_contact_list"])
def test_an_unknown_list_is_not_found(sesv2: SESV2Client, method: str) -> None:
    """A list with a valid but unknown name is not found."""
    assert refusal(getattr(sesv2, method), **LIST) == UNKNOWN


@pytest.mark.parametrize(("name", "text"), BAD_NAMES)
@pytest.mark.parametrize(
    "method", ["create_contact_list", "get_contact_list", "update_contact_list", "delete_contact_list"]
)
def test_a_malformed_name_is_refused(sesv2: SESV2Client, method: str, name: str, text: str) -> None:
    """A malformed name is refused before the list is looked up."""
    assert refusal(getattr(sesv2, method), ContactListName=name) == ("BadRequestException", text)


def test_an_empty_name_is_blank(sesv2: SESV2Client) -> None:
    """An empty name counts as blank."""
    assert refusal(sesv2.create_contact_list, ContactListName="") == (
        "BadRequestException",
        "ContactListName can't be blank.",
    )


@pytest.mark.parametrize(("settings", "text"), BAD_SETTINGS)
def test_topics_and_descriptions_have_limits(sesv2: SESV2Client, settings: dict[str, Any], text: str) -> None:
    """Invalid topics and descriptions are refused before the list is looked up."""
    errors = [
        refusal(call, **LIST, **settings) for call in (sesv2.create_contact_list, sesv2.update_contact_list)
    ]

    assert errors == [("BadRequestException", text)] * 2


def test_values_at_the_limits_are_accepted(sesv2: SESV2Client) -> None:
    """The longest valid names and texts are accepted, and so are 20 topics."""
    topics = [{**NEWS, "TopicName": f"{number:064}", "DisplayName": "a" * 128} for number in range(20)]
    sesv2.create_contact_list(ContactListName="a" * 64, Topics=topics, Description="a" * 500)

    assert sesv2.get_contact_list(ContactListName="a" * 64)["Topics"] == topics


def test_malformed_members_are_reported_together(mocked: SesMock) -> None:
    """Missing members and unknown enum values are reported together, before anything else."""
    body = {"Topics": [{"DefaultSubscriptionStatus": "MAYBE"}]}

    assert send_json("POST", "/v2/email/contact-lists", body) == (
        "BadRequestException",
        "4 validation errors detected: "
        "Value at 'contactListName' failed to satisfy constraint: Member must not be null; "
        "Value at 'topics.1.member.topicName' failed to satisfy constraint: Member must not be null; "
        "Value at 'topics.1.member.displayName' failed to satisfy constraint: Member must not be null; "
        "Value at 'topics.1.member.defaultSubscriptionStatus' failed to satisfy constraint: "
        "Member must satisfy enum value set: [OPT_OUT, OPT_IN]",
    )


def test_the_repr_of_a_list_shows_the_number_of_contacts(mocked: SesMock, with_list: SESV2Client) -> None:
    """The repr of a list shows its number of contacts, and the repr of a contact its address."""
    mocked.account.add_contacts("readers", ["ada@example.net"])
    contact_list = mocked.account.contacts.lists["readers"]

    assert repr(contact_list) == "<ContactList 'readers', 1 contacts>"
    assert repr(contact_list.contacts["ada@example.net"]) == "<Contact ada@example.net>"
