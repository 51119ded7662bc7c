"""The Deliverability dashboard, by SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.domain import clock
from sesmock.domain.account_settings import deliverability_dashboard
from sesmock.domain.account_settings.deliverability_dashboard import Subscription
from sesmock.protocol.validation import Constraint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.backends.backend import Context, Params, Result

_CHECKS = {"SubscribedDomains[].Domain": Constraint(required=True)}


@sesv2.operation("PutDeliverabilityDashboardOption", checks=_CHECKS)
def put_deliverability_dashboard_option(context: Context, request: Params) -> None:
    """Switch the dashboard on for domains, or off; what was on and is no longer goes at the end of the month.

    Raise NotFoundException, AlreadyExistsException for a domain that comes twice, or BadRequestException for one that
    is not verified. Spec: v2.md §9, pinpoint_email.md §3 Deliverability dashboard.
    """
    if request["DashboardEnabled"]:
        subscriptions = [_subscription(option) for option in request.get("SubscribedDomains", ())]
        deliverability_dashboard.enable(context.account, subscriptions)
    else:
        deliverability_dashboard.disable(context.account)


@sesv2.operation("GetDeliverabilityDashboardOptions")
def get_deliverability_dashboard_options(context: Context, request: Params) -> Result:
    """Return whether the dashboard is on, the domains that are subscribed, and those that soon are no longer.

    Spec: v2.md §9, pinpoint_email.md §3 Deliverability dashboard.
    """
    found = deliverability_dashboard.current(context.account)
    switched_off = "DISABLED" if found.expires_at is None else "PENDING_EXPIRATION"
    return {
        "DashboardEnabled": found.enabled,
        "SubscriptionExpiryDate": None if found.expires_at is None else clock.at(found.expires_at),
        "AccountStatus": "ACTIVE" if found.enabled else switched_off,
        "ActiveSubscribedDomains": _options(found.active.values()),
        "PendingExpirationSubscribedDomains": _options(found.expiring.values()),
    }


def _subscription(option: Params) -> Subscription:
    started_at, tracking = option.get("SubscriptionStartDate"), option.get("InboxPlacementTrackingOption", {})
    providers = tracking.get("TrackedIsps")
    return Subscription(
        option["Domain"],
        started_at=None if started_at is None else started_at.timestamp(),
        everywhere=tracking.get("Global"),
        providers=None if providers is None else tuple(providers),
    )


def _options(subscriptions: Iterable[Subscription]) -> list[Params]:
    return [
        {
            "Domain": found.domain,
            "SubscriptionStartDate": None if found.started_at is None else clock.at(found.started_at),
            "InboxPlacementTrackingOption": {"Global": found.everywhere, "TrackedIsps": found.providers},
        }
        for found in subscriptions
    ]
