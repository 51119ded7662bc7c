"""Message insights as rows: what a job knows of each message at each recipient. Spec: nouns.md §5.2 [P]."""

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

# What counts as the last event, rising. Spec: v2.md §17 MessageInsightsFilters.
_DELIVERY = (EventType.SEND, EventType.BOUNCE, EventType.DELIVERY, EventType.COMPLAINT)
_ENGAGEMENT = (EventType.OPEN, EventType.CLICK)


@dataclass(frozen=True, slots=True)
class InsightRow:
    """A message at one recipient, with the events that count; None is what its reader has not done."""

    message: SentMessage
    recipient: Address
    provider: str
    delivery: Event
    engagement: Event | None

    @property
    def delivery_event(self) -> str:
        """The word for the last event of delivery; bounces are told by their type."""
        bounce = self.bounce
        return self.delivery.type.name if bounce is None else f"{bounce.type.name}_BOUNCE"

    @property
    def engagement_event(self) -> str | None:
        """The word for the last thing that the reader did."""
        return None if self.engagement is None else self.engagement.type.name

    @property
    def bounce(self) -> Bounce | None:
        """Why the mail came back, if that was the last event."""
        details = self.delivery.details
        return details if isinstance(details, Bounce) else None

    @property
    def diagnosis(self) -> str | None:
        """What the server said of the bounce; those of the simulator, which may say nothing, are not told."""
        bounce = self.bounce
        return None if bounce is None else bounces.diagnosis(bounce, self.recipient).sentence


def list_rows(account: Account, start: float, end: float) -> Iterator[InsightRow]:
    """Yield the rows of what was sent from *start* to *end*, both included (seconds since 1970), oldest first.

    Bounces that an owner sends have no events, and no rows.
    """
    world = account.world
    messages = sorted((*world.outbox, *world.rendering_failures), key=lambda message: message.accepted_at)
    for message in messages:
        if message.account is account and start <= message.accepted_at <= end and message.events:
            for insight in insights.by_recipient(message):
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
    """Return the events of some types: the highest last, and of several of one type the latest."""
    events = [event for event in insight.events if event.type in types]
    return sorted(events, key=lambda event: (types.index(event.type), event.occurred_at))
