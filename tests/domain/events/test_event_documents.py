"""The documents of events are those that SES publishes, to the byte, but for ids, times, hosts and addresses."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import Event, EventType, mock_ses
from sesmock.domain.events.event_details import Preferences, Subscription
from sesmock.domain.identities import identities
from tests.recordings.samples import read_event, read_sample
from tests.recordings.simulator_documents import event as simulator_event
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_ses import SESClient

TRANSCRIBED: dict[str, dict[str, Any]] = read_sample("transcribed")
# What differs from message to message, as sesmock writes it or as those masked it who recorded it.
MASKS = [
    (r"01[0-9a-f]{14}-[0-9a-f-]{36}-000000", "ID"),
    (r'(?<=[pe]":")(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|timestamp|date)(?=")', "TIME"),
    (r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000", "DATE"),
    (r'(?<="processingTimeMillis":)(?:\d+|"processing-time")', "0"),
    (r"----=_Part_\d+_\d+\.\d+", "BOUNDARY"),
    (r"\b\d+\.\d+\.\d+\.\d+\b", "IP"),
    (r"\ba\d+-\d+(?=\.smtp-out)", "HOST"),
    (r'(?<="ses:caller-identity":\[")[^"]+', "CALLER"),
    (r'(?<="smtpResponse":")[^"]+', "RESPONSE"),
]
# What SES has told since then. Spec: events.md §1.6, §1.7.
NEW_SINCE_2024 = [
    (r'"ses:(?:source|outgoing)-tls-version":\["TLSv1.3"\],', ""),
    (r'(?<="smtpResponse":"RESPONSE",)"remoteMtaIp":"IP",', ""),
]


def masked(text: str, masks: list[tuple[str, str]]) -> str:
    """Return a text with what differs from message to message masked."""
    for pattern, mask in masks:
        text = re.sub(pattern, mask, text)
    return text


def compact(document: dict[str, Any]) -> str:
    """Return a document as SES writes it."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def send_to_simulator(client: SESClient, mailbox: str) -> None:
    """Send text and HTML to a mailbox of the simulator."""
    client.create_configuration_set(ConfigurationSet={"Name": "my-config-set"})
    send(
        client,
        f"{mailbox}@simulator.amazonses.com",
        subject="Hello",
        sender="noreply@example.org",
        html="<p>text</p>",
        ConfigurationSetName="my-config-set",
    )


OF_2023: dict[str, Any] = {
    "Source": "sender@example.com",
    "ConfigurationSetName": "my-config-set",
    "Tags": [{"Name": "custom-tag", "Value": "tag-value"}],
}


def send_email_2023(client: SESClient) -> None:
    """Send what the recordings of 2023 were made with."""
    client.create_configuration_set(ConfigurationSet={"Name": "my-config-set"})
    client.send_email(
        Destination={"ToAddresses": ["recipient@example.net"]},
        Message={
            "Subject": {"Data": "SOME_SUBJECT"},
            "Body": {"Text": {"Data": "text"}, "Html": {"Data": "<p>text</p>"}},
        },
        **OF_2023,
    )


def send_raw_empty_2023(client: SESClient) -> None:
    """Send raw mail without data."""
    client.create_configuration_set(ConfigurationSet={"Name": "my-config-set"})
    client.send_raw_email(RawMessage={"Data": b""}, Destinations=["recipient@example.net"], **OF_2023)


def send_templated_email_2023(client: SESClient) -> None:
    """Send by template."""
    client.create_configuration_set(ConfigurationSet={"Name": "my-config-set"})
    template = {"TemplateName": "t", "SubjectPart": "Email template c51cf868", "TextPart": "text"}
    client.create_template(Template=template)  # type: ignore[arg-type]
    client.send_templated_email(
        Destination={"ToAddresses": ["recipient@example.net"]}, Template="t", TemplateData="{}", **OF_2023
    )


def complain_2022(client: SESClient) -> None:
    """Send what the complaint of 2022 was about."""
    client.create_configuration_set(ConfigurationSet={"Name": "my-config-set"})
    send(
        client,
        "complaint@simulator.amazonses.com",
        subject="Complaint Notification",
        sender="sender@example.com",
        html="<p>text</p>",
        ConfigurationSetName="my-config-set",
    )


def fail_to_render_2024(client: SESClient) -> None:
    """Send by a template that lacks its attribute."""
    client.create_configuration_set(ConfigurationSet={"Name": "EmailFailures"})
    template = {"TemplateName": "DummyTemplate", "SubjectPart": "Hi {{name}}", "TextPart": "text"}
    client.create_template(Template=template)  # type: ignore[arg-type]
    client.send_templated_email(
        Source="sender@example.com",
        Destination={"ToAddresses": ["recipient@example.net"]},
        Template="DummyTemplate",
        TemplateData="{}",
        ConfigurationSetName="EmailFailures",
    )


def happened(sending: Callable[[SESClient], None]) -> list[Event]:
    """Return the events that follow of a send."""
    with mock_ses(identities=["example.org", "sender@example.com"]) as mocked:
        sending(boto3.client("ses"))
        return list((mocked.outbox or mocked.rendering_failures)[0].events)


@pytest.mark.parametrize(
    ("mailbox", "types"),
    [
        ("bounce", ["Send", "Bounce"]),
        ("complaint", ["Send", "Delivery", "Complaint"]),
        ("ooto", ["Send", "Delivery", "Bounce"]),
        ("suppressionlist", ["Send", "Bounce"]),
    ],
)
def test_the_simulator_gives_what_was_recorded_in_2026(mailbox: str, types: list[str]) -> None:
    """Each event is as the recorded one, and none is missing."""
    options = {"sender": "noreply@example.org", "subject": "Hello", "configuration_set": "my-config-set"}
    found = happened(lambda client: send_to_simulator(client, mailbox))

    assert [(event.type.value, masked(event.json, MASKS)) for event in found] == [
        (event_type, masked(compact(simulator_event(event_type, mailbox, **options)), MASKS))
        for event_type in types
    ]


@pytest.mark.parametrize(
    ("sending", "name", "types"),
    [
        (send_email_2023, "localstack_2023_send_email", ["Send", "Delivery"]),
        (send_raw_empty_2023, "localstack_2023_send_raw_empty", ["Send", "Delivery"]),
        (send_templated_email_2023, "localstack_2023_send_templated_email", ["Send", "Delivery"]),
    ],
)
def test_older_recordings_differ_by_what_is_new_alone(
    sending: Callable[[SESClient], None], name: str, types: list[str]
) -> None:
    """TLS versions and the address of the receiving server came later."""
    found = [event for event in happened(sending) if event.type.value in types]

    assert [masked(event.json, MASKS + NEW_SINCE_2024) for event in found] == [
        masked(compact(read_event(name, event_type)), MASKS) for event_type in types
    ]


def test_a_complaint_of_2022_differs_by_what_is_new_alone() -> None:
    """TLS versions came later."""
    found = happened(complain_2022)[-1]
    recorded = read_sample("django_ses_2022_complaint")["Message"].rstrip("\n")

    assert masked(found.json, MASKS + NEW_SINCE_2024) == masked(recorded, MASKS)


def test_a_failed_rendering_is_as_recorded() -> None:
    """It has neither headers nor common headers, and its key is ``failure``."""
    found = happened(fail_to_render_2024)

    assert [event.type.value for event in found] == ["Send", "Rendering Failure"]
    assert masked(found[1].json, MASKS) == masked(compact(TRANSCRIBED["rendering failure of 2024"]), MASKS)


# Spec: events.md §1.4, §1.7.
NEW_SINCE_2025 = [
    (r',{"name":"(?:Date|Message-ID)","value":"[^"]+"}', ""),
    (r'"date":"[^"]+",', ""),
    (r'(?<="linkTags":null)', ',"isBotEvent":"Unlikely"'),
]
READER = [
    (r'(?<="Date","value":")[^"]+|(?<="date":")[^"]+', "DATE"),
    (r'(?<="userAgent":")[^"]+', "AGENT"),
    (r'"tags":{.+?},"(?=open|click)', '"tags":{},"'),
]


def test_a_click_is_as_recorded() -> None:
    """Since then the Date and the Message-ID that was null are gone, and isBotEvent has come."""
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("ses").send_email(
            Source="sender@example.com",
            Destination={"ToAddresses": ["recipient@example.net"]},
            Message={
                "Subject": {"Data": "Hello"},
                "Body": {"Html": {"Data": '<a href="https://www.example.com/">Here</a>'}},
            },
        )
        event = mocked.outbox[0].click("https://www.example.com/")

    recorded = masked(compact(TRANSCRIBED["click of 2022"]).replace('["…"]', "[]"), MASKS + READER)
    assert masked(event.json, MASKS + READER) == masked(recorded, NEW_SINCE_2025)


def test_an_open_is_as_recorded() -> None:
    """Its keys come in the recorded order, a new one last; the headers are those of the Send event."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "recipient@example.net", sender="sender@example.com", html="<p>text</p>")
        document: dict[str, Any] = mocked.outbox[0].open().document

    recorded = TRANSCRIBED["open of 2024"]
    assert list(document) == list(recorded)
    assert list(document["mail"]) == list(recorded["mail"])
    assert list(document["open"]) == [*recorded["open"], "isBotEvent"]
    assert document["open"]["isBotEvent"] == "Unlikely"
    assert document["mail"]["headers"] == mocked.events[0].document["mail"]["headers"]  # type: ignore[index]


def test_what_a_reader_does_with_templated_mail_shows_no_date() -> None:
    """Its rendered header is shown, as in the event of its delivery, but for the field that SES added."""
    with mock_ses(identities=["example.com"]) as mocked:
        client = boto3.client("ses")
        template = {
            "TemplateName": "t",
            "SubjectPart": "Hi",
            "HtmlPart": '<a href="https://example.com/">x</a>',
        }
        client.create_template(Template=template)  # type: ignore[arg-type]
        client.send_templated_email(
            Source="sender@example.com",
            Destination={"ToAddresses": ["recipient@example.net"]},
            Template="t",
            TemplateData="{}",
        )
        [message] = mocked.outbox
        mails: Any = [
            event.document["mail"]
            for event in (message.events[-1], message.open(), message.click("https://example.com/"))
        ]
    names = [[header["name"] for header in mail["headers"]] for mail in mails]

    assert ["date" in mail["commonHeaders"] for mail in mails] == [True, False, False]
    assert names[0] == ["Date", *names[1]]
    assert names[1] == names[2]
    assert "Subject" in names[1]


def test_mail_to_a_suppressed_address_is_as_recorded() -> None:
    """Only the guide that it names has moved since."""
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("sesv2").put_suppressed_destination(
            EmailAddress="recipient@example.net", Reason="BOUNCE"
        )
        send("ses", "recipient@example.net", sender="sender@example.com", html="<p>text</p>")
        document: dict[str, Any] = mocked.outbox[0].events[1].document

    recorded = compact(TRANSCRIBED["bounce of account suppression of 2025"]["bounce"])
    moved = recorded.replace("/ses/latest/DeveloperGuide/", "/ses/latest/dg/")
    assert masked(compact(document["bounce"]), MASKS) == masked(moved, MASKS)


def test_a_complaint_that_was_expected_has_no_report() -> None:
    """Nobody complained this time, so nobody's program reported it."""
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("sesv2").put_suppressed_destination(
            EmailAddress="recipient@example.net", Reason="COMPLAINT"
        )
        send("ses", "recipient@example.net", sender="sender@example.com", html="<p>text</p>")
        complaint: Any = mocked.outbox[0].events[1].document["complaint"]

    assert list(complaint) == [
        "feedbackId",
        "complaintSubType",
        "complainedRecipients",
        "timestamp",
        "arrivalDate",
    ]
    assert complaint["complaintSubType"] == "OnAccountSuppressionList"


def test_a_friendly_sender_and_decoded_words_are_shown() -> None:
    """The name of the sender stays, and words appear decoded, whatever encodes them on the way.

    Spec: events.md §1.3, §1.4 [R].
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


def mail_of_raw(data: bytes, *, event: int = 0, **options: Any) -> Any:
    """Return what an event says of raw mail."""
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("ses").send_raw_email(RawMessage={"Data": data}, **options)
        return mocked.outbox[0].events[event].document["mail"]


def test_raw_mail_shows_its_own_header() -> None:
    """In its order, unfolded and decoded, with what SES takes out of the delivered mail."""
    mail = mail_of_raw(RAW.encode())

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


def test_a_header_that_is_no_list_of_addresses_is_shown_as_it_is() -> None:
    """SES does not read the header if the call says who gets replies."""
    data = b"From: zoe@example.com\nReply-To: (nobody\nTo: ada@example.net\nSubject: Hi\n\nHi\n"
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("sesv2").send_email(
            Content={"Raw": {"Data": data}}, ReplyToAddresses=["help@example.com"]
        )
        mail: Any = mocked.outbox[0].events[0].document["mail"]

    assert mail["commonHeaders"]["replyTo"] == ["(nobody"]


def test_a_raw_message_without_from_has_no_domain() -> None:
    """The call says whom it is from; the tag looks at the header."""
    options = {"Source": "zoe@example.com", "Destinations": ["ada@example.net"]}
    mail = mail_of_raw(b"Subject: Hi\n\nHi\n", **options)

    assert "ses:from-domain" not in mail["tags"]
    assert mail["source"] == "zoe@example.com"


def test_headers_over_10_kb_are_truncated() -> None:
    """Those that fit are shown."""
    long = "".join(f"X-{number}: {'x' * 900}\r\n" for number in range(12))
    mail = mail_of_raw((long + RAW).encode())

    assert (mail["headersTruncated"], len(mail["headers"])) == (True, 11)
    assert mail["commonHeaders"]["subject"] == "Hello"


def test_bytes_that_are_no_text_do_not_break_a_document() -> None:
    """They are shown as Latin-1, and the text of an event can always be encoded."""
    with mock_ses(identities=["example.com"]) as mocked:
        data = b"From: zoe@example.com\r\nTo: ada@example.net\r\nSubject: \xff\r\n\r\nHi"
        boto3.client("ses").send_raw_email(RawMessage={"Data": data})

    assert '"subject":"ÿ"'.encode() in mocked.events[0].json.encode()


def test_return_path_and_reply_to_stand_where_they_stood_in_2022() -> None:
    """The first header is Return-Path, and the first common one."""
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("ses").send_email(
            Source="zoe@example.com",
            ReturnPath="bounces@example.com",
            ReplyToAddresses=["help@example.com", "more@example.com"],
            Destination={"ToAddresses": ["ada@example.net"], "CcAddresses": ["bob@example.net"]},
            Message={"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}},
        )
        mail: Any = mocked.events[0].document["mail"]

    assert [header["name"] for header in mail["headers"]] == [
        "Return-Path",
        "From",
        "Reply-To",
        "To",
        "Cc",
        "Subject",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ]
    assert list(mail["commonHeaders"]) == [
        "returnPath",
        "from",
        "replyTo",
        "to",
        "cc",
        "messageId",
        "subject",
    ]
    assert mail["commonHeaders"]["replyTo"] == ["help@example.com", "more@example.com"]


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
def test_v2_sends_are_named_by_their_content(content: Any, operation: str) -> None:
    """As the operations of v1 are called."""
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("sesv2").send_email(
            FromEmailAddress="zoe@example.com",
            Destination={"ToAddresses": ["ada@example.net"]},
            Content=content,
        )
        mail: Any = mocked.events[0].document["mail"]

    assert mail["tags"]["ses:operation"] == [operation]


def test_other_regions_send_by_hosts_of_their_own() -> None:
    """Their names have the region in them, and their numbers are those of the address."""
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
def test_the_source_arn_is_of_the_most_granular_identity(names: list[str], arn: str) -> None:
    """If no identity was asked for, of the sender's domain."""
    with mock_ses(identities=names) as mocked:
        send("ses", sender="Zoë <zoe@example.com>")
        mail: Any = mocked.events[0].document["mail"]

    assert mail["sourceArn"] == f"arn:aws:ses:us-east-1:123456789012:{arn}"


def test_with_authorization_the_arn_is_the_owners_and_the_account_the_senders() -> None:
    """The event names both."""
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


def test_a_subscription_is_as_documented() -> None:
    """What the contact wants now, and what it wanted before."""
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
def test_bulk_mail_is_named_alike(service: Any, call: Callable[[Any], object]) -> None:
    """By both APIs; and its Date comes first once it is rendered."""
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("ses").create_template(
            Template={"TemplateName": "t", "SubjectPart": "Hi", "HtmlPart": "<p>Hi</p>"}
        )
        call(boto3.client(service))
        mail: Any = mocked.outbox[0].events[-1].document["mail"]

    assert mail["tags"]["ses:operation"] == ["SendBulkTemplatedEmail"]
    names = [header["name"] for header in mail["headers"]]
    assert (names[0], names.count("Date")) == ("Date", 1)
