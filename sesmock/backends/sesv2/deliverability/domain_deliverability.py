"""Statistics and campaigns of domains in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.deliverability.deliverability_test_reports import PAGE_CHECKS, build_paging
from sesmock.domain import clock
from sesmock.domain.deliverability import campaigns, domain_statistics
from sesmock.domain.deliverability.periods import Period

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.deliverability.campaigns import Campaign
    from sesmock.domain.deliverability.domain_statistics import Count, DayVolume

_PAGING = build_paging("campaigns")


@sesv2.operation("GetDomainStatisticsReport")
def get_domain_statistics_report(context: Context, request: Params) -> Result:
    """Return how much mail of a domain was delivered, read and complained about, per day and in total.

    `Deliverability.add_volume` adds mail to the statistics. Raise BadRequestException for a period of more than 30
    days, or NotFoundException for a domain that is not subscribed. Spec: deliverability.md §1 [U, D, I].
    """
    days = domain_statistics.report(context.account, request["Domain"], _parse_period(request))
    total = domain_statistics.sum_days(days)
    inbox = total.total.inbox
    return {
        "OverallVolume": {
            **_dump_volume(total),
            "ReadRatePercent": round(100 * total.read / inbox, 2) if inbox else 0.0,
        },
        "DailyVolumes": [{"StartDate": clock.to_datetime(day.start), **_dump_volume(day)} for day in days],
    }


@sesv2.operation("GetDomainDeliverabilityCampaign")
def get_domain_deliverability_campaign(context: Context, request: Params) -> Result:
    """Return a campaign of a subscribed domain; `Deliverability.add_campaign` adds campaigns.

    Raise NotFoundException. Spec: deliverability.md §1 [D, I].
    """
    campaign = campaigns.get(context.account, request["CampaignId"])
    return {"DomainDeliverabilityCampaign": _dump_campaign(campaign)}


@sesv2.operation("ListDomainDeliverabilityCampaigns", checks=PAGE_CHECKS)
def list_domain_deliverability_campaigns(context: Context, request: Params) -> Result:
    """List the campaigns of a domain in a period, newest first.

    Raise BadRequestException for a bad PageSize or NextToken or a period of more than 30 days, or NotFoundException
    for a domain that is not subscribed. Spec: paging.md §3; deliverability.md §1 [D, I].
    """
    domain, period = request["SubscribedDomain"], _parse_period(request)
    scope = {"domain": domain, "period": list(period)}
    _PAGING.check(context, request, **scope)
    page, token = _PAGING.page(context, campaigns.select(context.account, domain, period), request, **scope)
    return {"DomainDeliverabilityCampaigns": list(map(_dump_campaign, page)), "NextToken": token}


def _parse_period(request: Params) -> Period:
    return Period(request["StartDate"].timestamp(), request["EndDate"].timestamp())


def _dump_volume(day: DayVolume) -> Params:
    total = day.total
    return {
        "VolumeStatistics": {
            "InboxRawCount": total.inbox,
            "SpamRawCount": total.spam,
            # SES estimates these numbers; the mock knows the true ones.
            "ProjectedInbox": total.inbox,
            "ProjectedSpam": total.spam,
        },
        "DomainIspPlacements": [_dump_count(name, count) for name, count in sorted(day.providers.items())],
    }


def _dump_count(provider: str, count: Count) -> Params:
    number = count.inbox + count.spam
    return {
        "IspName": provider,
        "InboxRawCount": count.inbox,
        "SpamRawCount": count.spam,
        "InboxPercentage": round(100 * count.inbox / number, 2) if number else 0.0,
        "SpamPercentage": round(100 * count.spam / number, 2) if number else 0.0,
    }


def _dump_campaign(campaign: Campaign) -> Params:
    return {
        "CampaignId": campaign.id,
        "Subject": campaign.subject,
        "FromAddress": campaign.from_address,
        "SendingIps": campaign.sending_ips,
        "FirstSeenDateTime": clock.to_datetime(campaign.first_seen),
        "LastSeenDateTime": clock.to_datetime(campaign.last_seen),
        "InboxCount": campaign.inbox,
        "SpamCount": campaign.spam,
        "ReadRate": campaign.read_rate,
        "DeleteRate": campaign.delete_rate,
        "ReadDeleteRate": campaign.read_delete_rate,
        "ProjectedVolume": campaign.projected_volume,
        "Esps": campaign.esps,
    }
