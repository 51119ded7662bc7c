"""The events of a message, in the order in which they happen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from sesmock.domain.events.event_types import EventType
from sesmock.domain.events.events import Event
from sesmock.domain.mail.outcomes import Outcome
from tests.sending import send_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import Address, SentMessage


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"]) as active:
        yield active


def list_events(message: SentMessage) -> list[tuple[str, tuple[str, ...]]]:
    """Return the types and recipients of a message's events."""
    return [(event.type.value, event.recipients) for event in message.events]


def test_a_message_has_one_send_and_one_delivery_event(mocked: SesMock) -> None:
    """A message has one Send and one Delivery event, however many recipients it has."""
    message = send_message("ses", "a@example.net", "b@example.net")

    both = ("a@example.net", "b@example.net")
    assert list_events(message) == [("Send", both), ("Delivery", both)]


def test_a_waiting_message_has_only_a_send_event(mocked: SesMock) -> None:
    """A waiting message has only a Send event."""
    mocked.outcomes["example.net"] = "waiting"

    assert list_events(send_message("ses", "a@example.net")) == [("Send", ("a@example.net",))]


def test_recipients_with_the_same_outcome_share_an_event(mocked: SesMock) -> None:
    """Recipients with the same outcome share an event: deliveries first, then bounces and complaints."""
    mocked.outcomes["c@example.net"] = "complained"
    mocked.outcomes["b@example.net"] = "bounced"
    complaint, bounce = "complaint@simulator.amazonses.com", "bounce@simulator.amazonses.com"

    message = send_message("ses", "c@example.net", "b@example.net", "a@example.net", complaint, bounce)

    assert list_events(message) == [
        ("Send", message.recipients),
        ("Delivery", ("c@example.net", "a@example.net", complaint)),
        ("Bounce", ("b@example.net", bounce)),
        ("Complaint", ("c@example.net",)),
        ("Complaint", (complaint,)),
    ]


def test_a_message_with_a_virus_is_rejected(mocked: SesMock) -> None:
    """A message with a virus is accepted and then rejected."""
    # EICAR's harmless test file, which virus scanners report as a virus. Spec: simulator.md §1.
    message = send_message("ses", "a@example.net", text="EICAR-STANDARD-ANTIVIRUS-TEST-FILE")

    assert list_events(message) == [("Send", ("a@example.net",)), ("Reject", ("a@example.net",))]
    assert message.events[1].document["reject"] == {"reason": "Bad content"}


@pytest.mark.parametrize(("reason", "event_type"), [("BOUNCE", "Bounce"), ("COMPLAINT", "Complaint")])
def test_the_event_of_a_suppressed_recipient_follows_its_reason(
    mocked: SesMock, reason: Any, event_type: str
) -> None:
    """The event of a suppressed recipient depends on the reason that was listed at the time of the send."""
    sesv2 = boto3.client("sesv2")
    sesv2.put_suppressed_destination(EmailAddress="a@example.net", Reason=reason)

    message = send_message("ses", "Ada <a@example.net>")
    sesv2.delete_suppressed_destination(EmailAddress="a@example.net")

    assert list_events(message)[1:] == [(event_type, ("Ada <a@example.net>",))]
    assert message.outcomes == {"Ada <a@example.net>": "suppressed"}


def test_predicates_run_after_the_send_event(mocked: SesMock) -> None:
    """A predicate runs after the Send event is recorded and before any other event."""
    event_counts: list[int] = []

    def bounces(recipient: Address) -> bool:
        event_counts.append(len(mocked.outbox[-1].events))
        return recipient.name == "Ada"

    mocked.outcomes[bounces] = "bounced"
    message = send_message("ses", "Ada <a@example.net>", "b@example.net")

    assert event_counts == [1, 1]
    assert list_events(message)[1:] == [
        ("Delivery", ("b@example.net",)),
        ("Bounce", ("Ada <a@example.net>",)),
    ]


def test_a_message_is_delivered_even_if_a_predicate_raises(mocked: SesMock) -> None:
    """The caller gets the error of a predicate, and the message is delivered anyway."""

    def fails(recipient: Address) -> bool:
        raise LookupError(recipient)

    mocked.outcomes[fails] = "bounced"
    with pytest.raises(LookupError):
        send_message("ses", "a@example.net")

    assert list_events(mocked.outbox[0])[1:] == [("Delivery", ("a@example.net",))]


def test_events_are_a_live_view(mocked: SesMock) -> None:
    """The events of a message include those recorded later, and cannot be changed by a test."""
    message = send_message("ses", "a@example.net")
    view = message.events
    message.add(Event(EventType.REJECT, message, 0.0, message.recipients))

    assert [event.type for event in view] == ["Send", "Delivery", "Reject"]
    assert (len(view), view[0:1], repr(view[0])) == (3, [view[0]], "<Event Send of 'Hello' to a@example.net>")
    assert not hasattr(view, "append")
    assert repr(view).startswith("[<Event Send of")


def test_an_event_has_the_account_of_its_message_and_a_time(mocked: SesMock) -> None:
    """An event has the account of its message, and a time in whole milliseconds."""
    message = send_message("ses", *[f"{number}@example.net" for number in range(5)])
    event = message.events[0]

    assert (event.message, message.account) == (message, mocked.account)
    assert event.timestamp == message.sent_at
    assert repr(event).endswith("to 0@example.net, 1@example.net, 2@example.net and 2 more>")


def test_a_feedback_id_stays_the_same(mocked: SesMock) -> None:
    """A feedback ID is created when it is first read, and stays the same."""
    event = send_message("ses", "bounce@simulator.amazonses.com").events[1]

    assert event.json == event.json
    assert event.document["bounce"]["feedbackId"] == event.feedback_id  # type: ignore[index]
    # Both ids begin with the region and the time.
    assert event.feedback_id[:16] == event.message.message_id[:16]


def test_outcomes_follow_the_events(mocked: SesMock) -> None:
    """The outcome of each recipient follows from its events."""
    assert send_message("ses", "ooto@simulator.amazonses.com").outcomes == {
        "ooto@simulator.amazonses.com": Outcome.DELIVERED
    }
