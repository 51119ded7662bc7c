"""The DKIM keys of identities in SES v2 requests and responses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import clock
from sesmock.domain.identities.dkim import EasyKey, KeyRequest, OwnKey, ReplicaKey
from sesmock.domain.identities.errors import SigningOriginNotAllowed

if TYPE_CHECKING:
    from sesmock.backends.backend import Params
    from sesmock.domain.identities.dkim import Dkim, KeyKind, SigningKey

_EASY, _OWN, _REPLICA = "AWS_SES", "EXTERNAL", "AWS_SES_"
_BITS = {"RSA_1024_BIT": 1024, "RSA_2048_BIT": 2048}
_LENGTHS = {bits: length for length, bits in _BITS.items()}
_KINDS: dict[str, KeyKind] = {_EASY: "easy", _OWN: "own"}


def parse_key_request(attributes: Params, origin: str | None = None) -> KeyRequest:
    """Return the signing settings that a caller requests.

    For a new identity, the attributes may contain the origin of the key, which then must be a region. For a change,
    ``origin`` is a separate parameter. Raise `SigningOriginNotAllowed` for attributes that break this rule.
    """
    inside = attributes.get("DomainSigningAttributesOrigin")
    if inside is not None and (origin is not None or inside in _KINDS):
        raise SigningOriginNotAllowed(inside)
    source = origin or inside
    return KeyRequest(
        kind=None if source is None else _KINDS.get(source, "replica"),
        selector=attributes.get("DomainSigningSelector"),
        private_key=attributes.get("DomainSigningPrivateKey"),
        bits=_BITS.get(attributes.get("NextSigningKeyLength", "")),
        region=None if source is None or source in _KINDS else _parse_region(source),
    )


def dump_dkim(state: Dkim | None) -> Params:
    """Return DKIM settings in the format of v2; a state of None means an identity that never had a key."""
    if state is None:  # Spec: identities.md §3 [U]
        return {
            "SigningEnabled": False,
            "Status": "NOT_STARTED",
            "SigningAttributesOrigin": _EASY,
            "NextSigningKeyLength": "RSA_1024_BIT",
        }
    # A replica signs with the key pair of its parent region.
    pair = state.key.parent if isinstance(state.key, ReplicaKey) else state.key
    return {
        "SigningEnabled": state.signing_enabled,
        "Status": state.verification.status.name,
        "Tokens": state.key.tokens,
        "SigningAttributesOrigin": _dump_origin(state.key),
        **(_dump_key_pair(pair) if isinstance(pair, EasyKey) else {}),
    }


def _dump_key_pair(key: EasyKey) -> Params:
    # The owner's own key has none of these members. Spec: dkim.md §2.
    return {
        "SigningHostedZone": key.hosted_zone,
        "NextSigningKeyLength": _LENGTHS[key.next_bits],
        "CurrentSigningKeyLength": _LENGTHS[key.bits],
        "LastKeyGenerationTimestamp": clock.to_datetime(key.generated_at),
    }


def _dump_origin(key: SigningKey) -> str:
    if isinstance(key, ReplicaKey):
        return _REPLICA + key.region.upper().replace("-", "_")
    return _OWN if isinstance(key, OwnKey) else _EASY


def _parse_region(origin: str) -> str:
    # The origin of a replica of us-east-1 is AWS_SES_US_EAST_1.
    return origin.removeprefix(_REPLICA).lower().replace("_", "-")
