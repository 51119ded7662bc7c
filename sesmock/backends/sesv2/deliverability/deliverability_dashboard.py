"""The Deliverability dashboard in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.domain import clock
from sesmock.domain.account_settings import deliverability_dashboard
from sesmock.domain.account_settings.deliverability_dashboard import Subscription
from sesmock.domain.dedicated_ips import blacklists
from sesmock.protocol.validation import Constraint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.dedicated_ips.blacklists import BlacklistEntry

_CHECKS = {"SubscribedDomains[].Domain": Constraint(required=True)}


@sesv2.operation("PutDeliverabilityDashboardOption", checks=_CHECKS)
def put_deliverability_dashboard_option(context: Context, request: Params) -> None:
    """Subscribe domains to the dashboard, or switch the dashboard off.

    A canceled subscription expires at the end of the month. Raise NotFoundException for an unknown domain,
    AlreadyExistsException for a repeated one, or BadRequestException for an unverified one.
    Spec: deliverability.md §2, §3.
    """
    if request["DashboardEnabled"]:
        subscriptions = [_parse_subscription(option) for option in request.get("SubscribedDomains", ())]
        deliverability_dashboard.enable(context.account, subscriptions)
    else:
        deliverability_dashboard.disable(context.account)


@sesv2.operation("GetDeliverabilityDashboardOptions")
def get_deliverability_dashboard_options(context: Context, request: Params) -> Result:
    """Return whether the dashboard is on, the subscribed domains, and those whose subscription ends soon.

    Spec: deliverability.md §2, §3.
    """
    dashboard = deliverability_dashboard.get_current(context.account)
    # A dashboard that is switched off expires at the end of the month. Spec: deliverability.md §3.
    switched_off = "DISABLED" if dashboard.expires_at is None else "PENDING_EXPIRATION"
    return {
        "DashboardEnabled": dashboard.enabled,
        "SubscriptionExpiryDate": None
        if dashboard.expires_at is None
        else clock.to_datetime(dashboard.expires_at),
        "AccountStatus": "ACTIVE" if dashboard.enabled else switched_off,
        "ActiveSubscribedDomains": _dump_subscriptions(dashboard.active.values()),
        "PendingExpirationSubscribedDomains": _dump_subscriptions(dashboard.expiring.values()),
    }


@sesv2.operation("GetBlacklistReports")
def get_blacklist_reports(context: Context, request: Params) -> Result:
    """Return the block lists that contain dedicated IPs of the account; other IPs and names are ignored.

    `DedicatedIp.add_to_blacklist` adds an IP to a list. Spec: deliverability.md §1 [U, I].
    """
    report = blacklists.report(context.account, request["BlacklistItemNames"])
    return {"BlacklistReport": {ip: list(map(_dump_entry, entries)) for ip, entries in report.items()}}


def _parse_subscription(option: Params) -> Subscription:
    started_at, tracking = option.get("SubscriptionStartDate"), option.get("InboxPlacementTrackingOption", {})
    providers = tracking.get("TrackedIsps")
    return Subscription(
        option["Domain"],
        started_at=None if started_at is None else started_at.timestamp(),
        everywhere=tracking.get("Global"),
        providers=None if providers is None else tuple(providers),
    )


def _dump_subscriptions(subscriptions: Iterable[Subscription]) -> list[Params]:
    return [
        {
            "Domain": subscription.domain,
            "SubscriptionStartDate": None
            if subscription.started_at is None
            else clock.to_datetime(subscription.started_at),
            "InboxPlacementTrackingOption": {
                "Global": subscription.everywhere,
                "TrackedIsps": subscription.providers,
            },
        }
        for subscription in subscriptions
    ]


def _dump_entry(entry: BlacklistEntry) -> Params:
    return {
        "RblName": entry.blacklist,
        "ListingTime": clock.to_datetime(entry.since),
        "Description": entry.description,
    }
