"""The sending statistics of an account in intervals of 15 minutes. Spec: account.md §4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sesmock.domain.events import bounces
from sesmock.domain.events.event_details import Bounce, Complaint
from sesmock.domain.events.event_types import EventType
from sesmock.domain.mail import addresses

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.events.events import Event

_INTERVAL = 15 * 60
# SES's intervals begin at :08, :23, :38 and :53, not on the quarter hour. Spec: account.md §4.
_OFFSET = 8 * 60
_PERIOD = 14 * 24 * 3600
_COUNTERS = {
    EventType.SEND: "delivery_attempts",
    EventType.BOUNCE: "bounces",
    EventType.COMPLAINT: "complaints",
    EventType.REJECT: "rejects",
}


@dataclass(slots=True, eq=False)
class DataPoint:
    """The numbers of recipients in an interval; ``start`` is in seconds since 1970."""

    start: float
    delivery_attempts: int = 0
    bounces: int = 0
    complaints: int = 0
    rejects: int = 0


def list_data_points(account: Account) -> list[DataPoint]:
    """Return the intervals of the last two weeks that have any mail, in order.

    Mail to the simulator and mail that SES withheld do not count. Spec: account.md §4; simulator.md §1;
    suppression.md §1 [D].
    """
    since = account.world.clock.time() - _PERIOD
    points: dict[float, DataPoint] = {}
    for event in account.world.events:
        if event.message.account is account and event.occurred_at >= since:
            _count(points, event)
    return [points[start] for start in sorted(points)]


def is_withheld(event: Event) -> bool:
    """Return whether a bounce or complaint means that SES itself withheld the mail."""
    match event.details:
        case Bounce() as bounce:
            return bounces.is_withheld(bounce)
        case Complaint(subtype=subtype):
            return subtype is not None
    return False


def _count(points: dict[float, DataPoint], event: Event) -> None:
    counter = _COUNTERS.get(event.type)
    count = sum(not addresses.is_simulator(recipient) for recipient in event.recipients)
    if counter is None or not count or is_withheld(event):
        return
    start = (event.occurred_at - _OFFSET) // _INTERVAL * _INTERVAL + _OFFSET
    point = points.setdefault(start, DataPoint(start))
    setattr(point, counter, getattr(point, counter) + count)
