"""The recipient conditions of rules. Spec: receiving.md §2; receipt_rules.md §3."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sesmock.domain.identities import identities
from sesmock.domain.receiving.errors import InvalidRecipient

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sesmock.domain.account import Account
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.receiving.rules import Rule

_MAX_LENGTH = 320
# An address, a domain, or, with a leading dot, the subdomains of a domain. The labels are those of host names
# (RFC 1123 §2.1).
_CONDITION = re.compile(
    r"(?:[^\s@]+@|\.)?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
)


def normalize(recipients: Sequence[str]) -> tuple[str, ...]:
    """Return the conditions of a rule in lower case, sorted and without duplicates; raise `InvalidParameter`.

    Spec: receipt_rules.md §3 [E, P].
    """
    for recipient in recipients:
        if len(recipient) > _MAX_LENGTH or not _CONDITION.fullmatch(recipient.lower()):
            raise InvalidRecipient(recipient)
    return tuple(sorted({recipient.lower() for recipient in recipients}))


def match(account: Account, rule: Rule, recipients: Sequence[Address]) -> tuple[Address, ...]:
    """Return the recipients that match a rule.

    A rule without conditions matches all recipients at the account's verified domains.
    Spec: receiving.md §2 [D].
    """
    if not rule.recipients:
        return tuple(recipient for recipient in recipients if _is_at_verified_domain(account, recipient))
    conditions = frozenset(rule.recipients)
    return tuple(
        recipient for recipient in recipients if not conditions.isdisjoint(_matching_conditions(recipient))
    )


def _is_at_verified_domain(account: Account, recipient: Address) -> bool:
    """Return whether a recipient is at a verified domain or a subdomain of one (inferred)."""
    return (
        account.world.accepts_any_sender
        or identities.find_verified_domain(account, recipient.domain) is not None
    )


def _matching_conditions(recipient: Address) -> Iterator[str]:
    """Yield the conditions that match a recipient."""
    local, _, domain = recipient.address.lower().rpartition("@")
    yield f"{local}@{domain}"
    # user@ also matches user+label@, but not the other way around. Spec: receiving.md §2 [D].
    yield f"{local.partition('+')[0]}@{domain}"
    yield domain
    while "." in domain:
        domain = domain.partition(".")[2]
        # A leading dot matches subdomains only, not the domain itself. Spec: receiving.md §2 [D].
        yield f".{domain}"
