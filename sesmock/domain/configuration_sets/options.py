"""The options of configuration sets, which apply to the mail sent with them.

Spec: configuration_sets.md §2, §3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.aws.arns import parse_arn
from sesmock.domain.configuration_sets.errors import (
    BlankSendingPoolName,
    EmptyRedirectDomain,
    InvalidArchiveArn,
    RedirectDomainNotVerified,
    SendingPoolDoesNotExist,
)
from sesmock.domain.dedicated_ips import pools
from sesmock.domain.identities import identities
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.identities.auto_validation import Threshold
    from sesmock.domain.suppression.suppression import Reason, SuppressionScope


class HttpsPolicy(Word):
    """Which tracked links on a redirect domain must use HTTPS."""

    OPTIONAL = "OPTIONAL"
    REQUIRE = "REQUIRE"
    REQUIRE_OPEN_ONLY = "REQUIRE_OPEN_ONLY"


class TlsPolicy(Word):
    """Whether mail may be delivered to servers without TLS."""

    REQUIRE = "REQUIRE"
    OPTIONAL = "OPTIONAL"


class SharedPoolDeliveryMode(Word):
    """Whether mail may be sent from shared IPs of other regions; ACCOUNT follows the account's setting."""

    GLOBAL = "GLOBAL"
    REGIONAL = "REGIONAL"
    ACCOUNT = "ACCOUNT"


class DeliveryOptions(NamedTuple):
    """The options for delivering mail; None stands for SES's default.

    ``sending_pool`` is the name of a pool of dedicated IPs. SES stops trying after ``max_delivery_seconds``.
    """

    tls_policy: TlsPolicy | None = None
    sending_pool: str | None = None
    max_delivery_seconds: int | None = None
    shared_pool_delivery_mode: SharedPoolDeliveryMode | None = None


class TrackingOptions(NamedTuple):
    """The redirect domain of tracked links, and their HTTPS policy; None means SES's own domain and OPTIONAL."""

    redirect_domain: str | None = None
    https_policy: HttpsPolicy | None = None


class SuppressionOptions(NamedTuple):
    """Overrides for the suppression settings of the account and of tenants; None does not override a setting.

    ``reasons`` are the reasons for which addresses are suppressed, ``scope`` selects the suppression list, and
    ``validation`` is the threshold of Auto Validation.
    """

    reasons: tuple[Reason, ...] | None = None
    scope: SuppressionScope | None = None
    validation: Threshold | None = None


class VdmPart(NamedTuple):
    """A feature of Virtual Deliverability Manager; None follows the account's setting."""

    enabled: bool | None = None


class VdmOptions(NamedTuple):
    """Overrides for the account's VDM settings, which apply while VDM is enabled; None means not set."""

    dashboard: VdmPart | None = None
    guardian: VdmPart | None = None

    @property
    def engagement_metrics(self) -> bool | None:
        """Whether opens and clicks are measured; None follows the account's setting."""
        return None if self.dashboard is None else self.dashboard.enabled

    @property
    def optimized_shared_delivery(self) -> bool | None:
        """Whether SES chooses the shared IPs for each recipient; None follows the account's setting."""
        return None if self.guardian is None else self.guardian.enabled


class SigningScheme(Word):
    """Whether mail gets a detached S/MIME signature."""

    DEFAULT = "DEFAULT"
    SMIME = "SMIME"


@dataclass(slots=True, eq=False)
class Options:
    """The options of a configuration set, with the defaults of SES v1.

    ``last_fresh_start`` is the time when sending was last re-enabled, in seconds since 1970; None if it was never
    disabled. ``archive`` is the ARN of a Mail Manager archive. ``signing_scheme`` is None if it was never set.
    """

    sending_enabled: bool = True
    last_fresh_start: float | None = None
    # Sets that SES v2 creates have reputation metrics. Spec: configuration_sets.md §1 [P].
    reputation_metrics_enabled: bool = False
    suppression: SuppressionOptions = field(default_factory=SuppressionOptions)
    tracking: TrackingOptions = field(default_factory=TrackingOptions)
    delivery: DeliveryOptions = field(default_factory=DeliveryOptions)
    vdm: VdmOptions = field(default_factory=VdmOptions)
    archive: str | None = None
    signing_scheme: SigningScheme | None = None

    def switch_sending(self, *, enabled: bool, now: float) -> None:
        """Enable or disable sending; ``now`` is in seconds since 1970."""
        # Only enabling after a pause resets the reputation. Spec: configuration_sets.md §4.
        if enabled and not self.sending_enabled:
            self.last_fresh_start = now
        self.sending_enabled = enabled

    def redirect(self, domain: str | None) -> None:
        """Set the redirect domain of tracked links, None for SES's own; the HTTPS policy stays unchanged."""
        self.tracking = self.tracking._replace(redirect_domain=domain)


def check_redirect_domain(account: Account, domain: str) -> None:
    """Raise `InvalidTrackingOptions` for an invalid redirect domain. Spec: configuration_sets.md §1 [P]."""
    if not domain.strip():
        raise EmptyRedirectDomain
    verified = (
        account.world.accepts_any_sender or identities.find_verified_domain(account, domain) is not None
    )
    # An address is not a domain, even if it is verified. Spec: configuration_sets.md §1 [P].
    if "@" in domain or not verified:
        raise RedirectDomainNotVerified(domain)


def check_sending_pool(account: Account, name: str) -> None:
    """Raise `BlankSendingPoolName` or `SendingPoolDoesNotExist` for a blank or unknown sending pool."""
    if not name.strip():
        raise BlankSendingPoolName
    if not pools.exists(account, name):
        raise SendingPoolDoesNotExist(name)


def check_archive(account: Account, arn: str) -> None:
    """Raise `InvalidArchiveArn` for an archive of another account or region.

    The archive need not exist. Spec: configuration_sets.md §2; choices.md §3 [I].
    """
    parts = parse_arn(arn)
    if parts is None or (parts.account_id, parts.region) != (account.account_id, account.region):
        raise InvalidArchiveArn(arn)


def measures_engagement(account: Account, options: Options) -> bool:
    """Return whether opens and clicks are measured for mail sent with these options.

    Spec: configuration_sets.md §2 [I].
    """
    vdm = account.settings.vdm
    override = options.vdm.engagement_metrics
    return vdm is not None and vdm.enabled and (vdm.engagement_metrics if override is None else override)


def optimizes_delivery(account: Account, options: Options) -> bool:
    """Return whether SES chooses the shared IPs for each recipient of mail sent with these options.

    Spec: configuration_sets.md §2 [I].
    """
    vdm = account.settings.vdm
    override = options.vdm.optimized_shared_delivery
    return (
        vdm is not None and vdm.enabled and (vdm.optimized_shared_delivery if override is None else override)
    )
