"""The statistics and campaigns of domains on the Deliverability dashboard. Spec: deliverability.md §1, §2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from tests.fuzzing.reference.reports.dashboard import is_subscribed
from tests.fuzzing.reference.rules import PINPOINT, SESV2, describe, do_nothing

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World

LONGEST = timedelta(days=30)


@dataclass
class Campaign:
    """A campaign that a test added; it was seen from ``first`` to ``last``."""

    domain: str
    first: datetime
    last: datetime


def _check_period(parameters: Parameters, domain: str, world: World, forecast: Forecast) -> None:
    """Refuse a domain that is not subscribed, or a bad period, in an unknown order.

    Spec: deliverability.md §1 [D, I].
    """
    length = parameters["EndDate"] - parameters["StartDate"]
    forecast.check(
        (not is_subscribed(world, domain), "NotFoundException"),
        (not timedelta(0) <= length <= LONGEST, "BadRequestException"),
    )


@describe(SESV2, "GetDomainStatisticsReport")
@describe(PINPOINT, "GetDomainStatisticsReport")
def get_statistics(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Return one entry a day, and their sum. Spec: deliverability.md §1 [U, D], §2."""
    _check_period(parameters, parameters["Domain"], world, forecast)
    days = [parameters[name].astimezone(timezone.utc).date() for name in ("StartDate", "EndDate")]
    forecast.expect("days", lambda answer: len(answer["DailyVolumes"]), (days[1] - days[0]).days + 1)
    forecast.expect("difference of sums", _compare_sums, 0)
    return do_nothing


def _compare_sums(answer: dict[str, Any]) -> int:
    overall, days = answer["OverallVolume"], answer["DailyVolumes"]
    return abs(_count(overall) - sum(map(_count, days)))


def _count(volume: dict[str, Any]) -> int:
    statistics = volume.get("VolumeStatistics", {})
    return statistics.get("InboxRawCount", 0) + 1_000_000 * statistics.get("SpamRawCount", 0)


def _describe_campaigns(api: str) -> None:
    """Register the operations of an API that has campaigns."""

    @describe(api, "GetDomainDeliverabilityCampaign")
    def get(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        """Return a campaign of a subscribed domain. Spec: deliverability.md §1 [D], choices.md §3."""
        campaign = world.campaigns.get(parameters["CampaignId"])
        is_known = campaign is not None and is_subscribed(world, campaign.domain)
        forecast.check((not is_known, "NotFoundException"))
        return do_nothing

    @describe(api, "ListDomainDeliverabilityCampaigns")
    def list_all(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        """Return the campaigns that were seen in a period. Spec: deliverability.md §1 [D]."""
        domain = parameters["SubscribedDomain"]
        _check_period(parameters, domain, world, forecast)
        matches = [
            campaign_id
            for campaign_id, campaign in world.campaigns.items()
            if campaign.domain == domain
            and campaign.first <= parameters["EndDate"]
            and campaign.last >= parameters["StartDate"]
        ]
        if not {"PageSize", "NextToken"} & parameters.keys():
            forecast.expect("campaigns", _list_ids, sorted(matches))
        return do_nothing

    @describe(api, "GetBlacklistReports")
    def get_blacklists(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        """Return nothing about IPs that are not the account's. Spec: deliverability.md §1 [U]."""
        forecast.expect("block lists", lambda answer: answer["BlacklistReport"], {})
        return do_nothing


def _list_ids(answer: dict[str, Any]) -> list[str]:
    return sorted(item["CampaignId"] for item in answer["DomainDeliverabilityCampaigns"])


for _api in (SESV2, PINPOINT):
    _describe_campaigns(_api)
