"""The subscription to the Deliverability dashboard. Spec: deliverability.md §2, §3."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fuzzing.reference.rules import PINPOINT, SESV2, describe, do_nothing

if TYPE_CHECKING:
    from datetime import datetime

    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World


@dataclass
class Dashboard:
    """The subscribed domains, and those whose subscription ends with the month, at ``expires``."""

    is_enabled: bool = False
    active: frozenset[str] = field(default_factory=frozenset)
    expiring: frozenset[str] = field(default_factory=frozenset)
    expires: datetime | None = None


def current(world: World) -> Dashboard:
    """Return the current dashboard."""
    dashboard = world.dashboard or Dashboard()
    if dashboard.expires is not None and world.now >= dashboard.expires:
        return Dashboard(dashboard.is_enabled, dashboard.active)
    return dashboard


def is_subscribed(world: World, domain: str) -> bool:
    """Return whether the dashboard covers a domain, even if only until the end of the month."""
    dashboard = current(world)
    return domain in dashboard.active | dashboard.expiring


def find_next_month(time: datetime) -> datetime:
    """Return the first moment of the next month."""
    year, month = divmod(time.year * 12 + time.month, 12)
    return time.replace(year=year, month=month + 1, day=1, hour=0, minute=0, second=0, microsecond=0)


@describe(SESV2, "PutDeliverabilityDashboardOption")
@describe(PINPOINT, "PutDeliverabilityDashboardOption")
def put(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Subscribe to verified domains, or end the subscription. Spec: deliverability.md §3 [I]."""
    if not parameters["DashboardEnabled"]:
        return lambda _: _disable(world)
    domains = [each.get("Domain", "") for each in parameters.get("SubscribedDomains", [])]
    forecast.check(
        *((domain not in world.identities, "NotFoundException") for domain in domains),
        *((not _is_verified(world, domain), "BadRequestException") for domain in domains),
        (len(set(domains)) < len(domains), "AlreadyExistsException"),
    )
    # The specification both refuses a domain that is already subscribed and keeps it active.
    forecast.doubt(any(domain in current(world).active for domain in domains))
    return lambda _: _enable(world, frozenset(domains))


def _is_verified(world: World, domain: str) -> bool:
    return domain in world.identities and world.identities[domain].status == "Success" and "@" not in domain


def _enable(world: World, domains: frozenset[str]) -> None:
    before = current(world)
    expiring = (before.active | before.expiring) - domains
    world.dashboard = Dashboard(True, domains, expiring, find_next_month(world.now) if expiring else None)


def _disable(world: World) -> None:
    before = current(world)
    if before.is_enabled:
        expiring = before.active | before.expiring
        world.dashboard = Dashboard(False, frozenset(), expiring, find_next_month(world.now))


@describe(SESV2, "GetDeliverabilityDashboardOptions")
@describe(PINPOINT, "GetDeliverabilityDashboardOptions")
def get(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Return the subscription. Spec: deliverability.md §2."""
    forecast.expect("subscription", summarize, forecast_summary(world))
    return do_nothing


def forecast_summary(world: World) -> tuple[bool, str, list[str], list[str]]:
    """Return what `summarize` returns for a correct response."""
    dashboard = current(world)
    status = "ACTIVE" if dashboard.is_enabled else "DISABLED"
    if not dashboard.is_enabled and dashboard.expires is not None:
        status = "PENDING_EXPIRATION"
    return dashboard.is_enabled, status, sorted(dashboard.active), sorted(dashboard.expiring)


def summarize(answer: dict[str, Any]) -> tuple[bool, str, list[str], list[str]]:
    """Return whether the dashboard is on, its status, and the names of the active and expiring domains."""
    lists = [
        sorted(item["Domain"] for item in answer.get(name, []))
        for name in ("ActiveSubscribedDomains", "PendingExpirationSubscribedDomains")
    ]
    return answer["DashboardEnabled"], answer["AccountStatus"], lists[0], lists[1]
