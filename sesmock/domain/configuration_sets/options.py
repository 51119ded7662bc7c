"""The options of configuration sets: what a set says of the mail that is sent with it. Spec: v2.md §3, §17."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sesmock.domain.configuration_sets.errors import (
    BlankSendingPoolName,
    EmptyRedirectDomain,
    RedirectDomainNotVerified,
    SendingPoolDoesNotExist,
)
from sesmock.domain.dedicated_ips import pools
from sesmock.domain.identities import identities
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.suppression.suppression import Reason


class HttpsPolicy(Word):
    """Which tracked links over a redirect domain must be HTTPS."""

    OPTIONAL = "OPTIONAL"
    REQUIRE = "REQUIRE"
    REQUIRE_OPEN_ONLY = "REQUIRE_OPEN_ONLY"


class TlsPolicy(Word):
    """Whether mail leaves without TLS for servers that have none."""

    REQUIRE = "REQUIRE"
    OPTIONAL = "OPTIONAL"


class SharedPoolDeliveryMode(Word):
    """Whether mail may leave by shared IPs of other regions; ACCOUNT is as the account says."""

    GLOBAL = "GLOBAL"
    REGIONAL = "REGIONAL"
    ACCOUNT = "ACCOUNT"


@dataclass(frozen=True, slots=True)
class DeliveryOptions:
    """How mail leaves; None is what SES does by itself.

    ``sending_pool`` is the name of a pool of dedicated IPs. After ``max_delivery_seconds`` SES gives up.
    """

    tls_policy: TlsPolicy | None = None
    sending_pool: str | None = None
    max_delivery_seconds: int | None = None
    shared_pool_delivery_mode: SharedPoolDeliveryMode | None = None


@dataclass(frozen=True, slots=True)
class TrackingOptions:
    """The host of tracked links, None is SES's own; and where they must be HTTPS, None is as OPTIONAL."""

    redirect_domain: str | None = None
    https_policy: HttpsPolicy | None = None


@dataclass(slots=True)
class Options:
    """The options of one configuration set; the defaults are those of SES v1.

    ``suppressed_reasons`` replaces the account's, None inherits it. ``last_fresh_start`` is when sending was switched
    on again, in seconds since 1970; None if it never was off.
    """

    sending_enabled: bool = True
    last_fresh_start: float | None = None
    reputation_metrics_enabled: bool = False
    suppressed_reasons: tuple[Reason, ...] | None = None
    tracking: TrackingOptions = TrackingOptions()
    delivery: DeliveryOptions = DeliveryOptions()

    def switch_sending(self, *, enabled: bool, now: float) -> None:
        """Switch sending on or off; on again is a fresh start of the reputation.

        Spec: v1.md §3, UpdateConfigurationSetSendingEnabled.
        """
        if enabled and not self.sending_enabled:
            self.last_fresh_start = now
        self.sending_enabled = enabled

    def redirect(self, domain: str | None) -> None:
        """Set the redirect domain of tracked links, None for SES's own; an HTTPS policy stays."""
        self.tracking = replace(self.tracking, redirect_domain=domain)


def check_redirect_domain(account: Account, domain: str) -> None:
    """Refuse what cannot be the host of tracked links; raise `InvalidTrackingOptions`.

    An address is not a domain, though it may be verified. Spec: sending.md §3.2 [P].
    """
    if not domain.strip():
        raise EmptyRedirectDomain
    verified = account.world.any_sender or identities.find_verified_domain(account, domain) is not None
    if "@" in domain or not verified:
        raise RedirectDomainNotVerified(domain)


def check_sending_pool(account: Account, name: str) -> None:
    """Refuse a pool that no mail can be sent by; raise `BlankSendingPoolName` or `SendingPoolDoesNotExist`."""
    if not name.strip():
        raise BlankSendingPoolName
    if not pools.exists(account, name):
        raise SendingPoolDoesNotExist(name)
