"""Filters and assertions on publications."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from inline_snapshot import snapshot

from sesmock import Mail, Publication, SesMock, mock_ses
from sesmock.domain.events.event_types import EventType
from tests.inspector.sending import failure
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator

TOPIC = "arn:aws:sns:us-east-1:123456789012:events"
OTHER_TOPIC = "arn:aws:sns:us-east-1:123456789012:bounces"
STREAM = "arn:aws:firehose:us-east-1:123456789012:deliverystream/events"
ROLE = "arn:aws:iam::123456789012:role/ses"


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Yield a mock with a topic and a stream for events, a topic for notifications, and two messages."""
    with mock_ses(identities=["example.com"]) as active:
        ses, sesv2 = boto3.client("ses"), boto3.client("sesv2")
        sesv2.create_configuration_set(ConfigurationSetName="news")
        for name, target in {
            "topic": {"SnsDestination": {"TopicArn": TOPIC}},
            "stream": {"KinesisFirehoseDestination": {"IamRoleArn": ROLE, "DeliveryStreamArn": STREAM}},
        }.items():
            sesv2.create_configuration_set_event_destination(
                ConfigurationSetName="news",
                EventDestinationName=name,
                EventDestination={"Enabled": True, "MatchingEventTypes": ["BOUNCE"], **target},  # type: ignore[typeddict-item]
            )
        sesv2.put_email_identity_configuration_set_attributes(
            EmailIdentity="example.com", ConfigurationSetName="news"
        )
        ses.set_identity_notification_topic(
            Identity="example.com", NotificationType="Bounce", SnsTopic=OTHER_TOPIC
        )
        send("ses", "ada@example.net", subject="Hello")
        send("ses", "bounce@simulator.amazonses.com", subject="Back")
        yield active


def test_publications_are_a_sequence_in_order(mocked: SesMock) -> None:
    """``publications`` has the confirmations first, and then the publications of each event in order."""
    published = mocked.publications

    assert [each.purpose for each in published] == [
        "confirmation",
        "confirmation",
        "event",
        "event",
        "notification",
    ]
    assert (len(published), published[4].identity, [each.kind for each in published[2:]]) == (
        5,
        "example.com",
        ["sns", "firehose", "sns"],
    )
    assert isinstance(published[0], Publication)


def test_publications_have_a_readable_repr(mocked: SesMock) -> None:
    """The representation of ``publications`` describes each publication in one line."""
    # "pytest --inline-snapshot=fix" rewrites the texts in this file after a change.
    assert repr(mocked.publications) == snapshot(
        "<5 published: sns confirmation  to arn:aws:sns:us-east-1:123456789012:events; "
        "sns confirmation  to arn:aws:sns:us-east-1:123456789012:bounces; "
        "sns Bounce event  to arn:aws:sns:us-east-1:123456789012:events  of bounce@simulator.amazonses.com; "
        "firehose Bounce event  to arn:aws:firehose:us-east-1:123456789012:deliverystream/events  "
        "of bounce@simulator.amazonses.com; "
        "sns Bounce notification  to arn:aws:sns:us-east-1:123456789012:bounces  of bounce@simulator.amazonses.com>"
    )


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        ({}, 5),
        ({"kind": "sns"}, 4),
        ({"kind": ["firehose", "eventbridge"]}, 1),
        ({"purpose": "confirmation"}, 2),
        ({"purpose": "event", "type": "Bounce"}, 2),
        ({"type": EventType.BOUNCE}, 3),
        ({"type": None}, 2),
        ({"target": OTHER_TOPIC}, 2),
        ({"target": re.compile("deliverystream")}, 1),
        ({"configuration_set": "news"}, 3),
        ({"event_destination": "topic"}, 2),
        ({"identity": "example.com"}, 2),
        ({"message": Mail(subject="Back")}, 3),
        ({"message": Mail(subject="Hello")}, 0),
        ({"message": lambda message: message.subject == "Back"}, 3),
        ({"message": None}, 2),
        ({"recipient": "bounce@simulator.amazonses.com"}, 3),
        ({"recipient": "ada@example.net"}, 0),
        ({"region": "us-east-1", "account_id": "123456789012"}, 5),
        ({"region": "eu-west-1"}, 0),
        ({"payload": '"notificationType":"Bounce"'}, 1),
        ({"payload": re.compile("^Successfully")}, 1),
        ({"where": lambda each: each.subject == "Amazon SES Email Event Notification"}, 1),
    ],
)
def test_all_filters_must_match(mocked: SesMock, conditions: Any, count: int) -> None:
    """A publication matches if all filters match it, its event or its message."""
    assert mocked.publications.count(**conditions) == len(mocked.publications.filter(**conditions)) == count


def test_publications_are_found_by_message_or_id(mocked: SesMock) -> None:
    """Publications can be filtered by their message or its id, and have attributes for message and event."""
    message = mocked.outbox[1]
    publications = mocked.publications.filter(message=message)

    assert publications == mocked.publications.filter(message_id=message.message_id)
    assert {each.message for each in publications} == {message}
    assert {each.event for each in publications} == {message.events[1]}


def test_methods_return_publications(mocked: SesMock) -> None:
    """`first`, `last` and `one` return the first, the last and the only match, and `count` their number."""
    published = mocked.publications

    assert published.first(purpose="event").kind == "sns"
    assert published.last(kind="sns").purpose == "notification"
    assert published.one(kind="firehose").target == STREAM
    assert published.count(published[0]) == 1
    published.none(type="Complaint")


@pytest.mark.parametrize(
    ("conditions", "error", "message"),
    [
        (
            {"topic": TOPIC},
            TypeError,
            "unknown filter 'topic'; did you mean 'target'.*: kind, purpose, type, target",
        ),
        ({"kind": "SNS"}, ValueError, "kind must be one of 'sns', 'firehose', 'eventbridge'.*, got 'SNS'"),
        ({"purpose": "events"}, ValueError, "purpose must be one of 'event', 'notification'.*, got 'events'"),
        ({"type": "BOUNCE"}, ValueError, "type must be one of 'Send', 'Reject', 'Bounce'.*, got 'BOUNCE'"),
    ],
)
def test_unknown_values_are_errors(
    mocked: SesMock, conditions: Any, error: type[Exception], message: str
) -> None:
    """An unknown filter or value raises an error, since otherwise `none` would pass."""
    with pytest.raises(error, match=message):
        mocked.publications.none(**conditions)


def test_a_failure_lists_the_publications(mocked: SesMock) -> None:
    """A failure compares the closest publication with each filter, and lists the others."""
    assert failure(mocked.publications.one, target=TOPIC, type="Send") == snapshot("""\
expected exactly 1 publication with type='Send', target='arn:aws:sns:us-east-1:123456789012:events'; 0 of 5 match
  closest  [0] sns confirmation  to arn:aws:sns:us-east-1:123456789012:events
           type    differs
             - 'Send'
             + None
           target  ok
  others   [1] sns confirmation  to arn:aws:sns:us-east-1:123456789012:bounces
  others   [2] sns Bounce event  to arn:aws:sns:us-east-1:123456789012:events  of bounce@simulator.amazonses.com
  others   [3] firehose Bounce event  to arn:aws:firehose:us-east-1:123456789012:deliverystream/events  of bounce@simulator.amazonses.com
  others   [4] sns Bounce notification  to arn:aws:sns:us-east-1:123456789012:bounces  of bounce@simulator.amazonses.com\
""")  # noqa: E501


def test_at_least_one_must_match(mocked: SesMock) -> None:
    """`first` and `last` fail if no publication matches, and `none` fails if one does."""
    for verb in (mocked.publications.first, mocked.publications.last):
        assert failure(verb, kind="pinpoint").startswith(
            "expected at least 1 publication with kind='pinpoint'; 0 of 5 match"
        )
    assert failure(mocked.publications.none, kind="firehose").startswith(
        "expected no publication with kind='firehose'; 1 of 5 match"
    )


def test_publications_stay_readable_after_the_end(mocked: SesMock) -> None:
    """Publications can be read for the first time after the mock ends."""
    with mock_ses(identities=["example.org"], isolated=True) as other:
        ses = boto3.client("ses", region_name="eu-west-1")
        ses.set_identity_notification_topic(
            Identity="example.org", NotificationType="Delivery", SnsTopic=OTHER_TOPIC
        )
        ses.send_email(
            Source="a@example.org",
            Destination={"ToAddresses": ["ada@example.net"]},
            Message={"Subject": {"Data": "There"}, "Body": {"Text": {"Data": "Hi"}}},
        )
    publication = other.publications.one(region="eu-west-1", purpose="notification")

    assert publication.payload.startswith('{"notificationType":"Delivery","mail":{"timestamp":')


def test_a_failure_says_why_nothing_was_published() -> None:
    """If events have no destination, a failure says so; without events, it says that there were no calls."""
    with mock_ses(identities=["example.com"]) as active:
        before = failure(active.publications.one, type="Bounce")
        send("ses", "bounce@simulator.amazonses.com", subject="Back")
        text = failure(active.publications.one, type="Bounce")

    assert before == (
        "expected exactly 1 publication with type='Bounce'; 0 of 0 match\n  hint     no SES call reached the mock"
    )
    assert text == (
        "expected exactly 1 publication with type='Bounce'; 0 of 0 match\n"
        "  hint     nothing was published: no enabled event destination matches Send or Bounce, "
        "and no identity has a topic for it"
    )
