"""The documents of events are those that SES publishes, to the byte, but for ids, times, hosts and addresses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import mock_ses

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_ses import SESClient

    from sesmock.domain.events import Event

RECORDED: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("recorded_events.json").read_text())

# What differs from message to message, as sesmock writes it or as those masked it who recorded it.
MASKS = [
    (r"01[0-9a-f]{14}-[0-9a-f-]{36}-000000|<message-id>|<feedbackId>", "ID"),
    (r'(?<=[pe]":")(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|timestamp|date)(?=")', "TIME"),
    (r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000", "DATE"),
    (r'(?<="processingTimeMillis":)(?:\d+|"processing-time")', "0"),
    (r"----=_Part_\d+_\d+\.\d+", "BOUNDARY"),
    (r"<ip-v4>|\b\d+\.\d+\.\d+\.\d+\b", "IP"),
    (r"\ba\d+-\d+(?=\.smtp-out)", "HOST"),
    (r'(?<="ses:caller-identity":\[")[^"]+', "CALLER"),
    (r'(?<="smtpResponse":")[^"]+', "RESPONSE"),
    ("<aws-region-alias>", "us-east-1"),
    ("<aws-accountid>", "123456789012"),
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


def send(client: SESClient, to: str, *, subject: str, sender: str, **options: Any) -> None:
    """Send a message with text and HTML."""
    client.send_email(
        Source=sender,
        Destination={"ToAddresses": [to]},
        Message={
            "Subject": {"Data": subject},
            "Body": {"Text": {"Data": "text"}, "Html": {"Data": "<p>text</p>"}},
        },
        **options,
    )


def send_to_simulator(client: SESClient, mailbox: str) -> None:
    """Send what the recordings of 2026 were made with."""
    client.create_configuration_set(ConfigurationSet={"Name": "aws-ses-configuration-set"})
    send(
        client,
        f"{mailbox}@simulator.amazonses.com",
        subject="Send Bounce Mail",
        sender="noreply@domain.com",
        ConfigurationSetName="aws-ses-configuration-set",
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
    with mock_ses(identities=["domain.com", "sender@example.com"]) as mocked:
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
    """Each event is the recorded one, and none is missing."""
    found = happened(lambda client: send_to_simulator(client, mailbox))

    assert [(event.type.value, masked(event.json, MASKS)) for event in found] == [
        (event_type, masked(compact(RECORDED[f"2026 {mailbox}: {event_type}"]), MASKS))
        for event_type in types
    ]


@pytest.mark.parametrize(
    ("sending", "name", "types"),
    [
        (send_email_2023, "2023 send_email", ["Send", "Delivery"]),
        (send_raw_empty_2023, "2023 send_raw_empty", ["Send", "Delivery"]),
        (send_templated_email_2023, "2023 send_templated_email", ["Send", "Delivery"]),
        (complain_2022, "2022 complaint", ["Complaint"]),
    ],
)
def test_older_recordings_differ_by_what_is_new_alone(
    sending: Callable[[SESClient], None], name: str, types: list[str]
) -> None:
    """TLS versions and the address of the receiving server came later."""
    found = [event for event in happened(sending) if event.type.value in types]

    assert [masked(event.json, MASKS + NEW_SINCE_2024) for event in found] == [
        masked(compact(RECORDED[f"{name}: {event_type}"]), MASKS) for event_type in types
    ]


def test_a_failed_rendering_is_as_recorded() -> None:
    """It has neither headers nor common headers, and its key is ``failure``."""
    found = happened(fail_to_render_2024)

    assert [event.type.value for event in found] == ["Send", "Rendering Failure"]
    assert masked(found[1].json, MASKS) == masked(
        compact(RECORDED["2024 template: Rendering Failure"]), MASKS
    )
