"""The domains and periods that the dashboard covers. Spec: deliverability.md §1, §2."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.account_settings import deliverability_dashboard
from sesmock.domain.argument_checks import check_text
from sesmock.domain.deliverability.errors import DomainNotSubscribed, InvalidDateRange
from sesmock.domain.errors import InvalidParameter
from sesmock.domain.identities import identities

if TYPE_CHECKING:
    from sesmock.domain.account import Account

# The end is at most 30 days after the start. Spec: deliverability.md §2.
MAX_SECONDS = 30 * 24 * 3600


class Period(NamedTuple):
    """A period in seconds since 1970, both ends included."""

    start: float
    end: float

    def check(self) -> None:
        """Raise `InvalidDateRange` for a period that ends before it begins or is longer than 30 days."""
        if not 0 <= self.end - self.start <= MAX_SECONDS:
            raise InvalidDateRange


def parse_domain(domain: str) -> str:
    """Return the key of a domain that a test passes; raise `TypeError` or `ValueError` for anything else."""
    try:
        identities.check_domain(check_text("domain", domain))
    except InvalidParameter:
        raise ValueError(f"{domain!r} is not a domain; pass e.g. 'example.com'") from None
    return identities.normalize_name(domain)


def is_subscribed(account: Account, domain: str) -> bool:
    """Return whether a domain is subscribed to the dashboard."""
    # A dropped domain stays subscribed until the end of the month. Spec: deliverability.md §2.
    dashboard = deliverability_dashboard.get_current(account)
    return identities.normalize_name(domain) in dashboard.active.keys() | dashboard.expiring.keys()


def require_subscribed(account: Account, domain: str) -> None:
    """Raise `DomainNotSubscribed` unless a domain is subscribed to the dashboard."""
    if not is_subscribed(account, domain):
        raise DomainNotSubscribed(domain)
