"""Publications: which destinations receive an event, and in which form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sesmock.domain import assembly
from sesmock.domain.configuration_sets import event_publishing
from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
from sesmock.domain.configuration_sets.event_destinations import EventDestination
from sesmock.domain.configuration_sets.targets import (
    CloudWatchTarget,
    Dimension,
    EventBridgeTarget,
    FirehoseTarget,
    PinpointTarget,
    SnsTarget,
)
from sesmock.domain.events import publications
from sesmock.domain.events.event_types import EventType
from sesmock.domain.events.publications import Publication
from sesmock.domain.options import Options
from tests.backends.aws_services import Topics

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.configuration_sets.targets import Target

TOPIC = "arn:aws:sns:us-east-1:123456789012:events"
MAIL = {
    "tags": {"ses:operation": ["SendEmail"], "campaign": ["spring", "sale"], "empty": [""]},
    "headers": [{"name": "X-Priority", "value": "1"}, {"name": "x-priority", "value": "2"}],
}


class Message:
    """A message with only the attributes that publishing reads."""

    message_id = "0100-1"
    authorized_by = sender = return_path = None

    account: Account
    used_configuration_set: ConfigurationSet | None = None

    @property
    def configuration_set(self) -> str | None:
        """Return the name of the configuration set."""
        return self.used_configuration_set and self.used_configuration_set.name


class Event:
    """An event with a fixed document."""

    occurred_at = 1774491201.662

    def __init__(self, type_: EventType = EventType.BOUNCE, **body: Any) -> None:
        self.type = type_
        self.message: Any = Message()
        self.document = {"eventType": type_.value, "mail": MAIL, **body}
        self.json = json.dumps(self.document, separators=(",", ":"))
        self.has_consumer = False


@pytest.fixture
def account() -> Account:
    """Return an account with the configuration set ``news``."""
    account = assembly.build_world(Options()).account("123456789012", "us-east-1")
    account.configuration_sets["news"] = ConfigurationSet("news")
    return account


def add_destination(
    account: Account, name: str, target: Target, *types: EventType, enabled: bool = True
) -> None:
    """Add an event destination to the set ``news``."""
    destinations = account.configuration_sets["news"].event_destinations
    destinations[name] = EventDestination(name, target, frozenset(types or EventType), enabled=enabled)


def publish(account: Account, event: Any, configuration_set: str | None = "news") -> None:
    """Publish an event of a message that an account sent with a configuration set."""
    event.message.account = account
    event.message.used_configuration_set = account.configuration_sets.get(configuration_set or "")
    event_publishing.publish(event)


def metric_target(source: Any, name: str) -> CloudWatchTarget:
    """Return a CloudWatch target with one dimension."""
    return CloudWatchTarget((Dimension(name, source, "none"),))


def test_an_event_goes_to_each_enabled_destination_of_its_type(account: Account) -> None:
    """Disabled destinations and those for other event types receive nothing."""
    add_destination(account, "b", SnsTarget(TOPIC))
    add_destination(account, "a", FirehoseTarget("stream", "role"), EventType.BOUNCE)
    add_destination(account, "off", SnsTarget(TOPIC), enabled=False)
    add_destination(account, "other", SnsTarget(TOPIC), EventType.RENDERING_FAILURE)
    event = Event()
    publish(account, event)

    assert [
        (each.kind, each.target, each.type, each.purpose, each.message_id, each.subject)
        for each in account.world.publications
    ] == [
        ("sns", TOPIC, "Bounce", "event", "0100-1", "Amazon SES Email Event Notification"),
        ("firehose", "stream", "Bounce", "event", "0100-1", None),
    ]
    assert all(each.message is event.message for each in account.world.publications)


def test_without_a_set_nothing_is_published(account: Account) -> None:
    """Mail without a configuration set has no event destinations."""
    add_destination(account, "all", SnsTarget(TOPIC))
    publish(account, Event(), None)

    assert account.world.publications == []


@pytest.mark.parametrize(
    # Spec: event_destinations.md §2, §3.
    ("target", "end"),
    [
        (SnsTarget(TOPIC), "\n"),
        (FirehoseTarget("stream", "role"), "\n"),
        (EventBridgeTarget("bus"), ""),
        (PinpointTarget("project"), ""),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_each_service_receives_the_document(account: Account, target: Target, end: str) -> None:
    """Each service receives the event as JSON, and for SNS and Firehose, SES adds a newline."""
    add_destination(account, "all", target)
    event = Event()
    publish(account, event)

    assert [each.payload for each in account.world.publications] == [event.json + end]


def test_cloudwatch_receives_a_datum(account: Account) -> None:
    """CloudWatch receives a metric that is named after the event type, and has the value 1 and the event's time."""
    add_destination(account, "all", metric_target("messageTag", "ses:operation"))
    publish(account, Event(EventType.RENDERING_FAILURE))
    [published] = account.world.publications

    assert published.target == "AWS/SES"
    assert json.loads(published.payload) == {
        "Namespace": "AWS/SES",
        "MetricData": [
            {
                "MetricName": "RenderingFailure",
                "Dimensions": [{"Name": "ses:operation", "Value": "SendEmail"}],
                "Timestamp": "2026-03-26T02:13:21.662Z",
                "Value": 1,
            }
        ],
    }


@pytest.mark.parametrize(
    ("source", "name", "body", "value"),
    [
        ("messageTag", "campaign", {}, "spring"),
        ("messageTag", "empty", {}, "none"),
        ("messageTag", "Campaign", {}, "none"),
        ("emailHeader", "X-PRIORITY", {}, "1"),
        ("emailHeader", "X-Mailer", {}, "none"),
        ("linkTag", "product", {"click": {"linkTags": {"product": ["book"]}}}, "book"),
        ("linkTag", "product", {"click": {"linkTags": None}}, "none"),
        ("linkTag", "product", {}, "none"),
    ],
)
def test_dimensions_have_the_values_of_the_event(
    account: Account, source: str, name: str, body: dict[str, Any], value: str
) -> None:
    """A dimension has the value from the message or link, or the default if there is none."""
    add_destination(account, "all", metric_target(source, name))
    publish(account, Event(**body))
    [published] = account.world.publications

    assert json.loads(published.payload)["MetricData"][0]["Dimensions"] == [{"Name": name, "Value": value}]


def test_aws_services_receive_publications(account: Account) -> None:
    """A mock of an AWS service receives a publication after the world's lock is released, and adds an envelope."""
    account.world.aws_services = sns = Topics(TOPIC)
    add_destination(account, "all", SnsTarget(TOPIC))
    with account.world.change():
        publish(account, Event())
        before = list(sns.published)
    [published] = sns.published

    assert before == []
    assert published.envelope == {"Message": published.payload}
    assert published.headers == {"x-amz-sns-topic-arn": TOPIC}


def test_a_deleted_topic_receives_nothing(account: Account) -> None:
    """An event for a deleted topic is lost, but other event destinations still receive it."""
    account.world.aws_services = Topics()
    add_destination(account, "topic", SnsTarget(TOPIC))
    add_destination(account, "stream", FirehoseTarget("stream", "role"))
    publish(account, Event())

    assert [each.kind for each in account.world.publications] == ["firehose"]


def test_a_confirmation_belongs_to_no_message(account: Account) -> None:
    """A confirmation is plain text without a message, and its envelope needs a mock of the AWS service."""
    publications.record(account, Publication(account, "sns", TOPIC, "Hello", purpose="confirmation"))
    [published] = account.world.publications

    assert (published.payload, published.type, published.message, published.message_id) == (
        "Hello",
        *[None] * 3,
    )
    assert (published.account_id, published.region) == ("123456789012", "us-east-1")
    assert published.published_at <= account.world.clock.now()
    assert repr(published) == f"<Publication confirmation to {TOPIC}>"
    for attribute in ("envelope", "headers"):
        with pytest.raises(LookupError, match="no mock of sns is active"):
            getattr(published, attribute)


def test_nothing_is_published_before_it_happened(account: Account) -> None:
    """A publication is never dated before its event."""
    event = Event()
    event.occurred_at = 9_999_999_999.0
    add_destination(account, "all", SnsTarget(TOPIC))
    publish(account, event)

    assert account.world.publications[0].published_at.timestamp() == 9_999_999_999.0
