"""Events published to the destinations of a message's configuration set."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.aws_services import Topics
from tests.backends.events.feedback import BOUNCE, MASKS, mask_text, send, set_topic
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
# Members that SES has added since 2022. Spec: events.md §6.
NEW_SINCE_2022 = [(r'"ses:source-tls-version":\["TLSv1.3"\],', "")]


@pytest.fixture(autouse=True)
def my_config_set(ses: SESClient) -> None:
    """Create a configuration set."""
    ses.create_configuration_set(ConfigurationSet={"Name": "my-config-set"})


def add_destination(client: SESV2Client, name: str, target: Any, *types: str, enabled: bool = True) -> None:
    """Add an event destination to the set."""
    client.create_configuration_set_event_destination(
        ConfigurationSetName="my-config-set",
        EventDestinationName=name,
        EventDestination={"Enabled": enabled, "MatchingEventTypes": types or ALL, **target},
    )


def send_with_set(client: SESClient, to: str, **options: Any) -> None:
    """Send a message with the configuration set."""
    send(client, to, ConfigurationSetName="my-config-set", **options)


def list_publications(mocked: SesMock) -> list[Publication]:
    """Return the publications of events."""
    return list(mocked.publications.filter(purpose="event"))


def test_a_message_to_a_topic_matches_its_recording(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """A publication to SNS matches a recording from 2022, including its subject and final newline."""
    ses.verify_email_identity(EmailAddress="sender@example.com")
    add_destination(sesv2, "all", SNS, "COMPLAINT")
    ses.send_email(
        Source="sender@example.com",
        Destination={"ToAddresses": ["complaint@simulator.amazonses.com"]},
        Message={
            "Subject": {"Data": "Complaint Notification"},
            "Body": {"Text": {"Data": "text"}, "Html": {"Data": "<p>text</p>"}},
        },
        ConfigurationSetName="my-config-set",
    )
    [published] = list_publications(mocked)
    caller = [(r'(?<="ses:caller-identity":\[")[^"]+', "CALLER")]
    masks = MASKS + caller + NEW_SINCE_2022

    assert published.subject == "Amazon SES Email Event Notification"
    assert mask_text(published.payload, masks) == mask_text(
        read_sample("django_ses_2022_complaint")["Message"], masks
    )


def test_each_destination_receives_its_event_types(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """Each destination receives its event types, in the order of the events and then of the destinations."""
    add_destination(sesv2, "topic", SNS, "SEND", "BOUNCE")
    add_destination(sesv2, "stream", FIREHOSE, "SEND")
    add_destination(sesv2, "bus", EVENTBRIDGE, "BOUNCE")
    add_destination(sesv2, "off", SNS, enabled=False)
    send_with_set(ses, BOUNCE)

    assert [(each.type, each.event_destination, each.kind) for each in list_publications(mocked)] == [
        ("Send", "topic", "sns"),
        ("Send", "stream", "firehose"),
        ("Bounce", "topic", "sns"),
        ("Bounce", "bus", "eventbridge"),
    ]
    assert {each.configuration_set for each in list_publications(mocked)} == {"my-config-set"}


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
    """Every event is published, and the payload is the JSON of the event."""
    add_destination(sesv2, "all", FIREHOSE)
    send_with_set(ses, to)
    [message] = mocked.outbox

    assert [each.type for each in list_publications(mocked)] == types
    assert [each.event for each in list_publications(mocked)] == list(message.events)
    assert [each.payload for each in list_publications(mocked)] == [
        f"{event.json}\n" for event in message.events
    ]


def test_mail_without_the_set_is_not_published(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """Nothing is published for mail without a set, or with a set that has no destinations."""
    add_destination(sesv2, "all", SNS)
    ses.create_configuration_set(ConfigurationSet={"Name": "bare"})
    send(ses, BOUNCE)
    send(ses, BOUNCE, ConfigurationSetName="bare")

    assert list_publications(mocked) == []


def test_the_default_set_of_an_identity_publishes(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """Mail without a set uses the default set of its identity."""
    add_destination(sesv2, "all", SNS, "SEND")
    sesv2.put_email_identity_configuration_set_attributes(
        EmailIdentity="example.com", ConfigurationSetName="my-config-set"
    )
    send(ses, BOUNCE)

    assert [each.type for each in list_publications(mocked)] == ["Send"]


def test_a_late_event_goes_to_the_current_destinations(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """A late event goes to the destinations that exist when it happens, not to those at the time of the send."""
    add_destination(sesv2, "gone", SNS)
    send_with_set(ses, "ada@example.net")
    sesv2.delete_configuration_set_event_destination(
        ConfigurationSetName="my-config-set", EventDestinationName="gone"
    )
    add_destination(sesv2, "new", FIREHOSE)
    mocked.outbox[0].bounce()

    assert [(each.type, each.event_destination) for each in list_publications(mocked)] == [
        ("Send", "gone"),
        ("Delivery", "gone"),
        ("Bounce", "new"),
    ]


@pytest.mark.parametrize("is_created_again", [False, True])
def test_a_deleted_set_publishes_nothing(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client, *, is_created_again: bool
) -> None:
    """A message keeps the name of its deleted set, but a new set with that name publishes none of its events."""
    add_destination(sesv2, "all", SNS)
    send_with_set(ses, "ada@example.net")
    published = len(list_publications(mocked))
    sesv2.delete_configuration_set(ConfigurationSetName="my-config-set")
    if is_created_again:
        sesv2.create_configuration_set(ConfigurationSetName="my-config-set")
        add_destination(sesv2, "all", SNS)
    message = mocked.outbox[0]
    message.bounce()

    assert (message.configuration_set, len(list_publications(mocked)) - published) == ("my-config-set", 0)


def test_events_and_notifications_are_both_published(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """An event goes first to the destinations of the set and then, as a notification, to the identity's topic."""
    add_destination(sesv2, "all", SNS, "SEND", "BOUNCE")
    set_topic(ses, "example.com", "Bounce", TOPIC)
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
    """A rendering failure is published to the event destinations of its set."""
    add_destination(sesv2, "all", EVENTBRIDGE)
    ses.create_template(Template={"TemplateName": "t", "SubjectPart": "{{name}}", "TextPart": "text"})
    ses.send_templated_email(
        Source="sender@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Template="t",
        TemplateData="{}",
        ConfigurationSetName="my-config-set",
    )
    sent, failed = list_publications(mocked)

    assert (sent.type, failed.type) == ("Send", "Rendering Failure")
    assert json.loads(failed.payload)["failure"]["templateName"] == "t"


def test_metrics_have_the_dimensions_of_the_message(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client
) -> None:
    """Dimensions get their values from tags and headers, or the default if the message has no value."""
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
    add_destination(sesv2, "all", {"CloudWatchDestination": {"DimensionConfigurations": dimensions}}, "SEND")
    send_with_set(ses, BOUNCE, Tags=[{"Name": "campaign", "Value": "spring"}])
    [published] = list_publications(mocked)
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


def test_a_deleted_topic_receives_nothing(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """A send succeeds even if the topic has been deleted."""
    mocked._world.aws_services = topics = Topics(TOPIC)
    add_destination(sesv2, "all", SNS)
    topics.arns.clear()
    send_with_set(ses, BOUNCE)

    assert [each.purpose for each in topics.published] == ["confirmation"]
    assert len(mocked.outbox) == 1


def test_a_refused_send_publishes_nothing(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """A refused send publishes no events."""
    add_destination(sesv2, "all", SNS)
    with pytest.raises(ses.exceptions.MessageRejected):
        send_with_set(ses, BOUNCE, sender="a@example.org")

    assert list_publications(mocked) == []
