"""Open and click tracking: what SES tracks of a message, and how it rewrites the message for it. Spec: events.md §6."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from sesmock.domain import identities
from sesmock.domain.errors import InvalidTrackingOptions

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.configuration_sets import ConfigurationSet

HttpsPolicy = Literal["OPTIONAL", "REQUIRE", "REQUIRE_OPEN_ONLY"]


@dataclass(frozen=True, slots=True)
class TrackingOptions:
    """The host of tracked links, None is SES's own; and where they must be HTTPS, None is as OPTIONAL."""

    redirect_domain: str | None = None
    https_policy: HttpsPolicy | None = None


def check(account: Account, domain: str | None) -> None:
    """Refuse what cannot be the host of tracked links; raise `InvalidTrackingOptions`. Spec: sending.md §3.2 [P]."""
    if not domain:
        raise InvalidTrackingOptions("CustomRedirectDomain must be specified.")
    if not account.world.any_sender and identities.verified_domain(account, domain) is None:
        raise InvalidTrackingOptions(f"Domain <{domain}> is not verified under this account.")


def redirect_domain(configuration_set: ConfigurationSet) -> str | None:
    """Return the domain that tracked links lead over, None for SES's own."""
    return None if configuration_set.tracking is None else configuration_set.tracking.redirect_domain


def redirect(configuration_set: ConfigurationSet, domain: str | None) -> None:
    """Have tracked links lead over a domain, None is SES's own; an HTTPS policy stays."""
    known = configuration_set.tracking or TrackingOptions()
    options = replace(known, redirect_domain=domain)
    configuration_set.tracking = None if options == TrackingOptions() else options
