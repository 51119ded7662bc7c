"""The Deliverability dashboard of an account.

Every account imports this module; the rest of the package is imported on demand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sesmock.domain.deliverability.campaigns import Campaign
    from sesmock.domain.deliverability.domain_statistics import Volume
    from sesmock.domain.deliverability.placement_tests import PlacementTest
    from sesmock.domain.world import World


class Deliverability:
    """The test reports and campaigns of an account by id, oldest first, and the volumes that a test added."""

    __slots__ = ("_world", "campaigns", "reports", "volumes")

    def __init__(self, world: World) -> None:
        self._world = world
        self.reports: dict[str, PlacementTest] = {}
        self.campaigns: dict[str, Campaign] = {}
        self.volumes: list[Volume] = []

    def __repr__(self) -> str:
        return f"<Deliverability {len(self.reports)} reports, {len(self.campaigns)} campaigns>"

    def add_volume(
        self, domain: str, provider: str, *, inbox: int = 0, spam: int = 0, day: date | None = None
    ) -> None:
        """Add the mail of a domain at a mailbox provider to the statistics.

        *inbox* and *spam* are numbers of messages; *day* is a day in UTC, today by default. Raise `TypeError` or
        `ValueError` for an invalid domain, provider, number of messages or day.
        """
        from sesmock.domain.deliverability import domain_statistics

        with self._world.change():
            today = self._world.clock.now().date()
            self.volumes.append(
                domain_statistics.build_volume(domain, provider, inbox, spam, today if day is None else day)
            )

    def add_campaign(
        self,
        domain: str,
        *,
        subject: str,
        from_address: str,
        inbox: int = 0,
        spam: int = 0,
        read_rate: float = 0.0,
        delete_rate: float = 0.0,
        read_delete_rate: float = 0.0,
        projected_volume: int | None = None,
        sending_ips: Iterable[str] = (),
        esps: Iterable[str] = ("Amazon SES",),
        first_seen: datetime | None = None,
        last_seen: datetime | None = None,
    ) -> Campaign:
        """Add a campaign of a domain, which no API can do, and return it.

        *inbox* and *spam* are numbers of messages; *projected_volume* defaults to their sum. Rates are between 0
        and 1. *first_seen* and *last_seen* default to the current time. Raise `TypeError` or `ValueError` for an
        invalid argument.
        """
        from sesmock.domain.deliverability import campaigns

        mail = campaigns.CampaignMail(subject, from_address, sending_ips, esps)
        figures = campaigns.Figures(inbox, spam, read_rate, delete_rate, read_delete_rate, projected_volume)
        with self._world.change():
            now = self._world.clock.time()
            campaign = campaigns.build(
                domain, mail, figures, first_seen=first_seen, last_seen=last_seen, now=now
            )
            self.campaigns[campaign.id] = campaign
        return campaign
