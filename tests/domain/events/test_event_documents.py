"""Event documents match recordings of SES's, byte for byte, except for ids, times, hosts and addresses."""

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
# Parts that differ from message to message, in sesmock's form or in the masked form of the recordings.
MASKS = [
    # An id starts with the region and the time. Spec: events.md §3.
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
# Members that SES has added since 2024. Spec: events.md §6, §7.
NEW_SINCE_2024 = [
    (r'"ses:(?:source|outgoing)-tls-version":\["TLSv1.3"\],', ""),
    (r'(?<="smtpResponse":"RESPONSE",)"remoteMtaIp":"IP",', ""),
]


def mask_text(text: str, masks: list[tuple[str, str]]) -> str:
    """Replace the parts of a string that differ from message to message."""
    for pattern, mask in masks:
        text = re.sub(pattern, mask, text)
    return text


def dump_compact(document: dict[str, Any]) -> str:
    """Return a document serialized as SES serializes it."""
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


OPTIONS_2023: dict[str, Any] = {
    "Source": "sender@example.com",
    "ConfigurationSetName": "my-config-set",
    "Tags": [{"Name": "custom-tag", "Value": "tag-value"}],
}


def send_email_2023(client: SESClient) -> None:
    """Send the message of the 2023 recordings."""
    client.create_configuration_set(ConfigurationSet={"Name": "my-config-set"})
    client.send_email(
        Destination={"ToAddresses": ["recipient@example.net"]},
        Message={
            "Subject": {"Data": "SOME_SUBJECT"},
            "Body": {"Text": {"Data": "text"}, "Html": {"Data": "<p>text</p>"}},
        },
        **OPTIONS_2023,
    )


def send_raw_empty_2023(client: SESClient) -> None:
    """Send a raw message without data."""
    client.create_configuration_set(ConfigurationSet={"Name": "my-config-set"})
    client.send_raw_email(RawMessage={"Data": b""}, Destinations=["recipient@example.net"], **OPTIONS_2023)


def send_templated_email_2023(client: SESClient) -> None:
    """Send a message from a template."""
    client.create_configuration_set(ConfigurationSet={"Name": "my-config-set"})
    template = {"TemplateName": "t", "SubjectPart": "Email template c51cf868", "TextPart": "text"}
    client.create_template(Template=template)  # type: ignore[arg-type]
    client.send_templated_email(
        Destination={"ToAddresses": ["recipient@example.net"]},
        Template="t",
        TemplateData="{}",
        **OPTIONS_2023,
    )


def complain_2022(client: SESClient) -> None:
    """Send the message of the 2022 complaint."""
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
    """Send from a template whose attribute has no value."""
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


def collect_events(sending: Callable[[SESClient], None]) -> list[Event]:
    """Return the events that follow a send."""
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
def test_simulator_events_match_the_recordings_of_2026(mailbox: str, types: list[str]) -> None:
    """A message to a mailbox of the simulator has the recorded events, and each matches its recording."""
    options = {"sender": "noreply@example.org", "subject": "Hello", "configuration_set": "my-config-set"}
    events = collect_events(lambda client: send_to_simulator(client, mailbox))

    assert [(event.type.value, mask_text(event.json, MASKS)) for event in events] == [
        (event_type, mask_text(dump_compact(simulator_event(event_type, mailbox, **options)), MASKS))
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
def test_older_recordings_lack_only_newer_members(
    sending: Callable[[SESClient], None], name: str, types: list[str]
) -> None:
    """The 2023 recordings lack only the TLS versions and the address of the receiving server."""
    events = [event for event in collect_events(sending) if event.type.value in types]

    assert [mask_text(event.json, MASKS + NEW_SINCE_2024) for event in events] == [
        mask_text(dump_compact(read_event(name, event_type)), MASKS) for event_type in types
    ]


def test_a_complaint_of_2022_lacks_only_newer_members() -> None:
    """The 2022 complaint lacks only the TLS versions."""
    complaint = collect_events(complain_2022)[-1]
    recorded = read_sample("django_ses_2022_complaint")["Message"].rstrip("\n")

    assert mask_text(complaint.json, MASKS + NEW_SINCE_2024) == mask_text(recorded, MASKS)


def test_a_rendering_failure_matches_its_recording() -> None:
    """A rendering failure has no headers and no common headers, and its key is ``failure``."""
    events = collect_events(fail_to_render_2024)

    assert [event.type.value for event in events] == ["Send", "Rendering Failure"]
    assert mask_text(events[1].json, MASKS) == mask_text(
        dump_compact(TRANSCRIBED["rendering failure of 2024"]), MASKS
    )


# The recording of 2022 has dates and a Message-ID that today's events lack, and lacks isBotEvent.
# Spec: events.md §4, §7.
CHANGED_SINCE_2022 = [
    (r',{"name":"(?:Date|Message-ID)","value":"[^"]+"}', ""),
    (r'"date":"[^"]+",', ""),
    (r'(?<="linkTags":null)', ',"isBotEvent":"Unlikely"'),
]
# Parts of a click event that differ between the recording and the test: dates, the user agent and the tags.
CLICK_MASKS = [
    (r'(?<="Date","value":")[^"]+|(?<="date":")[^"]+', "DATE"),
    (r'(?<="userAgent":")[^"]+', "AGENT"),
    (r'"tags":{.+?},"(?=open|click)', '"tags":{},"'),
]


def test_a_click_matches_its_recording() -> None:
    """A click event matches its recording, except for members that SES has removed or added since."""
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

    recorded = mask_text(
        dump_compact(TRANSCRIBED["click of 2022"]).replace('["…"]', "[]"), MASKS + CLICK_MASKS
    )
    assert mask_text(event.json, MASKS + CLICK_MASKS) == mask_text(recorded, CHANGED_SINCE_2022)


def test_an_open_matches_its_recording() -> None:
    """An open event has the recorded keys in order, the newer isBotEvent, and the headers of the Send event."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "recipient@example.net", sender="sender@example.com", html="<p>text</p>")
        document: dict[str, Any] = mocked.outbox[0].open().document

    recorded = TRANSCRIBED["open of 2024"]
    assert list(document) == list(recorded)
    assert list(document["mail"]) == list(recorded["mail"])
    assert list(document["open"]) == [*recorded["open"], "isBotEvent"]
    assert document["open"]["isBotEvent"] == "Unlikely"
    assert document["mail"]["headers"] == mocked.events[0].document["mail"]["headers"]  # type: ignore[index]


def test_opens_and_clicks_of_templated_mail_show_no_date() -> None:
    """Opens and clicks show the rendered header of the delivery event, without the Date that SES added."""
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


def test_a_suppressed_bounce_matches_its_recording() -> None:
    """A suppressed bounce matches its recording, except for the guide's URL, which has since moved."""
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("sesv2").put_suppressed_destination(
            EmailAddress="recipient@example.net", Reason="BOUNCE"
        )
        send("ses", "recipient@example.net", sender="sender@example.com", html="<p>text</p>")
        document: dict[str, Any] = mocked.outbox[0].events[1].document

    recorded = dump_compact(TRANSCRIBED["bounce of account suppression of 2025"]["bounce"])
    moved = recorded.replace("/ses/latest/DeveloperGuide/", "/ses/latest/dg/")
    assert mask_text(dump_compact(document["bounce"]), MASKS) == mask_text(moved, MASKS)


def test_a_suppressed_complaint_has_no_report() -> None:
    """A complaint because of the suppression list has no members about a feedback report."""
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


def test_return_path_comes_first_as_in_2022() -> None:
    """Return-Path comes first among the headers and the common headers, as in the recordings of 2022."""
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
