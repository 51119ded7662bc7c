"""Filters and assertions on events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from inline_snapshot import snapshot

from sesmock import Mail, SesMock, mock_ses
from sesmock.domain.events.event_types import EventType
from tests.inspector.sending import failure, send_rich
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Yield a mock in which one message was delivered and another one bounced."""
    with mock_ses(identities=["example.com"]) as active:
        send_rich()
        send("ses", "bounce@simulator.amazonses.com", subject="Hello")
        yield active


def test_events_are_a_sequence_in_order(mocked: SesMock) -> None:
    """``events`` has the events of all messages, in the order in which they happened."""
    events = mocked.events

    assert [event.type for event in events] == ["Send", "Delivery", "Send", "Bounce"]
    assert (len(events), events[0], list(events[2:])) == (
        4,
        mocked.outbox[0].events[0],
        list(mocked.outbox[1].events),
    )


def test_events_have_a_readable_repr(mocked: SesMock) -> None:
    """The representation of ``events`` shows the first five events in one line."""
    # "pytest --inline-snapshot=fix" rewrites the texts in this file after a change.
    send("ses", "ada@example.net", subject="Third")

    assert repr(mocked.events) == snapshot(
        "<6 events: Send  to ada@example.net, bob@example.net, archive@example.com  'Invoice'; "
        "Delivery  to ada@example.net, bob@example.net, archive@example.com  'Invoice'; "
        "Send  to bounce@simulator.amazonses.com  'Hello'; Bounce  to bounce@simulator.amazonses.com  'Hello'; "
        "Send  to ada@example.net  'Third'; …>"
    )


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        ({}, 4),
        ({"type": "Bounce"}, 1),
        ({"type": EventType.SEND}, 2),
        ({"type": ["Send", "Delivery"]}, 3),
        ({"type": re.compile("Del|Bou")}, 2),
        ({"recipient": "bob@example.net"}, 2),
        ({"region": "us-east-1", "account_id": "123456789012"}, 4),
        ({"region": "eu-west-1"}, 0),
        ({"api": "sesv2", "operation": "SendEmail"}, 2),
        ({"configuration_set": None, "sender": "shop@example.com"}, 2),
        ({"tag": {"campaign": "spring"}}, 2),
        ({"subject": "Hello", "where": lambda event: event.document["eventType"] == "Send"}, 1),
        ({"message": Mail(subject="Invoice")}, 2),
        ({"message": lambda message: message.api == "ses"}, 2),
    ],
)
def test_all_filters_must_match(mocked: SesMock, conditions: Any, count: int) -> None:
    """An event matches if all filters match it or its message."""
    assert mocked.events.count(**conditions) == len(mocked.events.filter(**conditions)) == count


def test_the_events_of_a_message_are_found_by_it_or_its_id(mocked: SesMock) -> None:
    """Events can be filtered by their message, or by the id that SES returned for it."""
    message = mocked.outbox[1]

    assert mocked.events.filter(message=message) == tuple(message.events)
    assert mocked.events.one(message_id=message.message_id, type="Bounce") is message.events[1]


def test_methods_return_events(mocked: SesMock) -> None:
    """`first` and `last` return the first and the last match, and `count` their number."""
    assert mocked.events.first(type="Send").message is mocked.outbox[0]
    assert mocked.events.last(type="Send").message is mocked.outbox[1]
    assert mocked.events.count(mocked.events[0]) == 1
    mocked.events.none(type="Complaint")


@pytest.mark.parametrize("verb", ["one", "none", "first", "last", "count", "filter"])
def test_an_unknown_filter_is_an_error(mocked: SesMock, verb: str) -> None:
    """An unknown filter raises an error that suggests the closest one and lists all of them."""
    with pytest.raises(
        TypeError, match=r"unknown filter 'recipiant'; did you mean 'recipient'.* Valid filters: type, "
    ):
        getattr(mocked.events, verb)(recipiant="a@example.net")


def test_an_unknown_type_is_an_error(mocked: SesMock) -> None:
    """An unknown type raises an error, since otherwise `none` would always pass."""
    with pytest.raises(ValueError, match=r"type must be one of 'Send', 'Reject', 'Bounce'.*, got 'Bounced'"):
        mocked.events.none(type="Bounced")


def test_a_failure_shows_the_closest_event(mocked: SesMock) -> None:
    """A failure compares the closest event with each filter, and lists the other events."""
    assert failure(mocked.events.one, type="Delivery", subject="Hello") == snapshot("""\
expected exactly 1 event with type='Delivery', subject='Hello'; 0 of 4 match
  closest  [1] Delivery  to ada@example.net, bob@example.net, archive@example.com  'Invoice'
           type     ok
           subject  differs
             - 'Hello'
             + 'Invoice'
  others   [0] Send  to ada@example.net, bob@example.net, archive@example.com  'Invoice'
  others   [2] Send  to bounce@simulator.amazonses.com  'Hello'
  others   [3] Bounce  to bounce@simulator.amazonses.com  'Hello'\
""")


def test_a_failure_lists_matching_events(mocked: SesMock) -> None:
    """A failure of `none` lists the matching events first, and then the others."""
    assert failure(mocked.events.none, type="Bounce") == snapshot("""\
expected no event with type='Bounce'; 1 of 4 match
  matches  [3] Bounce  to bounce@simulator.amazonses.com  'Hello'
  others   [0] Send  to ada@example.net, bob@example.net, archive@example.com  'Invoice'
  others   [1] Delivery  to ada@example.net, bob@example.net, archive@example.com  'Invoice'
  others   [2] Send  to bounce@simulator.amazonses.com  'Hello'\
""")


def test_a_failure_without_filters_lists_ten_events(mocked: SesMock) -> None:
    """A failure without filters lists the first ten events and counts the rest."""
    for _ in range(4):
        send("ses", "ada@example.net", subject="More")

    assert failure(mocked.events.one) == snapshot("""\
expected exactly 1 event; 12 of 12 match
  events   [0] Send  to ada@example.net, bob@example.net, archive@example.com  'Invoice'
  events   [1] Delivery  to ada@example.net, bob@example.net, archive@example.com  'Invoice'
  events   [2] Send  to bounce@simulator.amazonses.com  'Hello'
  events   [3] Bounce  to bounce@simulator.amazonses.com  'Hello'
  events   [4] Send  to ada@example.net  'More'
  events   [5] Delivery  to ada@example.net  'More'
  events   [6] Send  to ada@example.net  'More'
  events   [7] Delivery  to ada@example.net  'More'
  events   [8] Send  to ada@example.net  'More'
  events   [9] Delivery  to ada@example.net  'More'
  events   and 2 more\
""")


def test_at_least_one_must_match(mocked: SesMock) -> None:
    """`first` and `last` fail if no event matches."""
    for verb in (mocked.events.first, mocked.events.last):
        assert failure(verb, type="Open").startswith(
            "expected at least 1 event with type='Open'; 0 of 4 match"
        )


def test_events_stay_readable_after_the_end() -> None:
    """Events keep all their data after the mock ends."""
    with mock_ses(identities=["example.com"]) as mock:
        send("ses", "ada@example.net", subject="Hello")

    assert mock.events.last().document["eventType"] == "Delivery"


def test_events_include_all_accounts_and_regions() -> None:
    """``events`` includes all accounts and regions, and can be filtered by them."""
    with mock_ses(identities=["example.com"]) as mock:
        send("ses", "ada@example.net", subject="Here")
        boto3.client("ses", region_name="eu-west-1").send_email(
            Source="shop@example.com",
            Destination={"ToAddresses": ["ada@example.net"]},
            Message={"Subject": {"Data": "There"}, "Body": {"Text": {"Data": "Hi"}}},
        )

    assert [event.message.subject for event in mock.events] == ["Here", "Here", "There", "There"]
    assert mock.events.first(region="eu-west-1").message.subject == "There"
