"""Lists of contacts: filters, pages and invalid requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.contacts.contact_list import LIST
from tests.backends.contacts.contact_requests import PATH, topic_preference
from tests.raw_requests import read_json
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

BLANK_TOPIC = "TopicName can't be blank in TopicFilter."


@pytest.fixture
def with_contacts(client: SESV2Client) -> SESV2Client:
    """Return a client whose list has four contacts; each local part describes the contact's choices."""
    choices: dict[str, Any] = {
        "in": {"TopicPreferences": [topic_preference("news", "OPT_IN")]},
        "out": {"TopicPreferences": [topic_preference("news", "OPT_OUT")]},
        "undecided": {},
        "gone": {"UnsubscribeAll": True, "TopicPreferences": [topic_preference("news", "OPT_IN")]},
    }
    for name, parameters in choices.items():
        client.create_contact(**LIST, EmailAddress=f"{name}@example.net", **parameters)
    return client


def list_names(client: SESV2Client, **parameters: Any) -> list[str]:
    """Return the local parts of the listed contacts, read one contact per page."""
    names = []
    token: dict[str, Any] = {}
    while True:
        response = client.list_contacts(**LIST, PageSize=1, **parameters, **token)
        names += [contact["EmailAddress"].partition("@")[0] for contact in response["Contacts"]]
        if "NextToken" not in response:
            return names
        token = {"NextToken": response["NextToken"]}


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ({}, ["gone", "in", "out", "undecided"]),
        ({"FilteredStatus": "OPT_IN"}, ["in", "out", "undecided"]),
        ({"FilteredStatus": "OPT_OUT"}, ["gone"]),
        ({"FilteredStatus": "OPT_IN", "TopicFilter": {"TopicName": "news"}}, ["in"]),
        ({"FilteredStatus": "OPT_OUT", "TopicFilter": {"TopicName": "news"}}, ["gone", "out"]),
        (
            {
                "FilteredStatus": "OPT_IN",
                "TopicFilter": {"TopicName": "news", "UseDefaultIfPreferenceUnavailable": True},
            },
            ["in", "undecided"],
        ),
        (
            {
                "FilteredStatus": "OPT_OUT",
                "TopicFilter": {"TopicName": "news", "UseDefaultIfPreferenceUnavailable": True},
            },
            ["gone", "out"],
        ),
        (
            {
                "FilteredStatus": "OPT_OUT",
                "TopicFilter": {"TopicName": "offers", "UseDefaultIfPreferenceUnavailable": True},
            },
            ["gone", "in", "out", "undecided"],
        ),
        ({"FilteredStatus": "OPT_OUT", "TopicFilter": {"TopicName": "offers"}}, ["gone"]),
        (
            {
                "FilteredStatus": "OPT_IN",
                "TopicFilter": {"TopicName": "offers", "UseDefaultIfPreferenceUnavailable": True},
            },
            [],
        ),
    ],
)
def test_contacts_are_listed_by_status(
    with_contacts: SESV2Client, parameters: dict[str, Any], names: list[str]
) -> None:
    """Contacts are sorted by address; UnsubscribeAll overrides choices, and defaults count only on request."""
    assert list_names(with_contacts, **({"Filter": parameters} if parameters else {})) == names


def test_a_listed_contact_shows_its_choices(with_contacts: SESV2Client) -> None:
    """A listed contact shows its choices, but not its attributes or creation time."""
    contact = with_contacts.list_contacts(**LIST)["Contacts"][2]

    assert set(contact) == {
        "EmailAddress",
        "TopicPreferences",
        "TopicDefaultPreferences",
        "UnsubscribeAll",
        "LastUpdatedTimestamp",
    }
    assert contact["TopicPreferences"] == [topic_preference("news", "OPT_OUT")]


def test_a_page_has_50_contacts_by_default(mocked: SesMock, client: SESV2Client) -> None:
    """A page has 50 contacts by default and at most 1,000."""
    mocked.account.add_contacts("readers", (f"{number:04}@example.net" for number in range(1001)))
    pages = [client.list_contacts(**LIST), client.list_contacts(**LIST, PageSize=1000)]

    assert [len(page["Contacts"]) for page in pages] == [50, 1000]


def test_a_token_can_continue_with_another_filter(with_contacts: SESV2Client) -> None:
    """A token is a position in the list, so a request with another filter can continue from it."""
    token = with_contacts.list_contacts(**LIST, PageSize=2)["NextToken"]
    page = with_contacts.list_contacts(**LIST, NextToken=token, Filter={"FilteredStatus": "OPT_IN"})

    assert [contact["EmailAddress"] for contact in page["Contacts"]] == [
        "out@example.net",
        "undecided@example.net",
    ]


@pytest.mark.parametrize(
    ("parameters", "code", "text"),
    [
        ({"PageSize": 0, "Filter": {}}, "BadRequestException", "The page size must be between 1 and 1000"),
        ({"PageSize": 1001}, "BadRequestException", "The page size must be between 1 and 1000"),
        (
            {"ContactListName": "a b", "Filter": {}},
            "BadRequestException",
            "ContactListName can contain up to 64 characters. "
            "Only alphanumeric characters, underscores(_) and hyphens(-) are allowed.",
        ),
        ({"Filter": {}, "NextToken": "x"}, "BadRequestException", "Invalid FilteredStatus <null>"),
        ({"Filter": {"TopicFilter": {}}}, "BadRequestException", "Invalid FilteredStatus <null>"),
        (
            {"Filter": {"FilteredStatus": "OPT_IN", "TopicFilter": {}}, "NextToken": "x"},
            "BadRequestException",
            BLANK_TOPIC,
        ),
        (
            {"Filter": {"FilteredStatus": "OPT_IN", "TopicFilter": {"TopicName": " "}}},
            "BadRequestException",
            BLANK_TOPIC,
        ),
        ({"NextToken": "x", "ContactListName": "x"}, "BadRequestException", "Provided NextToken is invalid"),
        ({"NextToken": ""}, "BadRequestException", "Provided NextToken is invalid"),
        (
            {
                "ContactListName": "x",
                "Filter": {"FilteredStatus": "OPT_IN", "TopicFilter": {"TopicName": "x"}},
            },
            "NotFoundException",
            "List with name: x doesn't exist.",
        ),
        (
            {"Filter": {"FilteredStatus": "OPT_IN", "TopicFilter": {"TopicName": "x"}}},
            "NotFoundException",
            "List: readers doesn't contain Topic: x",
        ),
        (
            {"Filter": {"FilteredStatus": "x"}, "PageSize": 0},
            "BadRequestException",
            "1 validation error detected: Value at 'filter.filteredStatus' failed to satisfy constraint: "
            "Member must satisfy enum value set: [OPT_OUT, OPT_IN]",
        ),
    ],
)
def test_an_invalid_list_request_is_refused(
    client: SESV2Client, parameters: dict[str, Any], code: str, text: str
) -> None:
    """SES checks a list request in a fixed order and reports the first error."""
    assert refusal(client.list_contacts, **{**LIST, **parameters}) == (code, text)


@pytest.mark.parametrize(
    ("method", "path", "key"),
    [
        ("GET", "/v2/email/contact-lists", "ContactLists"),
        ("POST", f"{PATH}/list", "Contacts"),
        ("POST", "/v2/email/tenants/list", "Tenants"),
    ],
)
def test_the_last_page_has_a_null_token(client: SESV2Client, method: str, path: str, key: str) -> None:
    """The last page has a null token in JSON, which botocore drops."""
    assert read_json(method, path, {})["NextToken"] is None
    assert key in read_json(method, path, {})


def test_other_lists_omit_the_null_token(mocked: SesMock) -> None:
    """The last page of other lists has no token member."""
    assert "NextToken" not in read_json("GET", "/v2/email/templates", {})
