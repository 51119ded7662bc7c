"""Contacts of a list, created with SES v2 or added by a test."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.contacts.contact_list import LIST
from tests.backends.contacts.contact_requests import PATH, topic_preference
from tests.raw_requests import send_json
from tests.refusals import refusal, refusal_with_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

ADA: Any = {**LIST, "EmailAddress": "ada@example.net"}
METHODS = ["create_contact", "get_contact", "update_contact", "delete_contact"]


def test_a_contact_is_returned_as_it_was_created(client: SESV2Client) -> None:
    """A contact is returned unchanged, and topics without a choice are listed separately, with their defaults."""
    client.create_contact(
        **ADA, TopicPreferences=[topic_preference("news", "OPT_OUT")], AttributesData='{"name": "Ada"}'
    )
    response = client.get_contact(**ADA)

    assert (response["ContactListName"], response["EmailAddress"]) == ("readers", "ada@example.net")
    assert response["TopicPreferences"] == [topic_preference("news", "OPT_OUT")]
    assert response["TopicDefaultPreferences"] == [topic_preference("offers", "OPT_OUT")]
    assert (response["UnsubscribeAll"], response["AttributesData"]) == (False, '{"name": "Ada"}')
    assert response["CreatedTimestamp"] == response["LastUpdatedTimestamp"]


def test_a_contact_needs_no_choices(client: SESV2Client) -> None:
    """A contact without choices is not unsubscribed, and the defaults of all topics apply to it."""
    client.create_contact(**ADA)
    response = client.get_contact(**ADA)

    assert (response["TopicPreferences"], response["UnsubscribeAll"]) == ([], False)
    assert response["TopicDefaultPreferences"] == [
        topic_preference("news", "OPT_IN"),
        topic_preference("offers", "OPT_OUT"),
    ]
    assert "AttributesData" not in response


def test_an_address_keeps_its_case(client: SESV2Client) -> None:
    """Addresses that differ in case are different contacts."""
    client.create_contact(**LIST, EmailAddress="Ada@Example.NET")
    client.create_contact(**ADA)

    assert client.get_contact(**LIST, EmailAddress="Ada@Example.NET")["EmailAddress"] == "Ada@Example.NET"


def test_an_update_merges_choices_and_replaces_the_rest(mocked: SesMock, client: SESV2Client) -> None:
    """An update keeps the choices that it omits, but resets attributes and UnsubscribeAll."""
    client.create_contact(
        **ADA, TopicPreferences=[topic_preference("news", "OPT_OUT")], UnsubscribeAll=True, AttributesData="x"
    )
    mocked.clock.shift(hours=1)
    client.update_contact(**ADA, TopicPreferences=[topic_preference("offers", "OPT_IN")])
    response = client.get_contact(**ADA)

    assert response["TopicPreferences"] == [
        topic_preference("news", "OPT_OUT"),
        topic_preference("offers", "OPT_IN"),
    ]
    assert response["TopicDefaultPreferences"] == []
    assert response["UnsubscribeAll"] is False
    assert "AttributesData" not in response
    assert response["LastUpdatedTimestamp"] > response["CreatedTimestamp"]


def test_a_deleted_contact_is_not_listed(client: SESV2Client) -> None:
    """A deleted contact is no longer listed."""
    client.create_contact(**ADA)
    before = client.list_contacts(**LIST)["Contacts"]
    client.delete_contact(**ADA)

    assert len(before) == 1
    assert client.list_contacts(**LIST)["Contacts"] == []


@pytest.mark.parametrize("method", METHODS[1:])
def test_an_unknown_contact_is_not_found(client: SESV2Client, method: str) -> None:
    """An unknown contact of an existing list is not found."""
    assert refusal(getattr(client, method), **ADA) == (
        "NotFoundException",
        "ada@example.net doesn't exist in List.",
    )


def test_an_address_is_on_a_list_once(client: SESV2Client) -> None:
    """CreateContact refuses an address that is already on the list."""
    client.create_contact(**ADA)

    assert refusal_with_status(client.create_contact, **ADA, UnsubscribeAll=True) == (
        400,
        "AlreadyExistsException",
        "ada@example.net already exists in List.",
    )


@pytest.mark.parametrize("method", METHODS)
def test_an_unknown_list_is_not_found(sesv2: SESV2Client, method: str) -> None:
    """An unknown list is reported before an unknown contact."""
    assert refusal(getattr(sesv2, method), **ADA) == (
        "NotFoundException",
        "List with name: readers doesn't exist.",
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"ContactListName": " ", "EmailAddress": " "}, "ContactListName can't be blank."),
        ({**LIST, "EmailAddress": " "}, "EmailAddress can't be blank."),
        ({**LIST, "EmailAddress": "ada"}, "EmailAddress <ada> is invalid"),
        ({**LIST, "EmailAddress": "ada@example"}, "EmailAddress <ada@example> is invalid"),
        ({**LIST, "EmailAddress": "a da@example.net"}, "EmailAddress <a da@example.net> is invalid"),
        ({**LIST, "EmailAddress": "a@b@example.net"}, "EmailAddress <a@b@example.net> is invalid"),
    ],
)
def test_malformed_fields_are_refused(
    sesv2: SESV2Client, method: str, parameters: dict[str, Any], text: str
) -> None:
    """Malformed names and addresses are refused before the list is looked up."""
    assert refusal(getattr(sesv2, method), **parameters) == ("BadRequestException", text)


@pytest.mark.parametrize("method", ["create_contact", "update_contact"])
def test_choices_need_topics_of_the_list(client: SESV2Client, method: str) -> None:
    """A choice for an unknown topic is refused before the contact is looked up."""
    preferences = [topic_preference("news", "OPT_IN"), topic_preference("x", "OPT_IN")]

    assert refusal(getattr(client, method), **ADA, TopicPreferences=preferences) == (
        "BadRequestException",
        "List: readers doesn't contain Topic: x",
    )


def test_malformed_choices_are_reported_together(mocked: SesMock) -> None:
    """Malformed choices are reported together, before anything else."""
    body = {"EmailAddress": "ada", "TopicPreferences": [{"SubscriptionStatus": "x"}]}

    assert send_json("POST", PATH, body) == (
        "BadRequestException",
        "2 validation errors detected: "
        "Value at 'topicPreferences.1.member.topicName' failed to satisfy constraint: Member must not be null; "
        "Value at 'topicPreferences.1.member.subscriptionStatus' failed to satisfy constraint: "
        "Member must satisfy enum value set: [OPT_OUT, OPT_IN]",
    )


def test_a_flag_that_is_not_a_boolean_is_refused(mocked: SesMock) -> None:
    """A member of the wrong type is refused before anything else is checked."""
    body = {"Filter": {"TopicFilter": {"UseDefaultIfPreferenceUnavailable": "abc"}}}

    assert send_json("POST", f"{PATH}/list", body) == (
        "SerializationException",
        "STRING_VALUE can not be converted to an Boolean",
    )


def test_a_test_can_add_many_contacts(mocked: SesMock, client: SESV2Client) -> None:
    """A test can add the addresses of any iterable with the same choices, and existing contacts are replaced."""
    client.create_contact(**ADA, TopicPreferences=[topic_preference("offers", "OPT_IN")])
    mocked.account.add_contacts(
        "readers",
        (f"{name}@example.net" for name in ("ada", "bob")),
        topics={"news": "OPT_OUT"},
        unsubscribe_all=True,
        attributes="{}",
    )
    contacts = [client.get_contact(**LIST, EmailAddress=f"{name}@example.net") for name in ("ada", "bob")]

    for contact in contacts:
        assert contact["TopicPreferences"] == [topic_preference("news", "OPT_OUT")]
        assert (contact["UnsubscribeAll"], contact["AttributesData"]) == (True, "{}")


@pytest.mark.parametrize(
    ("name", "addresses", "topics", "message"),
    [
        (
            "reader",
            [],
            {},
            "unknown contact list 'reader'; did you mean 'readers'\\? Valid contact lists: readers",
        ),
        (
            "readers",
            [],
            {"x": "OPT_IN"},
            r"unknown topic 'x'\. Valid topics: news, offers",
        ),
        ("readers", [], {5: "OPT_IN"}, r"unknown topic 5\. Valid topics: news, offers"),
        (
            "readers",
            [],
            {"news": ["OPT_IN"]},
            r"topics\['news'\] must be 'OPT_IN' or 'OPT_OUT', got \['OPT_IN'\]",
        ),
        ("readers", [], {"news": "yes"}, r"topics\['news'\] must be 'OPT_IN' or 'OPT_OUT', got 'yes'"),
        ("readers", ["ada@example.net", None], {}, "None is not an address"),
        (
            "readers",
            ["ada@example.net", "Bob <bob@example.net>"],
            {},
            "'Bob <bob@example.net>' is not an address; pass a bare one, e.g. 'ada@example.net'",
        ),
    ],
)
def test_invalid_arguments_raise_value_error(
    mocked: SesMock, client: SESV2Client, name: str, addresses: Any, topics: Any, message: str
) -> None:
    """Invalid arguments raise ValueError, and no contact is added."""
    with pytest.raises(ValueError, match=message):
        mocked.account.add_contacts(name, addresses, topics=topics)

    assert client.list_contacts(**LIST)["Contacts"] == []


def test_contacts_need_an_existing_list(mocked: SesMock) -> None:
    """The error about a missing list says how to create one."""
    with pytest.raises(
        ValueError,
        match="unknown contact list 'readers'; there are no contact lists; create one with create_contact_list",
    ):
        mocked.account.add_contacts("readers", [])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"addresses": "a@example.net"},
            "must be an iterable of addresses, got a single string 'a@example.net'",
        ),
        ({"addresses": b"a@example.net"}, "got a single string b'a@example.net'"),
        ({"addresses": None}, "must be an iterable of addresses, got None"),
        ({"contact_list": ["readers"]}, r"contact_list must be a string, got \['readers'\]"),
        ({"topics": "news"}, "topics must be a dict such as {'news': 'OPT_OUT'}, got 'news'"),
        ({"unsubscribe_all": "false"}, "unsubscribe_all must be True or False, got 'false'"),
        ({"attributes": {"city": "Oslo"}}, "attributes must be a string, got {'city': 'Oslo'}"),
    ],
)
def test_arguments_of_the_wrong_type_raise_type_error(
    mocked: SesMock, client: SESV2Client, arguments: dict[str, Any], message: str
) -> None:
    """Arguments of the wrong type raise TypeError, and no contact is added."""
    add: Any = mocked.account.add_contacts
    with pytest.raises(TypeError, match=message):
        add(**{"contact_list": "readers", "addresses": ["ada@example.net"], **arguments})

    assert client.list_contacts(**LIST)["Contacts"] == []


def test_a_generator_of_addresses_runs_without_the_lock(mocked: SesMock, client: SESV2Client) -> None:
    """A generator of addresses can wait for a call from another thread, since it runs without the mock's lock."""

    def list_addresses() -> Iterator[str]:
        with ThreadPoolExecutor() as pool:
            yield pool.submit(client.get_contact_list, **LIST).result(10)["ContactListName"] + "@example.net"

    mocked.account.add_contacts("readers", list_addresses())

    assert [contact["EmailAddress"] for contact in client.list_contacts(**LIST)["Contacts"]] == [
        "readers@example.net"
    ]


def test_a_replaced_contact_keeps_its_creation_time(mocked: SesMock, client: SESV2Client) -> None:
    """Replacing a contact changes only the time of its last update."""
    client.create_contact(**ADA)
    created_at = client.get_contact(**ADA)["CreatedTimestamp"]
    mocked.clock.shift(hours=1)
    mocked.account.add_contacts("readers", ["ada@example.net"])
    contact = client.get_contact(**ADA)

    assert contact["CreatedTimestamp"] == created_at
    assert contact["LastUpdatedTimestamp"] > created_at
