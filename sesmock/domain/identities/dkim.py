"""DKIM: the keys that SES uses to sign the mail of domains. Spec: dkim.md §2, §3."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from sesmock.domain.identities.errors import (
    DomainNotVerifiedForDkim,
    IdentityDoesNotExist,
    IdentityMustBeDomain,
    IncompleteOwnKey,
    KeyLengthChangedToday,
    MixedSigningAttributes,
)
from sesmock.domain.identities.verification_states import (
    RECORD_SECONDS,
    Failure,
    VerificationError,
    VerificationState,
    VerificationStatus,
)

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.identities.identities import Identity

# Easy DKIM needs three records; its keys have 2048 bits by default.
DEFAULT_BITS = 2048
TOKENS = 3
_DAY = 24 * 60 * 60
# Regions whose keys are not published under dkim.amazonses.com, according to the AWS General Reference.
_REGIONS_WITH_A_ZONE = frozenset(
    "af-south-1 ap-northeast-3 ap-south-2 ap-southeast-3 ap-southeast-5 ca-west-1 eu-central-2 eu-south-1 "
    "il-central-1 me-central-1 us-gov-east-1".split()
)

KeyKind = Literal["easy", "own", "replica"]

# While SES looks for the records, or has found them, a repeated request changes nothing.
_ACTIVE_STATUSES = (VerificationStatus.PENDING, VerificationStatus.SUCCESS)


class KeyRequest(NamedTuple):
    """A caller's request for a signing key; without a ``kind``, the other members determine it."""

    kind: KeyKind | None = None
    selector: str | None = None
    private_key: str | None = None
    bits: int | None = None
    region: str | None = None


@dataclass(slots=True, eq=False)
class EasyKey:
    """A key pair that SES generates; the owner of the domain publishes three CNAME records for it.

    ``next_bits`` becomes ``bits`` when SES finds the records of a new key. Times are in seconds since 1970, UTC.
    """

    seed: str
    hosted_zone: str
    bits: int
    next_bits: int
    generated_at: float
    changed_at: float | None = None
    generation: int = 0

    @property
    def tokens(self) -> tuple[str, ...]:
        """The tokens of the CNAME records: three strings of 32 characters, the same on each access."""
        return tuple(self._token(number) for number in range(TOKENS))

    def _token(self, number: int) -> str:
        # The tokens depend on nothing random, so that a domain has the same ones in every run.
        digest = hashlib.sha256(f"{self.seed} {self.generation} {number}".encode()).digest()
        # Twenty bytes are exactly 32 characters of base32, without padding.
        return base64.b32encode(digest[:20]).decode().lower()


class OwnKey(NamedTuple):
    """A key pair that belongs to the domain's owner, who publishes the public key under a selector."""

    selector: str

    @property
    def tokens(self) -> tuple[str, ...]:
        """The selector."""
        return (self.selector,)


@dataclass(slots=True, eq=False)
class ReplicaKey:
    """The key pair of the same domain in another region; ``parent`` is set once SES has found it there."""

    region: str
    parent: EasyKey | None = None

    @property
    def tokens(self) -> tuple[str, ...]:
        """The tokens of the parent."""
        return () if self.parent is None else self.parent.tokens


SigningKey = EasyKey | OwnKey | ReplicaKey


@dataclass(slots=True, eq=False)
class Dkim:
    """The DKIM settings of a domain."""

    key: SigningKey
    verification: VerificationState
    signing_enabled: bool = True


def set_up(account: Account, identity: Identity, key: SigningKey | None = None) -> Dkim:
    """Set up a signing key for a domain, and start the search for its records.

    Without a key, the domain keeps its current one, or else gets one for Easy DKIM. Signing stays enabled or
    disabled, as it was.
    """
    dkim = identity.dkim
    if dkim is None:
        state = VerificationState(account.world.clock, RECORD_SECONDS)
        dkim = identity.dkim = Dkim(key or make_easy_key(account, identity.name), state)
    elif key is not None:
        dkim.key = key
    _look_for_records(account, identity, dkim)
    return dkim


def set_up_easy_dkim(account: Account, identity: Identity) -> tuple[str, ...]:
    """Set up Easy DKIM unless its status is PENDING or SUCCESS; return the tokens. Spec: dkim.md §3."""
    dkim = identity.dkim
    if dkim is None or not isinstance(dkim.key, EasyKey):
        dkim = set_up(account, identity, make_easy_key(account, identity.name))
    elif dkim.verification.status not in _ACTIVE_STATUSES:
        set_up(account, identity)
    return dkim.key.tokens


def change_key(account: Account, name: str, request: KeyRequest) -> Dkim:
    """Change the signing key of a domain, or restart the search for its records after a failure.

    Raise `InvalidParameter` or `IdentityDoesNotExist`. Spec: dkim.md §1 [P], §2.
    """
    # SES checks the form of the name before it looks for the identity.
    if "@" in name or not name.strip():
        raise IdentityMustBeDomain
    identity = account.identities.get(name.lower())
    if identity is None:
        raise IdentityDoesNotExist(name)
    dkim = identity.dkim
    if dkim is None or not isinstance(dkim.key, EasyKey) or resolve_kind(request) != "easy":
        return set_up(account, identity, make_key(account, identity.name, request))
    length_changed = _change_length(dkim.key, identity.name, request.bits, account.world.clock.time())
    if length_changed or dkim.verification.status not in _ACTIVE_STATUSES:
        set_up(account, identity)
    return dkim


def set_enabled(account: Account, name: str, *, enabled: bool) -> None:
    """Enable or disable DKIM signing for a domain; raise `InvalidParameter`.

    An unknown domain is invalid, and so is one without a signing key. Spec: dkim.md §1 [P].
    """
    # SES accepts an address at a registered domain, but the setting has no effect: the domain's setting counts.
    domain = name.rpartition("@")[2]
    identity = account.identities.get(domain.lower())
    if identity is None or (identity.dkim is None and domain == name):
        raise DomainNotVerifiedForDkim(domain)
    if identity.dkim is not None and domain == name:
        identity.dkim.signing_enabled = enabled


def signing(account: Account, identity: Identity) -> Dkim | None:
    """Return the DKIM settings for mail from an identity; an address uses its domain's settings.

    Spec: identities.md §1 [P].
    """
    if identity.is_domain:
        return identity.dkim
    parent = account.identities.get(identity.name.rpartition("@")[2].lower())
    return None if parent is None else parent.dkim


def confirm(account: Account, identity: Identity) -> None:
    """Confirm the records of a domain's key, which verifies the domain; a replica without a parent fails instead."""
    dkim = identity.dkim
    if dkim is None:
        return
    error = _replicate(account, identity.name, dkim.key) if isinstance(dkim.key, ReplicaKey) else None
    if error is not None:
        _fail(identity, dkim, error)
        return
    # A key of a different length replaces the current one only when its records are found.
    if isinstance(dkim.key, EasyKey) and dkim.key.bits != dkim.key.next_bits:
        dkim.key.bits, dkim.key.generated_at = dkim.key.next_bits, account.world.clock.time()
    dkim.verification.succeed()
    identity.verification.succeed()


def resolve_kind(request: KeyRequest) -> KeyKind:
    """Return the requested kind of key; raise `InvalidParameter` if the other members do not match it."""
    has_members = [value is not None for value in (request.selector, request.private_key)]
    kind = request.kind or ("replica" if request.region else "own" if any(has_members) else "easy")
    if kind == "own" and not all(has_members):
        raise IncompleteOwnKey
    if (kind != "own" and any(has_members)) or (kind != "easy" and request.bits is not None):
        raise MixedSigningAttributes
    return kind


def make_key(account: Account, domain: str, request: KeyRequest) -> SigningKey:
    """Return a new key for a request; raise the errors of `resolve_kind`."""
    kind = resolve_kind(request)
    if kind == "easy":
        return make_easy_key(account, domain, request.bits or DEFAULT_BITS)
    return OwnKey(str(request.selector)) if kind == "own" else ReplicaKey(str(request.region))


def make_easy_key(account: Account, domain: str, bits: int = DEFAULT_BITS) -> EasyKey:
    """Return the key pair that SES generates for a domain in the account's region."""
    region = account.region
    zone = f"dkim.{region}.amazonses.com" if region in _REGIONS_WITH_A_ZONE else "dkim.amazonses.com"
    seed = f"{account.account_id} {region} {domain.lower()}"
    return EasyKey(seed, zone, bits, bits, generated_at=account.world.clock.time())


def _change_length(key: EasyKey, domain: str, bits: int | None, now: float) -> bool:
    """Change the length of the next key, at most once a day; return whether it changed."""
    if bits is None or bits == key.next_bits:
        return False
    if key.changed_at is not None and now - key.changed_at < _DAY:
        raise KeyLengthChangedToday(domain)
    key.next_bits, key.changed_at, key.generation = bits, now, key.generation + 1
    return True


def _look_for_records(account: Account, identity: Identity, dkim: Dkim) -> None:
    dkim.verification.start()
    # A new key does not stop a verified domain from sending. Spec: dkim.md §2 [U].
    if not identity.is_verified:
        identity.verification.start()
    if account.world.options.verification == "instant":
        confirm(account, identity)
    elif isinstance(dkim.key, ReplicaKey):
        error = _replicate(account, identity.name, dkim.key)
        if error is not None:
            _fail(identity, dkim, error)


def _replicate(account: Account, domain: str, key: ReplicaKey) -> VerificationError | None:
    """Set the parent of a replica; return the error if there is no suitable parent.

    Spec: identities.md §3.
    """
    # SES reports these errors in VerificationInfo later, not as an error of the call. Spec: identities.md §3 [I].
    if key.region == account.region:
        return VerificationError.REPLICATION_PRIMARY_INVALID_REGION
    parent = account.world.account(account.account_id, key.region).identities.get(domain.lower())
    if parent is None or parent.dkim is None:
        return VerificationError.REPLICATION_PRIMARY_NOT_FOUND
    if isinstance(parent.dkim.key, OwnKey):
        return VerificationError.REPLICATION_PRIMARY_BYO_DKIM_NOT_SUPPORTED
    if isinstance(parent.dkim.key, ReplicaKey):
        return VerificationError.REPLICATION_REPLICA_AS_PRIMARY_NOT_SUPPORTED
    key.parent = parent.dkim.key
    return None


def _fail(identity: Identity, dkim: Dkim, error: VerificationError) -> None:
    dkim.verification.fail(Failure(error))
    if not identity.is_verified:
        identity.verification.fail(Failure(error))
