"""The Deliverability dashboard and the domains that are subscribed to it. Spec: deliverability.md §2."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain import clock
from sesmock.domain.account_settings.errors import DomainAlreadySubscribed
from sesmock.domain.identities import identities
from sesmock.domain.identities.errors import DomainNotVerified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.domain.account import Account


class Subscription(NamedTuple):
    """A domain, and the time of its subscription to the dashboard, in seconds since 1970.

    ``everywhere`` and ``providers`` are the members Global and TrackedIsps of the request.
    """

    domain: str
    started_at: float | None = None
    everywhere: bool | None = None
    providers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The dashboard, with its active and its expiring domains by key.

    The expiring domains expire at ``expires_at``, in seconds since 1970.
    """

    enabled: bool = False
    active: dict[str, Subscription] = field(default_factory=dict)
    expiring: dict[str, Subscription] = field(default_factory=dict)
    expires_at: float | None = None


def get_current(account: Account) -> Dashboard:
    """Return the current dashboard of an account, without expired domains."""
    # No step is scheduled for the end of the month; expired domains are dropped when the dashboard is read.
    dashboard = account.settings.dashboard or Dashboard()
    if dashboard.expires_at is not None and account.world.clock.time() >= dashboard.expires_at:
        return Dashboard(dashboard.enabled, dashboard.active)
    return dashboard


def enable(account: Account, subscriptions: Sequence[Subscription]) -> None:
    """Enable the dashboard for some domains; other subscribed domains expire at the end of the month.

    Raise `IdentityDoesNotExist` for an unknown domain, `InvalidParameter` for an unverified one, and `AlreadyExists`
    for a duplicate. Spec: deliverability.md §3 [I].
    """
    dashboard = get_current(account)
    # AWS bills the dashboard by the month, so a dropped domain stays until the end of the month.
    # Spec: deliverability.md §2.
    current_domains = dashboard.expiring | dashboard.active
    active: dict[str, Subscription] = {}
    for subscription in subscriptions:
        key = _key(account, subscription.domain)
        if key in active:
            raise DomainAlreadySubscribed(subscription.domain)
        active[key] = _with_start(account, subscription, current_domains.get(key))
    expiring = {key: entry for key, entry in current_domains.items() if key not in active}
    account.settings.dashboard = Dashboard(
        True, active, expiring, _end_of_month(account) if expiring else None
    )


def disable(account: Account) -> None:
    """Disable the dashboard; it and its domains expire at the end of the month."""
    dashboard = get_current(account)
    if dashboard.enabled:
        account.settings.dashboard = Dashboard(
            False, {}, dashboard.expiring | dashboard.active, _end_of_month(account)
        )


def _key(account: Account, domain: str) -> str:
    # An address can be a verified identity, too, but only domains are tracked. Spec: deliverability.md §2.
    if not identities.get(account, domain).is_verified or "@" in domain:
        raise DomainNotVerified(domain)
    return identities.normalize_name(domain)


def _with_start(account: Account, subscription: Subscription, previous: Subscription | None) -> Subscription:
    """Return a subscription with its start: the requested time, else the previous one, else now."""
    if subscription.started_at is not None:
        return subscription
    started_at = previous.started_at if previous is not None else account.world.clock.time()
    return subscription._replace(started_at=started_at)


def _end_of_month(account: Account) -> float:
    return clock.find_next_month(account.world.clock.time())
