"""Dedicated IPs: which pool they are in, and how far they are warmed up. Spec: nouns.md §3, v2.md §8, §17."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from sesmock.domain.dedicated_ips import pools
from sesmock.domain.dedicated_ips.blacklists import BlacklistEntry
from sesmock.domain.dedicated_ips.errors import (
    DedicatedIpDoesNotExist,
    ManagedPool,
    MissingWarmupPercentage,
    PoolDoesNotExist,
    WarmupPercentageOutOfRange,
)
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.domain.account import Account
    from sesmock.domain.clock import Clock
    from sesmock.domain.dedicated_ips.leases import DedicatedIps
    from sesmock.domain.dedicated_ips.pools import DedicatedIpPool
    from sesmock.domain.world import World

WARMUP_SECONDS = 45 * 24 * 60 * 60
"""How long SES takes to warm up an IP, however much is sent. Spec: nouns.md §3 [D]."""
WARM = 100
_BYTE = r"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_ADDRESS = re.compile(rf"{_BYTE}(\.{_BYTE}){{3}}", re.ASCII)
_ADDRESSES_IN_BLOCK = 254


class WarmupStatus(Word):
    """Whether an IP can be used to the full; SES sees to that itself for the IPs of a managed pool."""

    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class DedicatedIp:
    """An IP address that an account has leased, and the name of the pool that it is in.

    ``blacklist_entries`` are the block lists that it is on, by name.
    """

    __slots__ = (
        "_clock",
        "_is_rising",
        "_pools",
        "_warmed_at",
        "_warmup",
        "address",
        "blacklist_entries",
        "pool",
    )

    def __init__(self, clock: Clock, address: str, pool: str, pools: Mapping[str, DedicatedIpPool]) -> None:
        self._clock = clock
        self._pools = pools
        self.address = address
        self.pool = pool
        self.blacklist_entries: dict[str, BlacklistEntry] = {}
        self.warm_up(WARM, by_itself=False)

    def __repr__(self) -> str:
        return f"<DedicatedIp {self.address} in {self.pool}, {self.warmup_status}>"

    @property
    def is_managed(self) -> bool:
        """Whether it is in a managed pool."""
        pool = self._pools.get(self.pool)
        return pool is not None and pool.is_managed

    @property
    def number(self) -> tuple[int, ...]:
        """The four parts of the address, by which IPs are sorted."""
        return tuple(map(int, self.address.split(".")))

    @property
    def warmup_percentage(self) -> int:
        """How warm it is: 0 to 100; -1 in a managed pool."""
        return -1 if self.is_managed else self._measure_warmth()

    @property
    def warmup_status(self) -> WarmupStatus:
        """Whether it is warm."""
        if self.is_managed:
            return WarmupStatus.NOT_APPLICABLE
        return WarmupStatus.DONE if self._measure_warmth() >= WARM else WarmupStatus.IN_PROGRESS

    def warm_up(self, percentage: int, *, by_itself: bool) -> None:
        """Say how warm it is now, and whether it becomes warmer by itself."""
        self._warmup = percentage
        self._warmed_at = self._clock.time()
        self._is_rising = by_itself

    def switch_auto_warmup(self, *, enabled: bool) -> None:
        """Have it become warmer by itself, or stay as warm as it is."""
        self.warm_up(self._measure_warmth(), by_itself=enabled)

    def add_to_blacklist(self, blacklist: str, description: str | None = None) -> None:
        """Have a block list name it from now on, such as ``"zen.spamhaus.org"``: GetBlacklistReports tells."""
        self.blacklist_entries[blacklist] = BlacklistEntry(blacklist, self._clock.time(), description)

    def remove_from_blacklist(self, blacklist: str) -> None:
        """Have a block list no longer name it; raise `ValueError` if it does not."""
        if self.blacklist_entries.pop(blacklist, None) is None:
            raise ValueError(f"{self.address} is not on {blacklist!r}")

    def _measure_warmth(self) -> int:
        """Return how warm it is now, whoever sees to that."""
        if not self._is_rising:
            return self._warmup
        passed = max(0.0, self._clock.time() - self._warmed_at)
        return min(WARM, self._warmup + int(WARM * passed / WARMUP_SECONDS))


def lease(
    world: World, leases: DedicatedIps, ip: str | None, pool: str | None, warmup_percentage: int | None
) -> DedicatedIp:
    """Give an account a dedicated IP, as `DedicatedIps.lease` says; raise `ValueError`."""
    address, pool_name = _choose_address(world, ip), _choose_pool(leases, pool)
    percentage = (0 if leases.auto_warmup else WARM) if warmup_percentage is None else warmup_percentage
    if not 0 <= percentage <= WARM:
        raise ValueError(f"warmup_percentage must be between 0 and 100, got {percentage}")
    dedicated_ip = DedicatedIp(world.clock, address, pool_name, leases.pools)
    dedicated_ip.warm_up(percentage, by_itself=leases.auto_warmup)
    leases.addresses[address] = dedicated_ip
    return dedicated_ip


def get(account: Account, ip: str) -> DedicatedIp:
    """Return a dedicated IP of the account; raise `DedicatedIpDoesNotExist`."""
    dedicated_ip = account.dedicated_ips.addresses.get(ip)
    if dedicated_ip is None:
        raise DedicatedIpDoesNotExist(ip)
    return dedicated_ip


def select(account: Account, pool_name: str | None) -> list[DedicatedIp]:
    """Return the IPs of a pool, or all, by address; raise `PoolDoesNotExist`. Nobody has IPs of the shared pool."""
    leases = account.dedicated_ips
    if pool_name is None:
        return leases.sorted()
    if not pools.exists(account, pool_name):
        raise PoolDoesNotExist(pool_name)
    return leases.members(pool_name)


def move(account: Account, ip: str, pool_name: str) -> None:
    """Move an IP into a pool; the default pool is the way to take it out of one.

    Raise `BlankPoolName`, `DedicatedIpDoesNotExist`, `PoolDoesNotExist`, `ManagedPool`, or `BuiltInPool` for the shared
    pool. Spec: nouns.md §3 [P, R].
    """
    pools.require_name(pool_name)
    dedicated_ip = get(account, ip)
    if pool_name != pools.DEFAULT_POOL and pools.get(account, pool_name).is_managed:
        raise ManagedPool
    dedicated_ip.pool = pool_name


def set_warmup(account: Account, ip: str, percentage: int | None) -> None:
    """Say how warm an IP is; it goes on from there by itself if the account's do.

    Raise `MissingWarmupPercentage`, `WarmupPercentageOutOfRange` or `DedicatedIpDoesNotExist`.
    Spec: nouns.md §3 [P, I].
    """
    if percentage is None:
        raise MissingWarmupPercentage
    if not 0 <= percentage <= WARM:
        raise WarmupPercentageOutOfRange
    get(account, ip).warm_up(percentage, by_itself=account.dedicated_ips.auto_warmup)


def _choose_address(world: World, ip: str | None) -> str:
    leased = {address for account in world.accounts.values() for address in account.dedicated_ips.addresses}
    if ip is None:
        return next(address for address in map(_build_address, count()) if address not in leased)
    if not _ADDRESS.fullmatch(ip):
        raise ValueError(f"ip must be an IPv4 address, got {ip!r}")
    if ip in leased:
        raise ValueError(f"{ip} is leased already")
    return ip


def _build_address(number: int) -> str:
    """Return one of the addresses that are reserved for documentation, or of those that follow."""
    block, host = divmod(number, _ADDRESSES_IN_BLOCK)
    return f"192.0.{2 + block}.{1 + host}"


def _choose_pool(leases: DedicatedIps, name: str | None) -> str:
    if name is None or name == pools.DEFAULT_POOL:
        return pools.DEFAULT_POOL
    if name not in leases.pools:
        own = ", ".join(map(repr, leases.pools)) or "none"
        raise ValueError(f"unknown pool {name!r}; pools of the account: {own}")
    return name
