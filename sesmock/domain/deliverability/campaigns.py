"""The campaigns that the dashboard has observed; only a test can add them. Spec: deliverability.md §1."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain import ids
from sesmock.domain.argument_checks import check_number, check_text, check_texts
from sesmock.domain.deliverability import periods
from sesmock.domain.deliverability.errors import CampaignDoesNotExist
from sesmock.domain.identities import identities

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.domain.account import Account
    from sesmock.domain.deliverability.periods import Period


class Campaign(NamedTuple):
    """Mail with the same subject; times are in seconds since 1970, and rates are between 0 and 1."""

    id: str
    domain: str
    subject: str
    from_address: str
    inbox: int
    spam: int
    read_rate: float
    delete_rate: float
    read_delete_rate: float
    planned_volume: int | None
    sending_ips: tuple[str, ...]
    esps: tuple[str, ...]
    first_seen: float
    last_seen: float

    @property
    def projected_volume(self) -> int:
        """The projected number of messages: the observed number, unless the test set a different one."""
        return self.inbox + self.spam if self.planned_volume is None else self.planned_volume


class CampaignMail(NamedTuple):
    """The mail of a campaign as a test describes it: its header, and where it is sent from."""

    subject: str
    from_address: str
    sending_ips: Iterable[str]
    esps: Iterable[str]


class Figures(NamedTuple):
    """The numbers of messages of a campaign and its rates, in the order in which `Campaign` has them."""

    inbox: int
    spam: int
    read_rate: float
    delete_rate: float
    read_delete_rate: float
    planned_volume: int | None


def build(
    domain: str,
    mail: CampaignMail,
    figures: Figures,
    *,
    first_seen: datetime | None,
    last_seen: datetime | None,
    now: float,
) -> Campaign:
    """Return a campaign, by default seen now; raise `TypeError` or `ValueError` for an invalid argument."""
    campaign = Campaign(
        ids.make_uuid(),
        periods.parse_domain(domain),
        check_text("subject", mail.subject),
        check_text("from_address", mail.from_address),
        *figures,
        check_texts("sending_ips", mail.sending_ips),
        check_texts("esps", mail.esps),
        now if first_seen is None else _parse_time("first_seen", first_seen),
        now if last_seen is None else _parse_time("last_seen", last_seen),
    )
    _check(campaign)
    return campaign


def _parse_time(name: str, time: datetime) -> float:
    """Return a time in seconds since 1970; raise `TypeError` for anything else."""
    if not isinstance(time, datetime):
        raise TypeError(f"{name} must be a datetime, got {time!r}")
    return time.timestamp()


def _check(campaign: Campaign) -> None:
    """Raise `TypeError` or `ValueError` for an invalid number, rate or period of a campaign."""
    volumes = {"inbox": campaign.inbox, "spam": campaign.spam}
    if campaign.planned_volume is not None:
        volumes["projected_volume"] = campaign.planned_volume
    for name, volume in volumes.items():
        check_number(name, volume, minimum=0, is_whole=True)
    for name in ("read_rate", "delete_rate", "read_delete_rate"):
        rate: float = getattr(campaign, name)
        if check_number(name, rate, minimum=0) > 1:
            raise ValueError(f"{name} must be <= 1, got {rate!r}")
    if campaign.first_seen > campaign.last_seen:
        raise ValueError("first_seen must not be later than last_seen")


def get(account: Account, campaign_id: str) -> Campaign:
    """Return a campaign of a subscribed domain; raise `CampaignDoesNotExist`."""
    # A campaign disappears when the subscription of its domain ends. Spec: choices.md §3.
    campaign = account.deliverability.campaigns.get(campaign_id)
    if campaign is None or not periods.is_subscribed(account, campaign.domain):
        raise CampaignDoesNotExist(campaign_id)
    return campaign


def select(account: Account, domain: str, period: Period) -> list[Campaign]:
    """Return the campaigns of a domain that were observed in a period, newest first.

    Raise `InvalidDateRange` or `DomainNotSubscribed`.
    """
    period.check()
    periods.require_subscribed(account, domain)
    key = identities.normalize_name(domain)
    # Reversed before the stable sort: of campaigns with equal times, the one that was added last comes first.
    matches = [
        campaign
        for campaign in reversed(account.deliverability.campaigns.values())
        if campaign.domain == key and campaign.first_seen <= period.end and campaign.last_seen >= period.start
    ]
    return sorted(matches, key=lambda campaign: campaign.first_seen, reverse=True)
