"""Mail with list management: its recipients and its errors."""

from __future__ import annotations

import smtplib
import ssl
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock.pages.serialization import serialize_message
from tests.backends.contacts.contact_list import LIST, list_options
from tests.raw_requests import send_json
from tests.refusals import refusal
from tests.sending import send, send_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SentMessage, SesMock

OPTED_OUT = "Amazon SES did not send the message to this address because the contact has opted out."


def raw_mail(value: str, to: str = "ada@example.net") -> bytes:
    """Return a raw message whose header contains list management options."""
    return (
        f"From: shop@example.com\r\nTo: {to}\r\nX-SES-LIST-MANAGEMENT-OPTIONS: {value}\r\nSubject: Hello\r\n\r\nHi\r\n"
    ).encode()


def send_simple(topic: str | None = None, *to: str) -> SentMessage:
    """Send a simple message with the list in the request."""
    return send_message("sesv2", *to, ListManagementOptions=list_options(topic))


def send_v2_raw(topic: str | None = None) -> SentMessage:
    """Send a raw message with SES v2 and the list in the request."""
    data = b"From: shop@example.com\nTo: ada@example.net\n\nHi"
    return send_message("sesv2", Content={"Raw": {"Data": data}}, ListManagementOptions=list_options(topic))


def send_v1_raw(topic: str | None = None) -> SentMessage:
    """Send a raw message with SES v1 and the list in its header."""
    from sesmock import current

    value = "readers" if topic is None else f"readers; topic={topic}"
    boto3.client("ses").send_raw_email(RawMessage={"Data": raw_mail(value)})
    return current().outbox[-1]


def send_pinpoint_raw(topic: str | None = None) -> SentMessage:
    """Send a raw message with Pinpoint Email and the list in its header."""
    value = "readers" if topic is None else f"readers;topic = {topic}"
    return send_message("pinpoint-email", Content={"Raw": {"Data": raw_mail(value)}})


def send_templated(topic: str | None = None) -> SentMessage:
    """Send a message from an inline template."""
    content: Any = {"TemplateContent": {"Subject": "Hello", "Text": "Hi"}, "TemplateData": "{}"}
    return send_message("sesv2", Content={"Template": content}, ListManagementOptions=list_options(topic))


def send_by_smtp(topic: str | None = None) -> SentMessage:
    """Send a message with SMTP and the list in its header."""
    from sesmock import current

    value = "readers" if topic is None else f"readers; topic={topic}"
    with smtplib.SMTP("email-smtp.us-east-1.amazonaws.com", 587) as server:
        server.starttls(context=ssl.create_default_context())
        server.login("AKIAIOSFODNN7EXAMPLE", "password")
        server.sendmail("shop@example.com", ["ada@example.net"], raw_mail(value))
    return current().outbox[-1]


SENDS = [send_simple, send_v2_raw, send_v1_raw, send_pinpoint_raw, send_templated, send_by_smtp]
each_way = pytest.mark.parametrize("send_to_ada", SENDS)


def opt_out(client: SESV2Client, address: str = "ada@example.net", topic: str = "news") -> None:
    """Add a contact that has opted out of a topic."""
    preferences: Any = [{"TopicName": topic, "SubscriptionStatus": "OPT_OUT"}]
    client.create_contact(**LIST, EmailAddress=address, TopicPreferences=preferences)


@each_way
def test_an_unknown_recipient_becomes_a_contact(
    client: SESV2Client, send_to_ada: Callable[..., SentMessage]
) -> None:
    """An unknown recipient becomes a contact without choices and gets the message."""
    message = send_to_ada("news")
    contact = client.get_contact(**LIST, EmailAddress="ada@example.net")

    assert contact["TopicPreferences"] == []
    assert message.outcomes == {"ada@example.net": "delivered"}
    assert (message.contact_list, message.topic) == ("readers", "news")


@each_way
def test_an_opted_out_recipient_gets_no_mail(
    client: SESV2Client, send_to_ada: Callable[..., SentMessage]
) -> None:
    """The send succeeds, but the message to an opted-out recipient bounces."""
    opt_out(client)
    message = send_to_ada("news")

    assert message.outcomes == {"ada@example.net": "suppressed"}
    assert [event.type for event in message.events] == ["Send", "Bounce"]


@each_way
def test_mail_without_a_topic_ignores_topic_choices(
    client: SESV2Client, send_to_ada: Callable[..., SentMessage]
) -> None:
    """Mail without a topic is withheld only from contacts that have unsubscribed from everything."""
    opt_out(client)
    before = send_to_ada()
    client.update_contact(**LIST, EmailAddress="ada@example.net", UnsubscribeAll=True)
    after = send_to_ada()

    assert (before.contact_list, before.topic) == ("readers", None)
    assert (before.outcomes, after.outcomes) == (
        {"ada@example.net": "delivered"},
        {"ada@example.net": "suppressed"},
    )


def test_the_bounce_says_that_the_contact_has_opted_out(client: SESV2Client) -> None:
    """The bounce of an opted-out contact is permanent and general, and comes from SES itself."""
    opt_out(client)
    document: Any = send_simple("news").events[-1].document["bounce"]

    assert (document["bounceType"], document["bounceSubType"]) == ("Permanent", "General")
    assert document["bouncedRecipients"] == [
        {
            "emailAddress": "ada@example.net",
            "action": "failed",
            "status": "5.1.1",
            "diagnosticCode": OPTED_OUT,
        }
    ]
    assert document["reportingMTA"] == "dns; amazonses.com"
    assert "remoteMtaIp" not in document


def test_recipients_are_checked_one_by_one(client: SESV2Client) -> None:
    """A message to several recipients is withheld only from those that have opted out."""
    opt_out(client, "bob@example.net")
    message = send_simple("news", "ada@example.net", "bob@example.net", "cyd@example.net")
    contacts = client.list_contacts(**LIST)["Contacts"]

    assert message.outcomes == {
        "ada@example.net": "delivered",
        "bob@example.net": "suppressed",
        "cyd@example.net": "delivered",
    }
    assert [event.type for event in message.events] == ["Send", "Delivery", "Bounce"]
    assert len(contacts) == 3


def test_the_default_of_a_topic_counts(client: SESV2Client) -> None:
    """A contact without a choice follows the default of the topic."""
    before = send_simple("offers")
    client.update_contact(
        **LIST,
        EmailAddress="ada@example.net",
        TopicPreferences=[{"TopicName": "offers", "SubscriptionStatus": "OPT_IN"}],
    )
    after = send_simple("offers")

    assert (before.outcomes, after.outcomes) == (
        {"ada@example.net": "suppressed"},
        {"ada@example.net": "delivered"},
    )


def test_opting_out_is_not_a_suppression(mocked: SesMock, client: SESV2Client) -> None:
    """Opting out does not suppress an address or count as a bounce, and the suppression list takes precedence."""
    opt_out(client)
    send_simple("news")
    suppressed = client.list_suppressed_destinations()["SuppressedDestinationSummaries"]
    points = boto3.client("ses").get_send_statistics()["SendDataPoints"]
    client.put_suppressed_destination(EmailAddress="ada@example.net", Reason="BOUNCE")
    document: Any = send_simple("news").events[-1].document["bounce"]

    assert suppressed == []
    assert sum(point["Bounces"] for point in points) == 0
    assert document["bounceSubType"] == "OnAccountSuppressionList"


def test_a_simulator_address_can_opt_out(client: SESV2Client) -> None:
    """An opted-out simulator address bounces like any other contact."""
    opt_out(client, "success@simulator.amazonses.com")
    message = send_simple("news", "success@simulator.amazonses.com")
    document: Any = message.events[-1].document["bounce"]

    assert document["bouncedRecipients"][0]["diagnosticCode"] == OPTED_OUT


def test_mail_without_a_list_ignores_contacts(client: SESV2Client) -> None:
    """An opted-out contact gets mail that belongs to no list."""
    opt_out(client)
    message = send_message("sesv2")

    assert message.outcomes == {"ada@example.net": "delivered"}
    assert (message.contact_list, message.topic) == (None, None)


def test_the_outbox_can_be_filtered_by_list_and_topic(mocked: SesMock, client: SESV2Client) -> None:
    """The outbox can be filtered by list and topic, and ``None`` selects mail without one."""
    message, without_topic, plain = send_simple("news"), send_simple(), send_message("sesv2")

    assert mocked.outbox.one(contact_list="readers", topic="news") is message
    assert mocked.outbox.one(contact_list="readers", topic=None) is without_topic
    assert mocked.outbox.one(contact_list=None) is plain


def test_the_request_overrides_the_header(client: SESV2Client) -> None:
    """List management options in the request override options in the raw header."""
    message = send_message(
        "sesv2", Content={"Raw": {"Data": raw_mail("x")}}, ListManagementOptions=list_options("news")
    )

    assert (message.contact_list, message.topic) == ("readers", "news")


@pytest.mark.parametrize("value", ["readers", " readers ; ", "readers; topic=", "readers; subject=news"])
def test_a_header_can_contain_only_a_list(client: SESV2Client, value: str) -> None:
    """A header with a list but no topic is valid, and is removed from the mail."""
    message = send_message("sesv2", Content={"Raw": {"Data": raw_mail(value)}})

    assert (message.contact_list, message.topic) == ("readers", None)
    assert "X-SES-LIST-MANAGEMENT-OPTIONS" not in message.headers


@pytest.mark.parametrize(
    ("management", "expected"),
    [
        ({"ContactListName": "x"}, ("NotFoundException", "List with name: x doesn't exist.")),
        (
            {**LIST, "TopicName": "x"},
            ("BadRequestException", "List: readers doesn't contain Topic: x"),
        ),
    ],
)
def test_unknown_lists_and_topics_are_refused(
    client: SESV2Client, management: Any, expected: tuple[str, str]
) -> None:
    """An unknown list or topic is refused, and no contact is created."""
    assert refusal(send, client, ListManagementOptions=management) == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x; topic=news", "List with name: x doesn't exist."),
        ("readers; topic=x", "List: readers doesn't contain Topic: x"),
    ],
)
def test_v1_refuses_unknown_lists_as_invalid_values(client: SESV2Client, value: str, text: str) -> None:
    """v1 reports an unknown list or topic as an InvalidParameterValue."""
    ses = boto3.client("ses")

    assert refusal(ses.send_raw_email, RawMessage={"Data": raw_mail(value)}) == (
        "InvalidParameterValue",
        text,
    )


def test_the_configuration_set_is_checked_before_the_list(client: SESV2Client) -> None:
    """An unknown configuration set is reported before an unknown list."""
    error = refusal(send, client, ConfigurationSetName="x", ListManagementOptions={"ContactListName": "x"})

    assert error == ("NotFoundException", "Configuration set <x> does not exist.")


def test_options_require_a_list(mocked: SesMock) -> None:
    """List management options without a list are refused."""
    body = {
        "FromEmailAddress": "shop@example.com",
        "Destination": {"ToAddresses": ["ada@example.net"]},
        "Content": {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}},
        "ListManagementOptions": {"TopicName": "news"},
    }

    assert send_json("POST", "/v2/email/outbound-emails", body) == (
        "BadRequestException",
        "1 validation error detected: "
        "Value at 'listManagementOptions.contactListName' failed to satisfy constraint: Member must not be null",
    )


def test_a_message_that_is_not_sent_creates_no_contact(mocked: SesMock, client: SESV2Client) -> None:
    """Neither a send over the quota nor a rendering failure creates a contact."""
    content: Any = {"TemplateContent": {"Subject": "Hello", "Text": "Hi {{name}}"}, "TemplateData": "{}"}
    send(client, Content={"Template": content}, ListManagementOptions=LIST)
    mocked.account.max_24_hour_send = 0
    error = refusal(send, client, ListManagementOptions=LIST)

    assert error == ("TooManyRequestsException", "Daily message quota exceeded.")
    assert len(mocked.rendering_failures) == 1
    assert client.list_contacts(**LIST)["Contacts"] == []


def test_bulk_mail_belongs_to_no_list(mocked: SesMock, client: SESV2Client) -> None:
    """SendBulkEmail has no list management, so opted-out contacts get its mail, without unsubscribe links."""
    opt_out(client)
    client.send_bulk_email(
        FromEmailAddress="shop@example.com",
        DefaultContent={
            "Template": {
                "TemplateContent": {"Subject": "Hello", "Text": "{{amazonSESUnsubscribeUrl}}"},
                "TemplateData": "{}",
            }
        },
        BulkEmailEntries=[{"Destination": {"ToAddresses": ["ada@example.net"]}}],
    )
    message = mocked.outbox[-1]

    assert message.outcomes == {"ada@example.net": "delivered"}
    assert message.text == "{{amazonSESUnsubscribeUrl}}"
    assert "List-Unsubscribe" not in message.headers


def test_a_failing_test_shows_opted_out_recipients(mocked: SesMock, client: SESV2Client) -> None:
    """A failed assertion about mail lists suppressed recipients, with the list and topic they opted out of."""
    opt_out(client)
    client.put_suppressed_destination(EmailAddress="bob@example.net", Reason="BOUNCE")
    send_simple("news", "ada@example.net", "bob@example.net")
    client.update_contact(**LIST, EmailAddress="ada@example.net", UnsubscribeAll=True)
    send_simple()
    with pytest.raises(AssertionError) as caught:
        mocked.outbox.one(subject="x")

    lines = [line.strip() for line in str(caught.value).splitlines() if "suppressed" in line]
    assert lines == [
        "suppressed ada@example.net  'Hello'  opted out of readers, topic news",
        "suppressed bob@example.net  'Hello'",
        "suppressed ada@example.net  'Hello'  opted out of readers",
    ]


@pytest.mark.parametrize(("name", "lists"), [("x", "readers (in us-east-1)"), ("readers", "none")])
def test_a_failing_test_lists_the_contact_lists(
    mocked: SesMock, client: SESV2Client, name: str, lists: str
) -> None:
    """After a send with an unknown list, a failed assertion lists the contact lists."""
    if lists == "none":
        client.delete_contact_list(**LIST)
    refusal(send, client, ListManagementOptions={"ContactListName": name})
    with pytest.raises(AssertionError) as caught:
        mocked.outbox.one()

    assert f"contact lists: {lists}; create one with create_contact_list of SES v2" in str(caught.value)


def test_the_report_shows_list_and_topic(mocked: SesMock, client: SESV2Client) -> None:
    """A serialized message shows its list and topic."""
    message = send_simple("news")

    assert serialize_message(message)["transmission"] == [["Contact list", "readers"], ["Topic", "news"]]
