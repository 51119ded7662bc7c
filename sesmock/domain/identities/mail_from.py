"""Custom MAIL FROM domains of identities. Spec: mail_from.md §1, §2."""

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
    """A custom MAIL FROM domain.

    While SES does not find the MX record, SES uses a domain of its own instead, or rejects mail if ``rejects`` is true.
    """

    domain: str
    verification: VerificationState
    rejects: bool = False


def set_domain(account: Account, name: str, domain: str | None, *, rejects: bool) -> None:
    """Set or remove the MAIL FROM domain of an identity; raise `InvalidParameter`.

    The domain is verified immediately; with ``verification="manual"``, it fails after 72 hours unless the test verifies
    it. Spec: mail_from.md §1 [D], §2.
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
    """Raise `MailFromDomainNotVerified` if SES rejects mail because of the identity's MAIL FROM domain."""
    mail_from = identity.mail_from
    if mail_from is not None and mail_from.rejects and not mail_from.verification.has_succeeded:
        raise MailFromDomainNotVerified(mail_from.domain)


def _verification(account: Account, before: MailFrom | None, domain: str) -> VerificationState:
    """Return the verification of a domain: the previous one if it succeeded for the same domain, else a new one."""
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
    # SES accepts a pending identity, although AWS's guide requires a verified one. Spec: mail_from.md §2 [R, U], §4.
    if identity.status is VerificationStatus.FAILED:
        raise MailFromParentNotVerified(domain, identity.name)
