"""Events and notifications arrive in moto's SNS, Firehose, EventBridge and CloudWatch."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from sesmock import current, mock_ses
from tests import sending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import SesMock

REGION = "us-east-1"
ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/ses"
BOUNCING = "bounce@simulator.amazonses.com"
EVENTS = ["SEND", "DELIVERY", "BOUNCE"]


@pytest.fixture(params=["moto first", "sesmock first"])
def mocked(request: pytest.FixtureRequest) -> Iterator[SesMock]:
    """Mock SES with sesmock and other services with moto, in either nesting."""
    mocks = [mock_aws(), mock_ses(identities=["example.com"], publish="boto3")]
    first, second = mocks if request.param == "moto first" else reversed(mocks)
    with first, second:
        yield current()


def client(service: str, **credentials: str) -> Any:
    """Return a client of one of moto's services."""
    return boto3.client(service, region_name=REGION, **credentials)


def create_queue(name: str = "queue", **credentials: str) -> tuple[str, str]:
    """Create an SQS queue; return its URL and its ARN."""
    sqs = client("sqs", **credentials)
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return url, arn


def read_bodies(url: str, **credentials: str) -> list[str]:
    """Return the messages in a queue."""
    received = client("sqs", **credentials).receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [message["Body"] for message in received.get("Messages", [])]


def create_topic_with_queue(*, raw: bool = False, **credentials: str) -> tuple[str, str]:
    """Create an SNS topic and a queue that subscribes to it; return the topic's ARN and the queue's URL."""
    url, arn = create_queue(**credentials)
    sns = client("sns", **credentials)
    topic = sns.create_topic(Name="events")["TopicArn"]
    attributes = {"RawMessageDelivery": "true"} if raw else {}
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=attributes)
    return topic, url


def create_destination(target: dict[str, Any], **credentials: str) -> None:
    """Create the configuration set ``news``, with an event destination for a target."""
    sesv2 = client("sesv2", **credentials)
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestinationName="events",
        EventDestination={"Enabled": True, "MatchingEventTypes": EVENTS, **target},
    )


def send(recipient: str = "ada@example.net", **credentials: str) -> str:
    """Send a message with the configuration set ``news``; return the message's id."""
    tags = [{"Name": "campaign", "Value": "spring"}]
    return sending.send(
        client("sesv2", **credentials), recipient, ConfigurationSetName="news", EmailTags=tags
    )


def list_types(documents: list[str]) -> list[str]:
    """Return the types of events."""
    return [json.loads(document)["eventType"] for document in documents]


def list_texts(active: SesMock) -> list[str]:
    """Return the published texts."""
    return [publication.payload for publication in active.publications]


def test_a_queue_behind_a_topic_receives_events(mocked: SesMock) -> None:
    """A queue that subscribes to a topic receives SES's confirmation and then each event, in SNS's envelope."""
    topic, url = create_topic_with_queue()
    create_destination({"SnsDestination": {"TopicArn": topic}})
    message_id = send(BOUNCING)
    confirmation, sent, bounced = [json.loads(body) for body in read_bodies(url)]

    assert confirmation["Message"] == "Successfully validated SNS topic for Amazon SES event publishing."
    assert "Subject" not in confirmation
    assert [sent["Subject"], bounced["Subject"]] == ["Amazon SES Email Event Notification"] * 2
    assert list_types([sent["Message"], bounced["Message"]]) == ["Send", "Bounce"]
    assert [confirmation["Message"], sent["Message"], bounced["Message"]] == list_texts(mocked)
    assert json.loads(bounced["Message"])["mail"]["messageId"] == message_id


def test_raw_message_delivery_omits_the_envelope(mocked: SesMock) -> None:
    """With raw message delivery, a queue receives the exact text of SES, including the newline at its end."""
    topic, url = create_topic_with_queue(raw=True)
    create_destination({"SnsDestination": {"TopicArn": topic}})
    send()

    assert read_bodies(url) == list_texts(mocked)
    # Only events end with a newline, not SES's confirmation. Spec: event_destinations.md §2.
    assert [text[-1] for text in list_texts(mocked)] == [".", "\n", "\n"]


def test_a_queue_behind_a_topic_receives_notifications_of_an_identity(mocked: SesMock) -> None:
    """A queue that subscribes to an identity's topic receives notifications, without any configuration set."""
    topic, url = create_topic_with_queue(raw=True)
    client("ses").set_identity_notification_topic(
        Identity="example.com", NotificationType="Bounce", SnsTopic=topic
    )
    client("ses").send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": [BOUNCING]},
        Message={"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}},
    )
    received = [json.loads(body)["notificationType"] for body in read_bodies(url)]

    assert received == ["AmazonSnsSubscriptionSucceeded", "Bounce"]


def test_a_deleted_topic_loses_events(mocked: SesMock) -> None:
    """If a topic was deleted, a send still succeeds, but its events are lost."""
    topic, url = create_topic_with_queue()
    create_destination({"SnsDestination": {"TopicArn": topic}})
    client("sns").delete_topic(TopicArn=topic)
    send()

    assert len(mocked.outbox) == 1
    assert len(read_bodies(url)) == 1


def test_a_deleted_topic_of_an_identity_is_removed(mocked: SesMock) -> None:
    """If an identity's topic was deleted, SES removes it, and mails bounces to the sender again."""
    topic, url = create_topic_with_queue(raw=True)
    ses = client("ses")
    for kind in ("Bounce", "Complaint"):
        ses.set_identity_notification_topic(Identity="example.com", NotificationType=kind, SnsTopic=topic)
    ses.set_identity_feedback_forwarding_enabled(Identity="example.com", ForwardingEnabled=False)
    client("sns").delete_topic(TopicArn=topic)
    client("sesv2").create_configuration_set(ConfigurationSetName="news")
    send(BOUNCING)
    settings = ses.get_identity_notification_attributes(Identities=["example.com"])["NotificationAttributes"]

    assert len(read_bodies(url)) == 2  # the confirmations
    assert settings["example.com"].get("BounceTopic") is None
    assert settings["example.com"]["ForwardingEnabled"]
    assert len(mocked.notices) == 1


def test_the_topic_must_exist(mocked: SesMock) -> None:
    """An event destination with a topic that does not exist in moto is refused."""
    sesv2 = client("sesv2")
    with pytest.raises(sesv2.exceptions.BadRequestException, match=r"SNS topic <arn.*> not found"):
        create_destination({"SnsDestination": {"TopicArn": f"arn:aws:sns:{REGION}:{ACCOUNT}:missing"}})


def test_a_bucket_behind_a_stream_receives_events(mocked: SesMock) -> None:
    """A bucket that a Firehose stream writes to receives one record for each event."""
    s3 = client("s3")
    s3.create_bucket(Bucket="mail-events")
    stream = client("firehose").create_delivery_stream(
        DeliveryStreamName="events",
        ExtendedS3DestinationConfiguration={"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::mail-events"},
    )["DeliveryStreamARN"]
    create_destination({"KinesisFirehoseDestination": {"IamRoleArn": ROLE, "DeliveryStreamArn": stream}})
    send()
    stored = [
        s3.get_object(Bucket="mail-events", Key=each["Key"])["Body"].read().decode()
        for each in s3.list_objects_v2(Bucket="mail-events")["Contents"]
    ]

    assert sorted(stored) == sorted(list_texts(mocked))
    assert sorted(list_types(stored)) == ["Delivery", "Send"]


def test_a_queue_behind_a_rule_receives_events(mocked: SesMock) -> None:
    """A queue that is the target of an EventBridge rule receives the events that match the rule."""
    url, arn = create_queue()
    events = client("events")
    pattern = {"source": ["aws.ses"], "detail-type": ["Email Delivered"]}
    events.put_rule(Name="deliveries", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="deliveries", Targets=[{"Id": "1", "Arn": arn}])
    create_destination(
        {"EventBridgeDestination": {"EventBusArn": f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/default"}}
    )
    message_id = send()
    [received] = [json.loads(body) for body in read_bodies(url)]
    envelope = mocked.publications[-1].envelope

    assert received["detail"] == json.loads(list_texts(mocked)[-1])
    assert received["detail"]["mail"]["messageId"] == message_id
    assert received["resources"] == [f"arn:aws:ses:{REGION}:{ACCOUNT}:configuration-set/news"]
    assert {**received, "id": envelope["id"], "account": ACCOUNT} == envelope


def test_cloudwatch_counts_events(mocked: SesMock) -> None:
    """CloudWatch's metrics count the events, with the dimensions of the event destination."""
    dimension = {
        "DimensionName": "campaign",
        "DimensionValueSource": "MESSAGE_TAG",
        "DefaultDimensionValue": "none",
    }
    create_destination({"CloudWatchDestination": {"DimensionConfigurations": [dimension]}})
    send()
    send(BOUNCING)
    now = mocked.clock.now()
    sums = {}
    for metric in ("Send", "Delivery", "Bounce"):
        [point] = client("cloudwatch").get_metric_statistics(
            Namespace="AWS/SES",
            MetricName=metric,
            Dimensions=[{"Name": "campaign", "Value": "spring"}],
            StartTime=now - timedelta(hours=1),
            EndTime=now + timedelta(hours=1),
            Period=7200,
            Statistics=["Sum"],
        )["Datapoints"]
        sums[metric] = point["Sum"]

    assert sums == {"Send": 2, "Delivery": 1, "Bounce": 1}


def test_events_for_a_pinpoint_project_are_only_recorded(mocked: SesMock) -> None:
    """Events for a Pinpoint project are recorded but not sent, since no API accepts them."""
    create_destination(
        {"PinpointDestination": {"ApplicationArn": f"arn:aws:mobiletargeting:{REGION}:{ACCOUNT}:apps/1"}}
    )
    send()

    assert list_types(list_texts(mocked)) == ["Send", "Delivery"]
    assert [publication.error for publication in mocked.publications] == [None, None]


def test_the_events_of_an_account_reach_its_own_topics(mocked: SesMock) -> None:
    """The events of sends with a role's credentials reach topics in the account of the role."""
    role = client("sts").assume_role(RoleArn="arn:aws:iam::210987654321:role/mailer", RoleSessionName="test")[
        "Credentials"
    ]
    credentials = {
        "aws_access_key_id": role["AccessKeyId"],
        "aws_secret_access_key": role["SecretAccessKey"],
        "aws_session_token": role["SessionToken"],
    }
    topic, url = create_topic_with_queue(raw=True, **credentials)
    create_destination({"SnsDestination": {"TopicArn": topic}}, **credentials)
    send(**credentials)

    assert topic == f"arn:aws:sns:{REGION}:210987654321:events"
    assert list_types(read_bodies(url, **credentials)[1:]) == ["Send", "Delivery"]
