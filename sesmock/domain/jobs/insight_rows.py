"""Message insights as rows, one for each recipient of each message. Spec: jobs.md §1 [P]."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sesmock.domain.events import bounces, insights
from sesmock.domain.events.event_details import Bounce
from sesmock.domain.events.event_types import EventType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.domain.account import Account
    from sesmock.domain.events.events import Event
    from sesmock.domain.events.insights import RecipientInsights
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage

# The events that may count as the last one. Those later in this list outrank those before them, even if they
# occurred earlier.
# Spec: jobs.md §3.
_DELIVERY = (EventType.SEND, EventType.BOUNCE, EventType.DELIVERY, EventType.COMPLAINT)
_ENGAGEMENT = (EventType.OPEN, EventType.CLICK)


@dataclass(frozen=True, slots=True)
class InsightRow:
    """A message for one recipient, with its last events; ``engagement`` is None if the reader did nothing."""

    message: SentMessage
    recipient: Address
    provider: str
    delivery: Event
    engagement: Event | None

    @property
    def delivery_event(self) -> str:
        """The name of the last delivery event; a bounce includes its type, as in ``PERMANENT_BOUNCE``."""
        bounce = self.bounce
        return self.delivery.type.name if bounce is None else f"{bounce.type.name}_BOUNCE"

    @property
    def engagement_event(self) -> str | None:
        """The name of the reader's last action."""
        return None if self.engagement is None else self.engagement.type.name

    @property
    def bounce(self) -> Bounce | None:
        """The details of the bounce, if that is the last event."""
        details = self.delivery.details
        return details if isinstance(details, Bounce) else None

    @property
    def diagnosis(self) -> str | None:
        """The server's sentence about the bounce."""
        bounce = self.bounce
        return None if bounce is None else bounces.find_diagnosis(bounce, self.recipient).sentence


def list_rows(account: Account, start: float, end: float) -> Iterator[InsightRow]:
    """Yield the rows of mail sent between *start* and *end* (inclusive, seconds since 1970), oldest first.

    Bounces sent with SendBounce have no events, so they have no rows. Spec: choices.md §3.
    """
    world = account.world
    messages = sorted((*world.outbox, *world.rendering_failures), key=lambda message: message.accepted_at)
    for message in messages:
        if message.account is account and start <= message.accepted_at <= end and message.events:
            for insight in insights.group_by_recipient(message):
                yield _build(message, insight)


def _build(message: SentMessage, insight: RecipientInsights) -> InsightRow:
    return InsightRow(
        message,
        insight.recipient,
        insight.provider,
        _sort(insight, _DELIVERY)[-1],
        next(reversed(_sort(insight, _ENGAGEMENT)), None),
    )


def _sort(insight: RecipientInsights, types: tuple[EventType, ...]) -> list[Event]:
    """Return the events of some types, sorted by type and then by time."""
    events = [event for event in insight.events if event.type in types]
    return sorted(events, key=lambda event: (types.index(event.type), event.occurred_at))
