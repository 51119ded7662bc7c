"""Event documents show the headers, tags and ARNs of a message as SES does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import Event, EventType, mock_ses
from sesmock.domain.events.event_details import Preferences, Subscription
from sesmock.domain.identities import identities
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable


def test_display_names_and_decoded_words_are_shown() -> None:
    """An event has display names and decoded text, whatever encoding the message uses.

    Spec: events.md §3, §4 [R].
    """
    sender, to, subject = "Example Sender <info@example.com>", "bounce@simulator.amazonses.com", "Año nuevo"
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("ses").send_email(
            Source=sender,
            Destination={"ToAddresses": [to]},
            Message={
                "Subject": {"Data": subject},
                "Body": {"Text": {"Data": "Un año nuevo, mañana, en la casa de un amigo muy especial"}},
            },
        )
        mail: Any = mocked.outbox[0].events[1].document["mail"]

    assert mail["source"] == sender
    assert [tuple(header.values()) for header in mail["headers"]] == [
        ("From", sender),
        ("To", to),
        ("Subject", subject),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ]
    assert list(mail["commonHeaders"].items()) == [
        ("from", [sender]),
        ("to", [to]),
        ("messageId", mail["messageId"]),
        ("subject", subject),
    ]


RAW = (
    "X-SES-MESSAGE-TAGS: campaign=spring, campaign=late\r\n"
    "From: =?utf-8?q?Zo=C3=AB?= <zoe@example.com>\r\n"
    "To: Ada <ada@example.net>,\r\n\tbob@example.net\r\n"
    "Date: Mon, 01 Jan 2024 00:00:00 +0000\r\n"
    "Message-ID: <own@example.com>\r\n"
    "Subject: Hello\r\n"
    "\r\n"
    "Hi\r\n"
)


def send_raw_mail(data: bytes, *, event: int = 0, **options: Any) -> Any:
    """Send a raw message and return the ``mail`` object of one of its events."""
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("ses").send_raw_email(RawMessage={"Data": data}, **options)
        return mocked.outbox[0].events[event].document["mail"]


def test_raw_mail_shows_its_own_header() -> None:
    """An event of raw mail has all of its headers, unfolded and decoded, even those that SES removes."""
    mail = send_raw_mail(RAW.encode())

    assert [(header["name"], header["value"]) for header in mail["headers"]] == [
        ("X-SES-MESSAGE-TAGS", "campaign=spring, campaign=late"),
        ("From", "Zoë <zoe@example.com>"),
        ("To", "Ada <ada@example.net>, bob@example.net"),
        ("Date", "Mon, 01 Jan 2024 00:00:00 +0000"),
        ("Message-ID", "<own@example.com>"),
        ("Subject", "Hello"),
    ]
    assert list(mail["commonHeaders"].items()) == [
        ("from", ["Zoë <zoe@example.com>"]),
        ("date", "Mon, 01 Jan 2024 00:00:00 +0000"),
        ("to", ["Ada <ada@example.net>", "bob@example.net"]),
        ("messageId", "<own@example.com>"),
        ("subject", "Hello"),
    ]
    assert (mail["tags"]["campaign"], mail["tags"]["ses:operation"]) == (["spring", "late"], ["SendRawEmail"])
    assert mail["destination"] == ["ada@example.net", "bob@example.net"]


def test_an_invalid_reply_to_header_is_shown_unchanged() -> None:
    """An invalid Reply-To header is shown unchanged; SES does not parse it if the call sets reply-to addresses."""
    data = b"From: zoe@example.com\nReply-To: (nobody\nTo: ada@example.net\nSubject: Hi\n\nHi\n"
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("sesv2").send_email(
            Content={"Raw": {"Data": data}}, ReplyToAddresses=["help@example.com"]
        )
        mail: Any = mocked.outbox[0].events[0].document["mail"]

    assert mail["commonHeaders"]["replyTo"] == ["(nobody"]


def test_a_raw_message_without_from_has_no_domain_tag() -> None:
    """The tag ses:from-domain is missing without a From header, even if the call sets the sender."""
    options = {"Source": "zoe@example.com", "Destinations": ["ada@example.net"]}
    mail = send_raw_mail(b"Subject: Hi\n\nHi\n", **options)

    assert "ses:from-domain" not in mail["tags"]
    assert mail["source"] == "zoe@example.com"


def test_headers_over_10_kb_are_truncated() -> None:
    """Headers over 10 KB are truncated after the last one that fits."""
    # Spec: events.md §3.
    long = "".join(f"X-{number}: {'x' * 900}\r\n" for number in range(12))
    mail = send_raw_mail((long + RAW).encode())

    assert (mail["headersTruncated"], len(mail["headers"])) == (True, 11)
    assert mail["commonHeaders"]["subject"] == "Hello"


def test_undecodable_bytes_do_not_break_a_document() -> None:
    """Undecodable bytes appear as Latin-1, so the JSON text of an event can always be encoded."""
    with mock_ses(identities=["example.com"]) as mocked:
        data = b"From: zoe@example.com\r\nTo: ada@example.net\r\nSubject: \xff\r\n\r\nHi"
        boto3.client("ses").send_raw_email(RawMessage={"Data": data})

    assert '"subject":"ÿ"'.encode() in mocked.events[0].json.encode()


@pytest.mark.parametrize(
    ("content", "operation"),
    [
        ({"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}}}, "SendEmail"),
        ({"Raw": {"Data": b"Subject: Hi\n\nHi"}}, "SendRawEmail"),
        (
            {"Template": {"TemplateContent": {"Subject": "Hi", "Text": "Hi"}, "TemplateData": "{}"}},
            "SendTemplatedEmail",
        ),
    ],
)
def test_v2_sends_have_the_operation_names_of_v1(content: Any, operation: str) -> None:
    """The tag ses:operation of a v2 send is the v1 operation for the same kind of content."""
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("sesv2").send_email(
            FromEmailAddress="zoe@example.com",
            Destination={"ToAddresses": ["ada@example.net"]},
            Content=content,
        )
        mail: Any = mocked.events[0].document["mail"]

    assert mail["tags"]["ses:operation"] == [operation]


def test_other_regions_have_their_own_sending_hosts() -> None:
    """The name of a sending host contains the region and two numbers of its IP address."""
    with mock_ses(identities=["example.com"], region="eu-north-1") as mocked:
        send("ses", sender="zoe@example.com")
        document: Any = mocked.events.last().document

    assert document["delivery"]["reportingMTA"] == "e240-2.smtp-out.eu-north-1.amazonses.com"
    assert document["mail"]["tags"]["ses:outgoing-ip"] == ["23.251.240.2"]
    assert document["mail"]["sourceArn"] == "arn:aws:ses:eu-north-1:123456789012:identity/example.com"


@pytest.mark.parametrize(
    ("names", "arn"),
    [
        (["example.com"], "identity/example.com"),
        (["example.com", "zoe@example.com"], "identity/zoe@example.com"),
        (["*"], "identity/example.com"),
    ],
)
def test_the_source_arn_is_of_the_most_specific_identity(names: list[str], arn: str) -> None:
    """The source ARN is that of the sender's most specific identity, or of its domain if none is required."""
    with mock_ses(identities=names) as mocked:
        send("ses", sender="Zoë <zoe@example.com>")
        mail: Any = mocked.events[0].document["mail"]

    assert mail["sourceArn"] == f"arn:aws:ses:us-east-1:123456789012:{arn}"


def test_authorized_mail_has_the_owners_arn_and_the_senders_account() -> None:
    """An event of authorized mail has the ARN of the owner's identity and the account of the sender."""
    with mock_ses(identities=["mine.example"]) as mocked:
        owner = mocked.accounts["210987654321", "us-east-1"]
        arn = "arn:aws:ses:us-east-1:210987654321:identity/example.com"
        identity = identities.verify(owner, "example.com")
        identity.policies["all"] = json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "ses:SendEmail",
                    "Resource": arn,
                },
            }
        )
        send("ses", sender="zoe@example.com", SourceArn=arn)
        mail: Any = mocked.events[0].document["mail"]

    assert (mail["sourceArn"], mail["sendingAccountId"]) == (arn, "123456789012")


def test_a_subscription_matches_the_documentation() -> None:
    """A subscription event has the new and the old preferences of the contact."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", sender="zoe@example.com")
        message = mocked.outbox[0]
        details = Subscription(
            "Main",
            new=Preferences(unsubscribe_all=True, topics=(("News", "OptOut"),)),
            old=Preferences(unsubscribe_all=False, topics=(("News", "OptIn"),)),
        )
        event = Event(EventType.SUBSCRIPTION, message, 1774492217.91, message.recipients, details)

    assert list(event.document) == ["eventType", "mail", "subscription"]
    assert event.json.endswith(
        ',"subscription":{"contactList":"Main","timestamp":"2026-03-26T02:30:17.910Z","source":"UnsubscribeHeader",'
        '"newTopicPreferences":{"unsubscribeAll":true,"topicSubscriptionStatus":'
        '[{"topicName":"News","subscriptionStatus":"OptOut"}]},'
        '"oldTopicPreferences":{"unsubscribeAll":false,"topicSubscriptionStatus":'
        '[{"topicName":"News","subscriptionStatus":"OptIn"}]}}}'
    )


@pytest.mark.parametrize(
    ("service", "call"),
    [
        (
            "ses",
            lambda client: client.send_bulk_templated_email(
                Source="zoe@example.com",
                Template="t",
                DefaultTemplateData="{}",
                Destinations=[{"Destination": {"ToAddresses": ["ada@example.net"]}}],
            ),
        ),
        (
            "sesv2",
            lambda client: client.send_bulk_email(
                FromEmailAddress="zoe@example.com",
                DefaultContent={"Template": {"TemplateName": "t", "TemplateData": "{}"}},
                BulkEmailEntries=[{"Destination": {"ToAddresses": ["ada@example.net"]}}],
            ),
        ),
    ],
)
def test_bulk_mail_of_both_apis_has_the_same_tag(service: Any, call: Callable[[Any], object]) -> None:
    """Bulk mail of both APIs has the same operation tag, and its Date is the first header."""
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("ses").create_template(
            Template={"TemplateName": "t", "SubjectPart": "Hi", "HtmlPart": "<p>Hi</p>"}
        )
        call(boto3.client(service))
        mail: Any = mocked.outbox[0].events[-1].document["mail"]

    assert mail["tags"]["ses:operation"] == ["SendBulkTemplatedEmail"]
    names = [header["name"] for header in mail["headers"]]
    assert (names[0], names.count("Date")) == ("Date", 1)
