"""Pools of dedicated IPs. Spec: dedicated_ips.md §1, §3."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sesmock.domain.dedicated_ips.errors import (
    BlankPoolName,
    BuiltInPool,
    InvalidPoolName,
    InvalidScalingMode,
    PoolAlreadyExists,
    PoolDoesNotExist,
    PoolInUse,
    PoolNameTooLong,
    TooManyPools,
)
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.account import Account

DEFAULT_POOL = "ses-default-dedicated-pool"
"""The pool of dedicated IPs that are in no other pool; mail without a sending pool uses it.

Spec: dedicated_ips.md §1 [U, D].
"""
SHARED_POOL = "ses-shared-pool"
"""The pool of IPs that all SES customers share. Spec: dedicated_ips.md §1 [U]."""
BUILT_IN_POOLS = (DEFAULT_POOL, SHARED_POOL)
# Spec: dedicated_ips.md §1 [D].
MAX_POOLS = 50
MAX_NAME_LENGTH = 64
# SES refuses upper-case letters; the pattern is that of CloudFormation. Spec: dedicated_ips.md §1 [U, D].
_NAME = re.compile(r"[a-z0-9_-]+")


class ScalingMode(Word):
    """Whether the account or SES chooses the IPs of a pool."""

    STANDARD = "STANDARD"
    MANAGED = "MANAGED"


@dataclass(slots=True, eq=False)
class DedicatedIpPool:
    """A pool of dedicated IPs that a configuration set may send from."""

    name: str
    scaling_mode: ScalingMode = ScalingMode.STANDARD
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def is_managed(self) -> bool:
        """Whether SES chooses the IPs."""
        return self.scaling_mode is ScalingMode.MANAGED


def check_name(name: str) -> None:
    """Raise `InvalidParameter` for an invalid name of a new pool.

    Spec: dedicated_ips.md §1; choices.md §3.
    """
    require_name(name)
    if len(name) > MAX_NAME_LENGTH:
        raise PoolNameTooLong(MAX_NAME_LENGTH)
    if not _NAME.fullmatch(name):
        raise InvalidPoolName(name)


def require_name(name: str) -> None:
    """Raise `BlankPoolName` for a blank name."""
    if not name.strip():
        raise BlankPoolName


def parse_scaling_mode(text: str | None) -> ScalingMode:
    """Return the scaling mode with a name; raise `InvalidScalingMode`."""
    # Before Python 3.12, "text in ScalingMode" raises TypeError for a string.
    if text not in tuple(ScalingMode):
        raise InvalidScalingMode
    return ScalingMode(text)


def create(account: Account, pool: DedicatedIpPool) -> None:
    """Add a pool with a valid name; raise `PoolAlreadyExists` or `TooManyPools`."""
    pools = account.dedicated_ips.pools
    if pool.name in pools or pool.name in BUILT_IN_POOLS:
        raise PoolAlreadyExists(pool.name)
    if len(pools) >= MAX_POOLS:
        raise TooManyPools
    pools[pool.name] = pool


def get(account: Account, name: str) -> DedicatedIpPool:
    """Return a pool that the account created; raise `PoolDoesNotExist` or `BuiltInPool`."""
    if name in BUILT_IN_POOLS:
        raise BuiltInPool
    pool = account.dedicated_ips.pools.get(name)
    if pool is None:
        raise PoolDoesNotExist(name)
    return pool


def exists(account: Account, name: str) -> bool:
    """Return whether there is a pool with this name, including the built-in ones."""
    return name in BUILT_IN_POOLS or name in account.dedicated_ips.pools


def scale(account: Account, name: str, mode: ScalingMode) -> None:
    """Change the scaling mode of a pool; raise `PoolDoesNotExist`, `BuiltInPool` or `InvalidScalingMode`."""
    pool = get(account, name)
    # A managed pool can never become a standard one again. Spec: dedicated_ips.md §1 [P].
    if pool.is_managed and mode is ScalingMode.STANDARD:
        raise InvalidScalingMode
    pool.scaling_mode = mode


def delete(account: Account, name: str) -> None:
    """Remove a pool, and the IPs in it if SES manages them; configuration sets keep the pool's name.

    Raise `PoolDoesNotExist`, `BuiltInPool`, or `PoolInUse` for a standard pool that has IPs.
    Spec: dedicated_ips.md §1 [P, D].
    """
    pool = get(account, name)
    members = account.dedicated_ips.members(name)
    if members and not pool.is_managed:
        raise PoolInUse(name)
    for member in members:
        del account.dedicated_ips.addresses[member.address]
    del account.dedicated_ips.pools[name]


def list_names(account: Account) -> list[str]:
    """Return the sorted names of all pools, including the built-in ones if the account has a dedicated IP.

    Spec: choices.md §3 [I].
    """
    built_in = BUILT_IN_POOLS if account.dedicated_ips.addresses else ()
    return sorted((*account.dedicated_ips.pools, *built_in))
