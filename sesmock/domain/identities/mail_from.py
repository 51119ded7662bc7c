"""Custom MAIL FROM domains of identities. Spec: sending.md §3.1, §5, v1.md §2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sesmock.domain.identities import identities
from sesmock.domain.identities.errors import (
    MailFromDomainNotVerified,
    MailFromNotSubdomain,
    MailFromParentNotVerified,
    UnknownIdentity,
)
from sesmock.domain.identities.verification_states import (
    RECORD_SECONDS,
    VerificationState,
    VerificationStatus,
)

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.identities.identities import Identity


@dataclass(slots=True, eq=False)
class MailFrom:
    """A custom MAIL FROM domain; ``rejects`` mail while its MX record is missing, instead of using SES's domain."""

    domain: str
    verification: VerificationState
    rejects: bool = False


def set_domain(account: Account, name: str, domain: str | None, *, rejects: bool) -> None:
    """Give an identity a MAIL FROM domain, or take it away; raise `InvalidParameter`.

    A pending identity may have one, one that has failed may not. Spec: sending.md §3.1 [R, U].
    It is verified as soon as it is set; with ``verification="manual"`` when a test says so, and after 72 hours it has
    failed.
    """
    identity = identities.find(account, name)
    if identity is None:
        raise UnknownIdentity(name)
    if domain:
        _check(identity, domain)
        identity.mail_from = MailFrom(domain, _verification(account, identity.mail_from, domain), rejects)
    else:
        identity.mail_from = None


def require_usable(identity: Identity) -> None:
    """Raise `MailFromDomainNotVerified` if mail from an identity is refused for its MAIL FROM domain."""
    mail_from = identity.mail_from
    if mail_from is not None and mail_from.rejects and not mail_from.verification.has_succeeded:
        raise MailFromDomainNotVerified(mail_from.domain)


def _verification(account: Account, before: MailFrom | None, domain: str) -> VerificationState:
    """Look for the record of a domain; one that was found stays found."""
    if before is not None and before.verification.has_succeeded and before.domain.lower() == domain.lower():
        return before.verification
    state = VerificationState(account.world.clock, RECORD_SECONDS)
    state.start()
    if account.world.options.verification == "instant":
        state.succeed()
    return state


def _check(identity: Identity, domain: str) -> None:
    parent = identity.name.rpartition("@")[2].lower()
    if not domain.lower().endswith(f".{parent}"):
        raise MailFromNotSubdomain(domain, identity.name)
    if identity.status is VerificationStatus.FAILED:
        raise MailFromParentNotVerified(domain, identity.name)
