"""Event documents match recordings of SES's, byte for byte, except for ids, times, hosts and addresses."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import Event, mock_ses
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
