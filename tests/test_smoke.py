"""The main features of each API work with every version of botocore, including the oldest."""

from __future__ import annotations

from typing import Any

import boto3
import botocore.exceptions
import pytest

from sesmock import SesMock, mock_ses
from tests.sending import send

APIS = ["ses", "sesv2", "pinpoint-email"]
TOPIC = "arn:aws:sns:us-east-1:123456789012:events"
TEMPLATE = {"SubjectPart": "Hello {{name}}", "TextPart": "Hi {{name}}"}
ENTRIES = [("ada@example.net", '{"name": "Ada"}'), ("bob@example.net", '{"name": "Bob"}')]


@pytest.fixture
def active() -> Any:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"], retry_sleep=False) as ses_mock:
        yield ses_mock


@pytest.mark.parametrize("api", APIS)
def test_a_message_is_sent(active: SesMock, api: Any) -> None:
    """A message that any API sends is in the outbox, with the id that the caller got."""
    message_id = send(api)

    assert active.outbox.one(to="ada@example.net").message_id == message_id
    assert active.outbox[0].text == "Hi"


@pytest.mark.parametrize("api", APIS)
def test_raw_mail_is_sent(active: SesMock, api: Any) -> None:
    """Each API can send raw mail."""
    raw = b"From: shop@example.com\r\nTo: ada@example.net\r\nSubject: Raw\r\n\r\nHi"
    client = boto3.client(api)
    if api == "ses":
        client.send_raw_email(RawMessage={"Data": raw})
    else:
        client.send_email(Destination={"ToAddresses": ["ada@example.net"]}, Content={"Raw": {"Data": raw}})

    assert active.outbox.one().subject == "Raw"


@pytest.mark.parametrize(
    ("api", "operation", "key"),
    [
        ("ses", "list_identities", "Identities"),
        ("sesv2", "list_email_identities", "EmailIdentities"),
        ("pinpoint-email", "list_email_identities", "EmailIdentities"),
    ],
)
def test_identities_are_listed(active: SesMock, api: Any, operation: str, key: str) -> None:
    """Each API lists the identity of the mock's options, including with a paginator if botocore has one."""
    client = boto3.client(api)
    identities = getattr(client, operation)()[key]
    assert [identity if api == "ses" else identity["IdentityName"] for identity in identities] == [
        "example.com"
    ]

    pages = client.get_paginator(operation).paginate() if client.can_paginate(operation) else []
    assert [page[key] for page in pages] in ([identities], [])


@pytest.mark.parametrize("api", ["ses", "sesv2"])
def test_a_bulk_uses_a_template(active: SesMock, api: Any) -> None:
    """Each entry of a bulk send is rendered with its own data."""
    boto3.client("ses").create_template(Template={"TemplateName": "hello", **TEMPLATE})
    client = boto3.client(api)
    if api == "ses":
        client.send_bulk_templated_email(
            Source="shop@example.com",
            Template="hello",
            DefaultTemplateData="{}",
            Destinations=[
                {"Destination": {"ToAddresses": [to]}, "ReplacementTemplateData": data}
                for to, data in ENTRIES
            ],
        )
    else:
        client.send_bulk_email(
            FromEmailAddress="shop@example.com",
            DefaultContent={"Template": {"TemplateName": "hello", "TemplateData": "{}"}},
            BulkEmailEntries=[
                {
                    "Destination": {"ToAddresses": [to]},
                    "ReplacementEmailContent": {"ReplacementTemplate": {"ReplacementTemplateData": data}},
                }
                for to, data in ENTRIES
            ],
        )

    assert [message.subject for message in active.outbox] == ["Hello Ada", "Hello Bob"]


@pytest.mark.parametrize("api", APIS)
def test_an_unverified_sender_is_refused(active: SesMock, api: Any) -> None:
    """A send from an unverified address raises the modeled exception of the client."""
    client = boto3.client(api)

    with pytest.raises(client.exceptions.MessageRejected, match="Email address is not verified"):
        send(client, sender="shop@example.org")
    assert len(active.rejected) == 1


@pytest.mark.parametrize("api", APIS)
def test_throttling_is_retried(active: SesMock, api: Any) -> None:
    """Botocore retries a throttled send, and raises an error if every attempt is throttled."""
    active.fail("SendEmail", "Throttling", times=1)
    send(api)
    assert len(active.outbox) == 1

    active.fail("SendEmail", "Throttling", times=None)
    with pytest.raises(botocore.exceptions.ClientError, match="Maximum sending rate exceeded"):
        send(api)


def test_events_are_published(active: SesMock) -> None:
    """The events of a message are published to the event destination of its configuration set."""
    sesv2 = boto3.client("sesv2")
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestinationName="topic",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["SEND", "DELIVERY", "BOUNCE"],
            "SnsDestination": {"TopicArn": TOPIC},
        },
    )
    send(sesv2, "bounce@simulator.amazonses.com", ConfigurationSetName="news")
    send(sesv2, "ada@example.net", ConfigurationSetName="news")

    assert [event.type for event in active.events] == ["Send", "Bounce", "Send", "Delivery"]
    assert [each.event.type for each in active.publications if each.event] == [
        "Send",
        "Bounce",
        "Send",
        "Delivery",
    ]


def test_clients_of_other_services_are_guarded(active: SesMock) -> None:
    """A call to another service is refused, and does not reach AWS."""
    with pytest.raises(Exception, match=r"sqs.*passthrough"):
        boto3.client("sqs", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b").list_queues()
