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
    """A message at one recipient, with the events that count; None is what has not happened."""

    message: SentMessage
    recipient: Address
    provider: str
    delivery: Event | None
    engagement: Event | None

    @property
    def delivery_event(self) -> str | None:
        """The word for the last event of delivery; bounces are told by their type."""
        if self.delivery is None:
            return None
        bounce = self.bounce
        return self.delivery.type.name if bounce is None else f"{bounce.type.name}_BOUNCE"

    @property
    def engagement_event(self) -> str | None:
        """The word for the last thing that the reader did."""
        return None if self.engagement is None else self.engagement.type.name

    @property
    def bounce(self) -> Bounce | None:
        """Why the mail came back, if that was the last event."""
        details = None if self.delivery is None else self.delivery.details
        return details if isinstance(details, Bounce) else None

    @property
    def diagnosis(self) -> str | None:
        """What the server said of the bounce; those of the simulator, which may say nothing, are not told."""
        bounce = self.bounce
        return None if bounce is None else bounces.diagnosis(bounce, self.recipient).sentence


def list_rows(account: Account, start: float, end: float) -> Iterator[InsightRow]:
    """Yield the rows of what was sent from *start* to *end*, both included (seconds since 1970), oldest first."""
    world = account.world
    messages = sorted((*world.outbox, *world.rendering_failures), key=lambda message: message.accepted_at)
    for message in messages:
        if message.account is account and start <= message.accepted_at <= end:
            for insight in insights.by_recipient(message):
                yield _build(message, insight)


def _build(message: SentMessage, insight: RecipientInsights) -> InsightRow:
    return InsightRow(
        message,
        insight.recipient,
        insight.provider,
        _find_last(insight, _DELIVERY),
        _find_last(insight, _ENGAGEMENT),
    )


def _find_last(insight: RecipientInsights, types: tuple[EventType, ...]) -> Event | None:
    """Return the event of the highest of some types, the latest if there are several."""
    events = [event for event in insight.events if event.type in types]
    return max(events, key=lambda event: (types.index(event.type), event.occurred_at), default=None)
