"""The envelopes in which AWS services deliver publications."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import sns
from sesmock.domain.events.event_types import EventType
from sesmock.domain.events.publications import Publication
from sesmock.publishing.envelopes import DETAIL_TYPES

if TYPE_CHECKING:
    from sesmock import SesMock

ACCOUNT = "123456789012"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:events"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/ses"
TARGETS = {
    "sns": {"SnsDestination": {"TopicArn": TOPIC}},
    "firehose": {
        "KinesisFirehoseDestination": {
            "IamRoleArn": ROLE,
            "DeliveryStreamArn": f"arn:aws:firehose:us-east-1:{ACCOUNT}:deliverystream/events",
        }
    },
    "eventbridge": {
        "EventBridgeDestination": {"EventBusArn": f"arn:aws:events:us-east-1:{ACCOUNT}:event-bus/default"}
    },
    "cloudwatch": {
        "CloudWatchDestination": {
            "DimensionConfigurations": [
                {
                    "DimensionName": "campaign",
                    "DimensionValueSource": "MESSAGE_TAG",
                    "DefaultDimensionValue": "none",
                }
            ]
        }
    },
    "pinpoint": {
        "PinpointDestination": {"ApplicationArn": f"arn:aws:mobiletargeting:us-east-1:{ACCOUNT}:apps/1"}
    },
}


def publish_delivery(active: SesMock, kind: str) -> Publication:
    """Send a message with a destination of a kind; return the publication of its delivery."""
    sesv2 = boto3.client("sesv2")
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestinationName="events",
        EventDestination={"Enabled": True, "MatchingEventTypes": ["DELIVERY"], **TARGETS[kind]},
    )
    sesv2.send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}},
        ConfigurationSetName="news",
    )
    return active.publications[-1]


@pytest.fixture
def example(ses_mock: SesMock) -> SesMock:
    """Mock SES with example.com verified."""
    ses_mock.verify("example.com")
    return ses_mock


def test_sns_signs_its_notification(example: SesMock) -> None:
    """SNS's envelope has the fields of a real notification in the same order, and a valid signature."""
    # Spec: event_destinations.md §2.
    publication = publish_delivery(example, "sns")
    envelope = dict(publication.envelope)
    subscription = envelope["UnsubscribeURL"].partition("SubscriptionArn=")[2]

    assert list(envelope) == [
        "Type",
        "MessageId",
        "TopicArn",
        "Subject",
        "Message",
        "Timestamp",
        "SignatureVersion",
        "Signature",
        "SigningCertURL",
        "UnsubscribeURL",
    ]
    assert envelope == sns.sign(envelope)
    assert envelope | {"Signature": "", "UnsubscribeURL": ""} == {
        "Type": "Notification",
        "MessageId": publication.id,
        "TopicArn": TOPIC,
        "Subject": "Amazon SES Email Event Notification",
        "Message": f"{publication.event.json}\n",
        "Timestamp": f"{publication.published_at:%Y-%m-%dT%H:%M:%S}."
        f"{publication.published_at.microsecond // 1000:03}Z",
        "SignatureVersion": "1",
        "Signature": "",
        "SigningCertURL": sns.CERTIFICATE_URL,
        "UnsubscribeURL": "",
    }
    assert envelope["UnsubscribeURL"] == (
        f"https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={subscription}"
    )
    assert subscription.rpartition(":")[0] == TOPIC


def test_the_headers_match_the_notification(example: SesMock) -> None:
    """The HTTP headers of an SNS notification have the same values as its envelope."""
    publication = publish_delivery(example, "sns")
    envelope = dict(publication.envelope)

    assert dict(publication.headers) == {
        "x-amz-sns-message-type": envelope["Type"],
        "x-amz-sns-message-id": envelope["MessageId"],
        "x-amz-sns-topic-arn": TOPIC,
        "x-amz-sns-subscription-arn": envelope["UnsubscribeURL"].partition("SubscriptionArn=")[2],
        "Content-Type": "text/plain; charset=UTF-8",
        "User-Agent": "Amazon Simple Notification Service Agent",
    }


@pytest.mark.parametrize("kind", TARGETS)
def test_an_envelope_stays_the_same(example: SesMock, kind: str) -> None:
    """The envelope and headers of a publication are the same each time they are read."""
    publication = publish_delivery(example, kind)

    assert publication.envelope == publication.envelope
    assert publication.headers == publication.headers
    assert bool(publication.headers) == (kind == "sns")


def test_a_confirmation_has_no_subject(example: SesMock) -> None:
    """SES's confirmation of a topic has no subject."""
    publish_delivery(example, "sns")
    envelope = example.publications[0].envelope

    assert envelope["Message"] == "Successfully validated SNS topic for Amazon SES event publishing."
    assert "Subject" not in envelope


def test_sns_in_china_has_its_own_hosts(example: SesMock) -> None:
    """For a topic in China, the URLs of the certificate and for unsubscribing have hosts in China."""
    topic = "arn:aws-cn:sns:cn-north-1:123456789012:events"
    account = example.accounts[ACCOUNT, "cn-north-1"]
    envelope = Publication(account, "sns", topic, "text", purpose="confirmation").envelope

    assert envelope["SigningCertURL"] == sns.certificate_url("cn-north-1")
    assert str(envelope["UnsubscribeURL"]).startswith("https://sns.cn-north-1.amazonaws.com.cn/?Action=")


def test_firehose_gets_a_record(example: SesMock) -> None:
    """Firehose gets a record in the format of PutRecord: bytes that end with a newline."""
    # Spec: event_destinations.md §3.
    publication = publish_delivery(example, "firehose")

    assert publication.envelope == {"Data": f"{publication.event.json}\n".encode()}


def test_eventbridge_wraps_the_event(example: SesMock) -> None:
    """EventBridge's envelope has the event as its detail, and a time in whole seconds."""
    # Spec: event_destinations.md §3.
    publication = publish_delivery(example, "eventbridge")
    envelope = publication.envelope

    assert list(envelope.items()) == [
        ("version", "0"),
        ("id", publication.id),
        ("detail-type", "Email Delivered"),
        ("source", "aws.ses"),
        ("account", ACCOUNT),
        ("time", f"{publication.published_at:%Y-%m-%dT%H:%M:%SZ}"),
        ("region", "us-east-1"),
        ("resources", [f"arn:aws:ses:us-east-1:{ACCOUNT}:configuration-set/news"]),
        ("detail", publication.event.document),
    ]


def test_every_type_of_event_has_a_detail_type() -> None:
    """Every type of SES's events has its own detail-type in EventBridge."""
    # Spec: events.md §1.
    assert DETAIL_TYPES.keys() == {kind.value for kind in EventType}
    assert len(set(DETAIL_TYPES.values())) == len(DETAIL_TYPES)


def test_cloudwatch_gets_a_datum(example: SesMock) -> None:
    """CloudWatch gets one datum for an event, with the dimensions of the event destination."""
    publication = publish_delivery(example, "cloudwatch")
    datum: dict[str, Any] = dict(publication.envelope)

    assert [datum] == json.loads(publication.payload)["MetricData"]
    assert datum | {"Timestamp": ""} == {
        "MetricName": "Delivery",
        "Dimensions": [{"Name": "campaign", "Value": "none"}],
        "Timestamp": "",
        "Value": 1,
    }


def test_pinpoint_gets_the_event(example: SesMock) -> None:
    """Pinpoint gets the event in SES's own format, since Pinpoint's format is unknown."""
    publication = publish_delivery(example, "pinpoint")

    assert publication.envelope == publication.event.document


def test_only_sns_needs_the_extra() -> None:
    """Without cryptography, only SNS's envelope raises an error, which says what to install."""
    code = """
import sys
sys.modules["cryptography"] = None
from sesmock import mock_ses
from sesmock.domain.events.publications import Publication
with mock_ses() as active:
    def build(kind, target):
        return Publication(active.account, kind, target, "{}", purpose="confirmation")
    print(build("firehose", "arn:aws:firehose:us-east-1:123456789012:deliverystream/a").envelope)
    notification = build("sns", "arn:aws:sns:us-east-1:123456789012:a")
    print(notification.headers["x-amz-sns-message-id"] == notification.id)
    try:
        notification.envelope
    except ImportError as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    record, same_id, error = done.stdout.splitlines()

    assert (record, same_id) == ("{'Data': b'{}'}", "True")
    assert error.endswith('pip install "sesmock[sns]"')
