"""Verify and fail identities in all accounts of a world, for a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.identities import identities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.domain.account import Account
    from sesmock.domain.identities.identities import Identity
    from sesmock.domain.identities.verification_states import Failure, VerificationState
    from sesmock.domain.world import World


def verify_from_start(world: World, names: Sequence[str]) -> None:
    """Verify identities in all accounts and regions, present and future; ``"*"`` allows any sender.

    Raise `ValueError` for a name that is neither an address nor a domain.
    """
    check_names(names)
    with world.lock:
        for name in names:
            _verify_from_start(world, name)


def check_names(names: Sequence[str]) -> None:
    """Raise `ValueError` for a name that is not an address, a domain or ``"*"``."""
    for name in names:
        if name != "*":
            identities.check_option(name)


def add_to(account: Account) -> None:
    """Add to a new account the identities that are verified from the start."""
    world = account.world
    for name in world.verified_at_start:
        identity = identities.verify(account, name)
        # A test may have failed the identity before this account existed.
        failure = world.failed_at_start.get(identities.normalize_name(name))
        if failure is not None:
            identities.fail(identity, failure)


def verify(world: World, name: str) -> None:
    """Verify a name as a MAIL FROM domain and as an identity, in all accounts that have registered it.

    A name that is neither, or that is verified from the start, becomes a verified identity in all accounts, present and
    future. Raise `ValueError` for a name that is neither an address nor a domain.
    """
    identities.check_option(name)
    with world.lock:
        verifications = _mail_from_verifications(world, name)
        for verification in verifications:
            verification.succeed()
        if _is_from_start(world, name) or not (verifications or _find_everywhere(world, name)):
            _verify_from_start(world, name)
            return
        for account in world.accounts.values():
            if identities.find(account, name) is not None:
                identities.verify(account, name)


def fail(world: World, name: str, failure: Failure) -> bool:
    """Fail the verification of a MAIL FROM domain, and of an identity with its DKIM key; return whether either exists.

    An identity verified from the start also fails in future accounts. Raise `ValueError` for a name that is neither
    an address nor a domain.
    """
    identities.check_option(name)
    with world.lock:
        verifications = _mail_from_verifications(world, name)
        for verification in verifications:
            verification.fail(failure)
        is_identity = _fail_identity(world, name, failure)
        return is_identity or bool(verifications)


def _verify_from_start(world: World, name: str) -> None:
    if name == "*":
        world.accepts_any_sender = True
        return
    if name not in world.verified_at_start:
        world.verified_at_start.append(name)
    world.failed_at_start.pop(identities.normalize_name(name), None)
    for account in world.accounts.values():
        identities.verify(account, name)


def _fail_identity(world: World, name: str, failure: Failure) -> bool:
    at_start = _is_from_start(world, name)
    if at_start:
        world.failed_at_start[identities.normalize_name(name)] = failure
    matches = _find_everywhere(world, name)
    for identity in matches:
        identities.fail(identity, failure)
    return at_start or bool(matches)


def _is_from_start(world: World, name: str) -> bool:
    return identities.normalize_name(name) in map(identities.normalize_name, world.verified_at_start)


def _find_everywhere(world: World, name: str) -> list[Identity]:
    matches = (identities.find(account, name) for account in world.accounts.values())
    return [identity for identity in matches if identity is not None]


def _mail_from_verifications(world: World, domain: str) -> list[VerificationState]:
    return [
        identity.mail_from.verification
        for account in world.accounts.values()
        for identity in account.identities.values()
        if identity.mail_from is not None and identity.mail_from.domain.lower() == domain.lower()
    ]
