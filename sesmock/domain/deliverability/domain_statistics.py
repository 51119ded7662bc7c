"""Daily statistics about the inbox placement of a domain's mail.

In sesmock, delivered mail counts as inbox mail, and as spam if its reader complains (inferred). A test can add mail
that was not sent through the mock. Spec: deliverability.md §1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.argument_checks import check_number
from sesmock.domain.clock import to_datetime
from sesmock.domain.deliverability import periods
from sesmock.domain.events import mailbox_providers
from sesmock.domain.events.event_types import EventType
from sesmock.domain.events.statistics import is_withheld
from sesmock.domain.identities import identities
from sesmock.domain.mail import addresses
from sesmock.domain.suggestions import describe_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.domain.account import Account
    from sesmock.domain.deliverability.periods import Period
    from sesmock.domain.events.events import Event
    from sesmock.domain.mail.addresses import Address

_DAY = 24 * 3600


class Volume(NamedTuple):
    """The mail of a domain at a mailbox provider on one day, as added by a test."""

    domain: str
    provider: str
    inbox: int
    spam: int
    day: date


@dataclass(slots=True)
class Count:
    """Numbers of messages."""

    inbox: int = 0
    spam: int = 0


@dataclass(slots=True)
class DayVolume:
    """The mail of one day by mailbox provider, and the number of messages that were read.

    ``start`` is in seconds since 1970.
    """

    start: float
    providers: dict[str, Count] = field(default_factory=dict)
    read: int = 0

    def count(self, provider: str) -> Count:
        """Return the counter of a provider, creating it on first access."""
        return self.providers.setdefault(provider, Count())

    @property
    def total(self) -> Count:
        """The sum for all providers."""
        counts = self.providers.values()
        return Count(sum(count.inbox for count in counts), sum(count.spam for count in counts))


def build_volume(domain: str, provider: str, inbox: int, spam: int, day: date) -> Volume:
    """Return a volume for a test; raise `TypeError` or `ValueError` for an invalid argument."""
    if provider not in mailbox_providers.CATALOG:
        raise ValueError(describe_unknown("provider", [provider], mailbox_providers.CATALOG))
    check_number("inbox", inbox, minimum=0, is_whole=True)
    check_number("spam", spam, minimum=0, is_whole=True)
    if not isinstance(day, date):
        raise TypeError(f"day must be a date, got {day!r}")
    # A datetime is a date, too, but compares unequal to one.
    day = day.date() if isinstance(day, datetime) else day
    return Volume(periods.parse_domain(domain), provider, inbox, spam, day)


def report(account: Account, domain: str, period: Period) -> list[DayVolume]:
    """Return the mail of a domain on each day of a period; raise `InvalidDateRange` or `DomainNotSubscribed`."""
    period.check()
    periods.require_subscribed(account, domain)
    # Both ends of the period are included, as UTC days. Spec: deliverability.md §1.
    first, last = int(period.start // _DAY), int(period.end // _DAY)
    days = {number: DayVolume(float(number * _DAY)) for number in range(first, last + 1)}
    key = identities.normalize_name(domain)
    for event in account.world.events:
        day = days.get(int(event.occurred_at // _DAY))
        message = event.message
        if day is not None and message.account is account and message.sender.domain.lower() == key:
            _count(day, event)
    dates = {to_datetime(day.start).date(): day for day in days.values()}
    for volume in account.deliverability.volumes:
        if volume.domain == key and volume.day in dates:
            count = dates[volume.day].count(volume.provider)
            count.inbox += volume.inbox
            count.spam += volume.spam
    return list(days.values())


def sum_days(days: Iterable[DayVolume]) -> DayVolume:
    """Return the total of several days; its ``start`` has no meaning."""
    total = DayVolume(0.0)
    for day in days:
        total.read += day.read
        for provider, each in day.providers.items():
            count = total.count(provider)
            count.inbox += each.inbox
            count.spam += each.spam
    return total


def _count(day: DayVolume, event: Event) -> None:
    recipients = [recipient for recipient in event.recipients if not addresses.is_simulator(recipient)]
    if event.type is EventType.OPEN:
        # Only the first open by each recipient counts as read. Spec: choices.md §3.
        day.read += sum(_is_first(event, recipient) for recipient in recipients)
    for recipient in recipients:
        count = day.count(mailbox_providers.find_provider(recipient))
        if event.type is EventType.DELIVERY:
            count.inbox += 1
        elif event.type is EventType.COMPLAINT and not is_withheld(event):
            # The message was counted in the inbox of this day unless it was delivered on an earlier day.
            count.inbox -= min(1, count.inbox)
            count.spam += 1


def _is_first(event: Event, recipient: Address) -> bool:
    """Return whether an open event is the first one of its message for a recipient."""
    opens = (each for each in event.message.events if each.type is EventType.OPEN)
    return next(each for each in opens if recipient in each.recipients) is event
