"""What happens to a message is recorded in the order in which it happens."""

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


def happened(message: SentMessage) -> list[tuple[str, tuple[str, ...]]]:
    """Return the types and recipients of what happened to a message."""
    return [(event.type.value, event.recipients) for event in message.events]


def test_a_message_is_sent_and_delivered(mocked: SesMock) -> None:
    """One event each, whatever the number of recipients."""
    message = send_message("ses", "a@example.net", "b@example.net")

    both = ("a@example.net", "b@example.net")
    assert happened(message) == [("Send", both), ("Delivery", both)]


def test_a_message_that_waits_was_sent(mocked: SesMock) -> None:
    """Nothing follows until the test says so."""
    mocked.outcomes["example.net"] = "waiting"

    assert happened(send_message("ses", "a@example.net")) == [("Send", ("a@example.net",))]


def test_recipients_that_fare_alike_share_an_event(mocked: SesMock) -> None:
    """Deliveries come first, then bounces and complaints."""
    mocked.outcomes["c@example.net"] = "complained"
    mocked.outcomes["b@example.net"] = "bounced"
    complaint, bounce = "complaint@simulator.amazonses.com", "bounce@simulator.amazonses.com"

    message = send_message("ses", "c@example.net", "b@example.net", "a@example.net", complaint, bounce)

    assert happened(message) == [
        ("Send", message.recipients),
        ("Delivery", ("c@example.net", "a@example.net", complaint)),
        ("Bounce", ("b@example.net", bounce)),
        ("Complaint", ("c@example.net",)),
        ("Complaint", (complaint,)),
    ]


def test_a_virus_is_rejected(mocked: SesMock) -> None:
    """The message is accepted, and goes nowhere."""
    message = send_message("ses", "a@example.net", text="EICAR-STANDARD-ANTIVIRUS-TEST-FILE")

    assert happened(message) == [("Send", ("a@example.net",)), ("Reject", ("a@example.net",))]
    assert message.events[1].document["reject"] == {"reason": "Bad content"}


@pytest.mark.parametrize(("reason", "happening"), [("BOUNCE", "Bounce"), ("COMPLAINT", "Complaint")])
def test_a_suppressed_recipient_tells_why_it_is_listed(mocked: SesMock, reason: Any, happening: str) -> None:
    """What happens follows the reason at the time of the send."""
    sesv2 = boto3.client("sesv2")
    sesv2.put_suppressed_destination(EmailAddress="a@example.net", Reason=reason)

    message = send_message("ses", "Ada <a@example.net>")
    sesv2.delete_suppressed_destination(EmailAddress="a@example.net")

    assert happened(message)[1:] == [(happening, ("Ada <a@example.net>",))]
    assert message.outcomes == {"Ada <a@example.net>": "suppressed"}


def test_predicates_are_asked_before_what_follows_is_recorded(mocked: SesMock) -> None:
    """A predicate sees the message sent; what it decides follows."""
    seen: list[int] = []

    def bounces(recipient: Address) -> bool:
        seen.append(len(mocked.outbox[-1].events))
        return recipient.name == "Ada"

    mocked.outcomes[bounces] = "bounced"
    message = send_message("ses", "Ada <a@example.net>", "b@example.net")

    assert seen == [1, 1]
    assert happened(message)[1:] == [("Delivery", ("b@example.net",)), ("Bounce", ("Ada <a@example.net>",))]


def test_a_predicate_that_raises_does_not_keep_a_message(mocked: SesMock) -> None:
    """The error reaches the caller, the message goes its way."""

    def fails(recipient: Address) -> bool:
        raise LookupError(recipient)

    mocked.outcomes[fails] = "bounced"
    with pytest.raises(LookupError):
        send_message("ses", "a@example.net")

    assert happened(mocked.outbox[0])[1:] == [("Delivery", ("a@example.net",))]


def test_events_are_a_live_view(mocked: SesMock) -> None:
    """A view that a test holds shows what is recorded later, and cannot be changed."""
    message = send_message("ses", "a@example.net")
    view = message.events
    message.add(Event(EventType.REJECT, message, 0.0, message.recipients))

    assert [event.type for event in view] == ["Send", "Delivery", "Reject"]
    assert (len(view), view[0:1], repr(view[0])) == (3, [view[0]], "<Event Send of 'Hello' to a@example.net>")
    assert not hasattr(view, "append")
    assert repr(view).startswith("[<Event Send of")


def test_an_event_knows_its_message_and_time(mocked: SesMock) -> None:
    """The account is the message's own, the time has whole milliseconds."""
    message = send_message("ses", *[f"{number}@example.net" for number in range(5)])
    event = message.events[0]

    assert (event.message, message.account) == (message, mocked.account)
    assert event.timestamp == message.sent_at
    assert repr(event).endswith("to 0@example.net, 1@example.net, 2@example.net and 2 more>")


def test_a_feedback_id_stays_the_same(mocked: SesMock) -> None:
    """It is made when it is first looked at."""
    event = send_message("ses", "bounce@simulator.amazonses.com").events[1]

    assert event.json == event.json
    assert event.document["bounce"]["feedbackId"] == event.feedback_id  # type: ignore[index]
    assert message_times(event) == {event.feedback_id[:16]}


def message_times(event: Event) -> set[str]:
    """Return the region and time that are written in the ids of an event."""
    return {event.message.message_id[:16], event.feedback_id[:16]}


def test_outcomes_are_decided_when_the_event_is_there(mocked: SesMock) -> None:
    """The outcome of each recipient goes with what happened to it."""
    assert send_message("ses", "ooto@simulator.amazonses.com").outcomes == {
        "ooto@simulator.amazonses.com": Outcome.DELIVERED
    }
