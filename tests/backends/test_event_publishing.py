"""What is published at the event destinations of a message's configuration set."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.aws_services import Topics
from tests.backends.test_notifications import BOUNCE, MASKS, masked, send, subscribe
from tests.recordings.samples import read_sample

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock
    from sesmock.domain.events.publications import Publication

TOPIC = "arn:aws:sns:us-east-1:123456789012:events"
STREAM = "arn:aws:firehose:us-east-1:123456789012:deliverystream/events"
ROLE = "arn:aws:iam::123456789012:role/ses"
BUS = "arn:aws:events:us-east-1:123456789012:event-bus/default"
SNS = {"SnsDestination": {"TopicArn": TOPIC}}
FIREHOSE = {"KinesisFirehoseDestination": {"IamRoleArn": ROLE, "DeliveryStreamArn": STREAM}}
EVENTBRIDGE = {"EventBridgeDestination": {"EventBusArn": BUS}}
ALL = ["SEND", "REJECT", "BOUNCE", "COMPLAINT", "DELIVERY", "RENDERING_FAILURE"]
# What SES has told since 2022. Spec: events.md §1.6.
NEW_SINCE_2022 = [(r'"ses:source-tls-version":\["TLSv1.3"\],', "")]


@pytest.fixture(autouse=True)
def my_config_set(ses: SESClient) -> None:
    """Have a configuration set."""
    ses.create_configuration_set(ConfigurationSet={"Name": "my-config-set"})


def add(client: SESV2Client, name: str, target: Any, *types: str, enabled: bool = True) -> None:
    """Add an event destination to the set."""
    client.create_configuration_set_event_destination(
        ConfigurationSetName="my-config-set",
        EventDestinationName=name,
        EventDestination={"Enabled": enabled, "MatchingEventTypes": types or ALL, **target},
    )


def send_with_set(client: SESClient, to: str, **options: Any) -> None:
    """Send a message with the configuration set."""
    send(client, to, ConfigurationSetName="my-config-set", **options)


def events(mocked: SesMock) -> list[Publication]:
    """Return the events that were published."""
    return list(mocked.publications.filter(purpose="event"))


def test_a_message_to_a_topic_is_as_recorded(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """The text of the recording of 2022, which ends in a newline, and its subject."""
    ses.verify_email_identity(EmailAddress="sender@example.com")
    add(sesv2, "all", SNS, "COMPLAINT")
    ses.send_email(
        Source="sender@example.com",
        Destination={"ToAddresses": ["complaint@simulator.amazonses.com"]},
        Message={
            "Subject": {"Data": "Complaint Notification"},
            "Body": {"Text": {"Data": "text"}, "Html": {"Data": "<p>text</p>"}},
        },
        ConfigurationSetName="my-config-set",
    )
    [published] = events(mocked)
    caller = [(r'(?<="ses:caller-identity":\[")[^"]+', "CALLER")]
    masks = MASKS + caller + NEW_SINCE_2022

    assert published.subject == "Amazon SES Email Event Notification"
    assert masked(published.payload, masks) == masked(
        read_sample("django_ses_2022_complaint")["Message"], masks
    )


def test_each_destination_gets_the_types_that_it_asks_for(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """In the order of the events, and of the destinations."""
    add(sesv2, "topic", SNS, "SEND", "BOUNCE")
    add(sesv2, "stream", FIREHOSE, "SEND")
    add(sesv2, "bus", EVENTBRIDGE, "BOUNCE")
    add(sesv2, "off", SNS, enabled=False)
    send_with_set(ses, BOUNCE)

    assert [(each.type, each.event_destination, each.kind) for each in events(mocked)] == [
        ("Send", "topic", "sns"),
        ("Send", "stream", "firehose"),
        ("Bounce", "topic", "sns"),
        ("Bounce", "bus", "eventbridge"),
    ]
    assert {each.configuration_set for each in events(mocked)} == {"my-config-set"}


@pytest.mark.parametrize(
    ("to", "types"),
    [
        ("success@simulator.amazonses.com", ["Send", "Delivery"]),
        ("ooto@simulator.amazonses.com", ["Send", "Delivery", "Bounce"]),
        ("complaint@simulator.amazonses.com", ["Send", "Delivery", "Complaint"]),
        ("ada@example.net", ["Send", "Delivery"]),
    ],
)
def test_every_event_is_published(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client, to: str, types: list[str]
) -> None:
    """Each publication has its event, and the event's document."""
    add(sesv2, "all", FIREHOSE)
    send_with_set(ses, to)
    [message] = mocked.outbox

    assert [each.type for each in events(mocked)] == types
    assert [each.event for each in events(mocked)] == list(message.events)
    assert [each.payload for each in events(mocked)] == [f"{event.json}\n" for event in message.events]


def test_mail_without_the_set_is_not_published(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """Nor is that of another set, which has no destinations."""
    add(sesv2, "all", SNS)
    ses.create_configuration_set(ConfigurationSet={"Name": "bare"})
    send(ses, BOUNCE)
    send(ses, BOUNCE, ConfigurationSetName="bare")

    assert events(mocked) == []


def test_the_default_set_of_an_identity_publishes(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """Mail that names no set has that of its identity."""
    add(sesv2, "all", SNS, "SEND")
    sesv2.put_email_identity_configuration_set_attributes(
        EmailIdentity="example.com", ConfigurationSetName="my-config-set"
    )
    send(ses, BOUNCE)

    assert [each.type for each in events(mocked)] == ["Send"]


def test_a_late_event_goes_to_the_destinations_of_its_time(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """Destinations that were added, changed or deleted since the send count."""
    add(sesv2, "gone", SNS)
    send_with_set(ses, "ada@example.net")
    sesv2.delete_configuration_set_event_destination(
        ConfigurationSetName="my-config-set", EventDestinationName="gone"
    )
    add(sesv2, "new", FIREHOSE)
    mocked.outbox[0].bounce()

    assert [(each.type, each.event_destination) for each in events(mocked)] == [
        ("Send", "gone"),
        ("Delivery", "gone"),
        ("Bounce", "new"),
    ]


@pytest.mark.parametrize("is_created_again", [False, True])
def test_a_deleted_set_publishes_nothing(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client, *, is_created_again: bool
) -> None:
    """A message keeps its set, and a new one of the same name gets no events of it."""
    add(sesv2, "all", SNS)
    send_with_set(ses, "ada@example.net")
    published = len(events(mocked))
    sesv2.delete_configuration_set(ConfigurationSetName="my-config-set")
    if is_created_again:
        sesv2.create_configuration_set(ConfigurationSetName="my-config-set")
        add(sesv2, "all", SNS)
    message = mocked.outbox[0]
    message.bounce()

    assert (message.configuration_set, len(events(mocked)) - published) == ("my-config-set", 0)


def test_both_streams_run_at_once(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """An event goes to its set's destinations first, then to its identity's topic; each in its own form."""
    add(sesv2, "all", SNS, "SEND", "BOUNCE")
    subscribe(ses, "example.com", "Bounce", TOPIC)
    send_with_set(ses, BOUNCE)
    sent, bounced, notified = [each for each in mocked.publications if each.purpose != "confirmation"]

    assert [json.loads(each.payload).get("eventType") for each in (sent, bounced, notified)] == [
        "Send",
        "Bounce",
        None,
    ]
    assert json.loads(notified.payload)["notificationType"] == "Bounce"
    assert [each.target for each in (sent, bounced, notified)] == [TOPIC] * 3
    assert len(mocked.notices) == 1


def test_a_rendering_failure_is_published(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """The message was accepted, and is known to nobody but its event destinations."""
    add(sesv2, "all", EVENTBRIDGE)
    ses.create_template(Template={"TemplateName": "t", "SubjectPart": "{{name}}", "TextPart": "text"})
    ses.send_templated_email(
        Source="sender@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Template="t",
        TemplateData="{}",
        ConfigurationSetName="my-config-set",
    )
    sent, failed = events(mocked)

    assert (sent.type, failed.type) == ("Send", "Rendering Failure")
    assert json.loads(failed.payload)["failure"]["templateName"] == "t"


def test_metrics_have_the_dimensions_of_the_message(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """Tags of the caller and of SES, and headers; the default where the message has none."""
    dimensions = [
        {"DimensionName": name, "DimensionValueSource": source, "DefaultDimensionValue": "none"}
        for name, source in [
            ("campaign", "MESSAGE_TAG"),
            ("ses:from-domain", "MESSAGE_TAG"),
            ("Subject", "EMAIL_HEADER"),
            ("X-Mailer", "EMAIL_HEADER"),
            ("product", "LINK_TAG"),
        ]
    ]
    add(sesv2, "all", {"CloudWatchDestination": {"DimensionConfigurations": dimensions}}, "SEND")
    send_with_set(ses, BOUNCE, Tags=[{"Name": "campaign", "Value": "spring"}])
    [published] = events(mocked)
    data = json.loads(published.payload)
    [datum] = data["MetricData"]

    assert (published.target, data["Namespace"]) == ("AWS/SES", "AWS/SES")
    assert (datum["MetricName"], datum["Value"]) == ("Send", 1)
    assert {each["Name"]: each["Value"] for each in datum["Dimensions"]} == {
        "campaign": "spring",
        "ses:from-domain": "example.com",
        "Subject": "Subject Test",
        "X-Mailer": "none",
        "product": "none",
    }


def test_a_topic_deleted_since_gets_nothing(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """The send succeeds; only the confirmation ever arrived."""
    mocked._world.aws_services = topics = Topics(TOPIC)
    add(sesv2, "all", SNS)
    topics.arns.clear()
    send_with_set(ses, BOUNCE)

    assert [each.purpose for each in topics.published] == ["confirmation"]
    assert len(mocked.outbox) == 1


def test_a_refused_send_publishes_nothing(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """Events are of accepted mail."""
    add(sesv2, "all", SNS)
    with pytest.raises(ses.exceptions.MessageRejected):
        send_with_set(ses, BOUNCE, sender="a@example.org")

    assert events(mocked) == []
