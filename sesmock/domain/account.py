"""One AWS account in one region: its standing, its quota and all that it owns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.quota import Quota

if TYPE_CHECKING:
    from sesmock.domain.configuration_sets import ConfigurationSet
    from sesmock.domain.identities import Identity
    from sesmock.domain.suppression import Reason, SuppressedDestination
    from sesmock.domain.templates import Template
    from sesmock.domain.vdm import Vdm
    from sesmock.domain.world import World

# What AWS grants out of the sandbox differs from account to account; these are DESIGN's figures.
PRODUCTION_MAX_24_HOUR_SEND = 50_000.0
PRODUCTION_MAX_SEND_RATE = 14.0
# Spec: sending.md §5 [D, R].
SANDBOX_MAX_24_HOUR_SEND = 200.0
SANDBOX_MAX_SEND_RATE = 1.0


class Account:
    """The SES of one account in one region. All attributes may be set in a test.

    ``max_24_hour_send`` counts recipients in rolling 24 hours, -1 is unlimited; ``max_send_rate`` counts
    recipients a second. ``enforcement_status`` is ``"HEALTHY"``, ``"PROBATION"`` or ``"SHUTDOWN"``.
    """

    def __init__(self, world: World, account_id: str, region: str) -> None:
        self.world = world
        self.account_id = account_id
        self.region = region
        self.sending_enabled = True
        self.enforcement_status = "HEALTHY"
        self.suspended = False
        self.quota = Quota()
        self.identities: dict[str, Identity] = {}
        self.configuration_sets: dict[str, ConfigurationSet] = {}
        self.templates: dict[str, Template] = {}
        self.suppressed_destinations: dict[str, SuppressedDestination] = {}
        self.suppressed_reasons: tuple[Reason, ...] = ("BOUNCE", "COMPLAINT")  # Spec: sending.md §5 [D]
        self.vdm: Vdm | None = None  # as long as nobody has set it
        self.sandbox = world.options.sandbox

    def __repr__(self) -> str:
        return f"<Account {self.account_id} {self.region}>"

    @property
    def sandbox(self) -> bool:
        """Whether the account has no production access; setting it sets the quotas that go with it."""
        return self._sandbox

    @sandbox.setter
    def sandbox(self, value: bool) -> None:
        self._sandbox = value
        self.max_24_hour_send = SANDBOX_MAX_24_HOUR_SEND if value else PRODUCTION_MAX_24_HOUR_SEND
        self.max_send_rate = SANDBOX_MAX_SEND_RATE if value else PRODUCTION_MAX_SEND_RATE

    @property
    def vdm_enabled(self) -> bool:
        """Whether the Virtual Deliverability Manager is on."""
        return self.vdm is not None and self.vdm.enabled

    @property
    def sent_last_24_hours(self) -> int:
        """The number of recipients that count towards ``max_24_hour_send`` now."""
        return self.quota.sent_last_24_hours(self.world.clock.time())

    def arn(self, resource: str) -> str:
        """Return the ARN of a resource of this account, such as ``identity/example.com``."""
        return f"arn:{partition(self.region)}:ses:{self.region}:{self.account_id}:{resource}"


def partition(region: str) -> str:
    """Return the AWS partition that a region belongs to."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"
