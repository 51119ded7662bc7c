"""The daily metrics of Virtual Deliverability Manager. Spec: insights.md §2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sesmock.domain.clock import to_datetime
from sesmock.domain.events import mailbox_providers
from sesmock.domain.events.errors import DuplicateQuery, InvalidPeriod, VdmNotEnabled
from sesmock.domain.events.event_details import Bounce, BounceType
from sesmock.domain.events.event_types import EventType
from sesmock.domain.events.statistics import is_withheld
from sesmock.domain.mail import addresses
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sesmock.domain.account import Account
    from sesmock.domain.events.events import Event
    from sesmock.domain.mail.messages import SentMessage


class Metric(Word):
    """The quantity that a metric counts."""

    SEND = "SEND"
    COMPLAINT = "COMPLAINT"
    PERMANENT_BOUNCE = "PERMANENT_BOUNCE"
    TRANSIENT_BOUNCE = "TRANSIENT_BOUNCE"
    OPEN = "OPEN"
    CLICK = "CLICK"
    DELIVERY = "DELIVERY"
    DELIVERY_OPEN = "DELIVERY_OPEN"
    DELIVERY_CLICK = "DELIVERY_CLICK"
    DELIVERY_COMPLAINT = "DELIVERY_COMPLAINT"


_TYPES = {
    Metric.SEND: EventType.SEND,
    Metric.COMPLAINT: EventType.COMPLAINT,
    Metric.PERMANENT_BOUNCE: EventType.BOUNCE,
    Metric.TRANSIENT_BOUNCE: EventType.BOUNCE,
    Metric.OPEN: EventType.OPEN,
    Metric.CLICK: EventType.CLICK,
    Metric.DELIVERY: EventType.DELIVERY,
    Metric.DELIVERY_OPEN: EventType.DELIVERY,
    Metric.DELIVERY_CLICK: EventType.DELIVERY,
    Metric.DELIVERY_COMPLAINT: EventType.DELIVERY,
}
_BOUNCES = {Metric.PERMANENT_BOUNCE: BounceType.PERMANENT, Metric.TRANSIENT_BOUNCE: BounceType.TRANSIENT}
# Each message counts once for these metrics, however often it is opened or clicked.
_UNIQUE = frozenset({Metric.OPEN, Metric.CLICK})
_ENGAGEMENT_METRICS = _UNIQUE | {Metric.DELIVERY_OPEN, Metric.DELIVERY_CLICK}


@dataclass(frozen=True, slots=True)
class Query:
    """A query for one metric; all dimensions must match.

    Times are in seconds since 1970; the period does not include ``end``. Spec: jobs.md §1 [P].
    """

    id: str
    metric: Metric
    start: float
    end: float
    dimensions: Mapping[str, str]


def require_vdm(account: Account) -> None:
    """Raise `VdmNotEnabled` unless Virtual Deliverability Manager is enabled. Spec: insights.md §1 [P, U]."""
    if not account.vdm_enabled:
        raise VdmNotEnabled


def check(queries: Sequence[Query]) -> None:
    """Raise `InvalidParameter` for duplicate query ids, and for periods that do not start before their end."""
    ids = [query.id for query in queries]
    for query in queries:
        if ids.count(query.id) > 1:
            raise DuplicateQuery(query.id)
        if query.start >= query.end:
            raise InvalidPeriod(query.id)


def sum_by_day(account: Account, query: Query) -> dict[datetime, int]:
    """Return the sums by UTC day, in order; days without events are missing. Spec: insights.md §2 [U]."""
    days: dict[datetime, int] = {}
    message_ids: set[int] = set()
    for event in account.world.events:
        message = event.message
        if message.account is not account or not _counts(event, query):
            continue
        if query.metric in _UNIQUE and id(message) in message_ids:
            continue
        message_ids.add(id(message))
        day = to_datetime(event.occurred_at).replace(hour=0, minute=0, second=0, microsecond=0)
        days[day] = days.get(day, 0) + 1
    return dict(sorted(days.items()))


def _counts(event: Event, query: Query) -> bool:
    """Return whether an event counts for a query.

    Messages to several recipients do not count. For mail to the simulator, only opens and clicks count.
    Opens and clicks never count unless engagement metrics were enabled for the message.
    Spec: insights.md §2; configuration_sets.md §2.
    """
    message = event.message
    return (
        event.type is _TYPES[query.metric]
        and query.start <= event.occurred_at < query.end
        and len(message.recipients) == 1
        and (query.metric in _UNIQUE or not addresses.is_simulator(message.recipients[0]))
        and (message.transmission.engagement_metrics or query.metric not in _ENGAGEMENT_METRICS)
        and _matches_metric(event, query.metric)
        and all(_has_dimension(message, name, value) for name, value in query.dimensions.items())
    )


def _matches_metric(event: Event, metric: Metric) -> bool:
    message = event.message
    if metric in _BOUNCES:
        return (
            isinstance(event.details, Bounce)
            and event.details.type is _BOUNCES[metric]
            and not is_withheld(event)
        )
    if metric is Metric.COMPLAINT:
        return not is_withheld(event)
    if metric is Metric.DELIVERY_OPEN:
        return message.tracking is not None and message.tracking.tracks_opens
    if metric is Metric.DELIVERY_CLICK:
        return message.tracking is not None and message.tracking.tracks_clicks
    if metric is Metric.DELIVERY_COMPLAINT:
        return mailbox_providers.find_provider(message.recipients[0]) in mailbox_providers.WITH_FEEDBACK_LOOP
    return True


def _has_dimension(message: SentMessage, dimension: str, value: str) -> bool:
    """Return whether a message matches a dimension."""
    if dimension == "EMAIL_IDENTITY":
        return message.source_arn.partition("identity/")[2] == value
    if dimension == "CONFIGURATION_SET":
        return message.configuration_set == value
    if dimension == "TENANT_NAME":
        return message.tenant == value
    return dimension == "ISP" and mailbox_providers.find_provider(message.recipients[0]) == value
