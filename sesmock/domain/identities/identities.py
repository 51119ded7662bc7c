"""Identities: the addresses and domains that an account may send from."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.errors import InvalidParameter
from sesmock.domain.identities import dkim
from sesmock.domain.identities.errors import (
    IdentityAlreadyExists,
    IdentityDoesNotExist,
    InvalidAddressToVerify,
    InvalidDomainToVerify,
    TooManyIdentities,
)
from sesmock.domain.identities.verification_states import (
    LINK_SECONDS,
    RECORD_SECONDS,
    VerificationState,
    VerificationStatus,
)
from sesmock.domain.mail import addresses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sesmock.domain.account import Account
    from sesmock.domain.events.event_types import EventType
    from sesmock.domain.identities.certificates import Certificate
    from sesmock.domain.identities.dkim import Dkim, SigningKey
    from sesmock.domain.identities.mail_from import MailFrom
    from sesmock.domain.identities.verification_states import Failure
    from sesmock.domain.mail.addresses import Address


MAX_IDENTITIES = 10_000  # Spec: account.md §2 [D]

# A name in DNS has at most 255 octets, with a length octet for each label and for the root, so 253 characters remain.
# A label has at most 63 characters (RFC 1035 §2.3.4).
_MAX_DOMAIN_LENGTH = 253
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}")


@dataclass(slots=True, eq=False)
class Identity:
    """An email address or a domain, spelled as in the request that registered it."""

    name: str
    verification: VerificationState
    dkim: Dkim | None = None
    feedback_forwarding: bool = True
    default_configuration_set: str | None = None
    mail_from: MailFrom | None = None
    policies: dict[str, str] = field(default_factory=dict)
    notification_topics: dict[EventType, str] = field(default_factory=dict)
    headers_in_notifications: set[EventType] = field(default_factory=set)
    tags: dict[str, str] = field(default_factory=dict)
    certificates: dict[str, Certificate] = field(default_factory=dict)

    @property
    def is_domain(self) -> bool:
        """Whether the identity is a domain, not an address."""
        return "@" not in self.name

    @property
    def status(self) -> VerificationStatus:
        """The current status of the verification."""
        return self.verification.status

    @property
    def is_verified(self) -> bool:
        """Whether the identity itself is verified; `may_send` also considers its domain."""
        return self.verification.has_succeeded


class VerificationRequested(NamedTuple):
    """An announcement that SES must mail a verification link to the owner of an address."""

    account: Account
    identity: Identity


def normalize_name(name: str) -> str:
    """Return the key of an identity: a domain in lower case, or an address as it is spelled."""
    # SES ignores case in the names of domains, but not in addresses, even after the @. Spec: identities.md §1 [D].
    return name if "@" in name else name.lower()


def find(account: Account, name: str) -> Identity | None:
    """Return the identity with a name, or None if there is none."""
    return account.identities.get(normalize_name(name))


def find_by_name_or_arn(account: Account, name: str) -> Identity | None:
    """Return the identity with a name, or with an ARN of this account and region. Spec: identities.md §1."""
    return find(account, name.removeprefix(account.arn("identity/")))


def get(account: Account, name: str) -> Identity:
    """Return the identity with a name; raise `IdentityDoesNotExist`."""
    identity = find(account, name)
    if identity is None:
        raise IdentityDoesNotExist(name)
    return identity


def create(account: Account, name: str, signing_key: SigningKey | None = None) -> Identity:
    """Register an identity and start its verification; a domain is verified by the records of its DKIM key.

    Without a signing key, a domain uses Easy DKIM. Raise `IdentityAlreadyExists` or `LimitExceeded`.
    """
    require_new(account, name)
    if "@" in name:
        return start_verification(account, name)
    identity = _find_or_create(account, name)
    dkim.set_up(account, identity, signing_key)
    return identity


def require_room(account: Account, name: str) -> None:
    """Raise `LimitExceeded` if a new identity would exceed the maximum number of identities."""
    if find(account, name) is None and len(account.identities) >= MAX_IDENTITIES:
        raise TooManyIdentities(MAX_IDENTITIES)


def require_new(account: Account, name: str) -> None:
    """Raise `IdentityAlreadyExists` if there is an identity with this name."""
    if find(account, name) is not None:
        raise IdentityAlreadyExists(name)


def start_verification(account: Account, name: str) -> Identity:
    """Register an identity if it is new and start its verification; a verified one stays verified.

    With ``verification="manual"``, the owner of an address gets mail. Raise `LimitExceeded`.
    """
    identity = begin_verification(account, name)
    if account.world.options.verification == "manual" and not identity.is_domain:
        account.world.announce(VerificationRequested(account, identity))
    return identity


def begin_verification(account: Account, name: str) -> Identity:
    """Start a verification like `start_verification`, but without mail to the owner."""
    identity = _find_or_create(account, name)
    if account.world.options.verification == "instant":
        identity.verification.succeed()
    # A repeated request leaves a verified identity verified. Spec: identities.md §5 [I].
    elif not identity.is_verified:
        identity.verification.start()
    return identity


def set_up_easy_dkim(account: Account, name: str) -> tuple[str, ...]:
    """Register a domain if it is new, and set up Easy DKIM for it; return the tokens.

    Raise `LimitExceeded`. Spec: dkim.md §3.
    """
    return dkim.set_up_easy_dkim(account, _find_or_create(account, name))


def verify(account: Account, name: str) -> Identity:
    """Mark an identity as verified, and register it first if it is new; a new domain gets Easy DKIM."""
    identity = find(account, name)
    if identity is None:
        identity = account.identities[normalize_name(name)] = _new(account, name)
        if identity.is_domain:
            dkim.set_up(account, identity)
    identity.verification.succeed()
    dkim.confirm(account, identity)
    return identity


def make_verification_token(account: Account, identity: Identity) -> str:
    """Return the content of a domain's TXT record, which stays the same and differs by account and region."""
    # The base64 form of 32 bytes has 44 characters, like the tokens of SES. Spec: identities.md §5.
    seed = f"{account.account_id} {account.region} {normalize_name(identity.name)}"
    return base64.b64encode(hashlib.sha256(seed.encode()).digest()).decode()


def fail(identity: Identity, failure: Failure) -> None:
    """Mark the verification of an identity and of its DKIM key as failed."""
    identity.verification.fail(failure)
    if identity.dkim is not None:
        identity.dkim.verification.fail(failure)


def _find_or_create(account: Account, name: str) -> Identity:
    require_room(account, name)
    identity = find(account, name)
    if identity is None:
        identity = account.identities[normalize_name(name)] = _new(account, name)
    return identity


def _new(account: Account, name: str) -> Identity:
    seconds = LINK_SECONDS if "@" in name else RECORD_SECONDS
    return Identity(name, VerificationState(account.world.clock, seconds))


def delete(account: Account, name: str) -> Identity:
    """Remove an identity and return it.

    Raise `IdentityDoesNotExist`, or `InvalidParameter` while the identity is associated with a tenant.
    """
    identity = get(account, name)
    arn = account.arn(f"identity/{identity.name}")
    account.tenants.require_unassociated(arn)
    # A new identity with this name starts with a new reputation.
    account.reputation.forget(arn)
    del account.identities[normalize_name(name)]
    return identity


def find_verified(account: Account, address: Address) -> Identity | None:
    """Return the most specific verified identity that covers an address.

    Spec: identities.md §1 [D].
    """
    identities = account.identities
    # Does not use `_filter_verified`, to save time in every send.
    for name in _covering_names(address):
        identity = identities.get(name)
        if identity is not None and identity.is_verified:
            return identity
    return None


def may_send(account: Account, identity: Identity) -> bool:
    """Return whether mail may be sent from an identity: it is verified, or an address at a verified domain.

    Spec: identities.md §3 [U].
    """
    domain = identity.name.rpartition("@")[2]
    return identity.is_verified or (
        not identity.is_domain and find_verified_domain(account, domain) is not None
    )


def covers(name: str, address: Address) -> bool:
    """Return whether an identity with this name would cover an address if it were verified."""
    return normalize_name(name) in _covering_names(address)


def find_verified_domain(account: Account, domain: str) -> Identity | None:
    """Return the most specific verified identity among a domain and its parents."""
    return next(iter(_filter_verified(account, _domains_above(domain.lower()))), None)


def list_registered(account: Account, address: Address) -> list[Identity]:
    """Return the identities that would cover an address, verified or not, from most to least specific."""
    return [account.identities[name] for name in _covering_names(address) if name in account.identities]


def list_verified(account: Account, address: Address) -> list[Identity]:
    """Return the verified identities that cover an address, from most to least specific.

    An address covers itself and its labels; a domain covers its addresses and its subdomains.
    Spec: identities.md §1 [D].
    """
    return _filter_verified(account, _covering_names(address))


def _filter_verified(account: Account, names: Iterable[str]) -> list[Identity]:
    identities = map(account.identities.get, names)
    return [identity for identity in identities if identity is not None and identity.is_verified]


# Cached, because each send calls it twice.
@lru_cache(maxsize=4096)
def _covering_names(address: Address) -> Sequence[str]:
    """Return the names of identities that would cover an address, from most to least specific."""
    bare = address.address
    names = [bare]
    local, _, domain = bare.rpartition("@")
    if "+" in local:
        names.append(f"{local.partition('+')[0]}@{domain}")
    return (*names, *_domains_above(domain.lower()))


def _domains_above(domain: str) -> list[str]:
    """Return a domain and its parents, nearest first."""
    names = [domain]
    while "." in domain:
        domain = domain.partition(".")[2]
        names.append(domain)
    return names


def check(name: str) -> None:
    """Raise `InvalidParameter` for a name that is neither an address nor a domain."""
    if "@" in name:
        check_email_address(name)
    else:
        check_domain(name)


def check_option(name: str) -> None:
    """Raise `ValueError` for a name in a test that is neither an address nor a domain."""
    try:
        check(name)
    except (InvalidParameter, TypeError):
        # A name that is not a string leads to the TypeError.
        raise ValueError(f"{name!r} is not an identity; {_describe_option(name)}") from None


def _describe_option(name: object) -> str:
    """Return the second half of the error for an invalid name, which says what to pass instead."""
    text = str(name)
    if "_" in text.rpartition("@")[2]:
        return "SES refuses an underscore in a domain."
    address = addresses.lenient(text)
    example = address.address if address.name else "hello@example.com"
    return f"pass a bare email address or a domain, e.g. {example!r}"


def check_email_address(text: str) -> None:
    """Raise `InvalidAddressToVerify` for a string that is not a bare email address. Spec: sending.md §3 [U, P]."""
    try:
        valid = addresses.parse(text).address == text
    except InvalidParameter:
        valid = False
    if not valid:
        raise InvalidAddressToVerify(text)


def check_domain(text: str) -> None:
    """Raise `InvalidDomainToVerify` for a string that is not a domain. Spec: identities.md §2 [R]."""
    if len(text) > _MAX_DOMAIN_LENGTH or not _DOMAIN.fullmatch(text):
        raise InvalidDomainToVerify(text)
