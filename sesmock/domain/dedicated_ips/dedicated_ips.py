"""Dedicated IPs, with their pools and their warm-up. Spec: dedicated_ips.md §1, §3."""

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
"""The time that SES takes to warm up an IP, regardless of the volume of mail.

Spec: dedicated_ips.md §1 [D].
"""
WARM = 100
_BYTE = r"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
# ASCII, because \d also matches the digits of other scripts.
_ADDRESS = re.compile(rf"{_BYTE}(\.{_BYTE}){{3}}", re.ASCII)
# A /24 block without its network or broadcast address.
_ADDRESSES_IN_BLOCK = 254


class WarmupStatus(Word):
    """The warm-up status of an IP; NOT_APPLICABLE in a managed pool, where SES takes care of the warm-up."""

    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class DedicatedIp:
    """An IP address leased by an account."""

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

    address: str
    """The address, such as ``"192.0.2.1"``."""
    pool: str
    """The name of the pool that the IP is in."""
    blacklist_entries: dict[str, BlacklistEntry]
    """The blocklist entries for the IP, by the name of the blocklist."""

    def __init__(self, clock: Clock, address: str, pool: str, pools: Mapping[str, DedicatedIpPool]) -> None:
        self._clock = clock
        self._pools = pools
        self.address = address
        self.pool = pool
        self.blacklist_entries = {}
        self.warm_up(WARM, by_itself=False)

    def __repr__(self) -> str:
        return f"<DedicatedIp {self.address} in {self.pool}, {self.warmup_status}>"

    @property
    def is_managed(self) -> bool:
        """Whether the IP is in a managed pool."""
        pool = self._pools.get(self.pool)
        return pool is not None and pool.is_managed

    @property
    def number(self) -> tuple[int, ...]:
        """The four numbers of the address, as a sort key."""
        # As a string, 192.0.2.10 would come before 192.0.2.9.
        return tuple(map(int, self.address.split(".")))

    @property
    def warmup_percentage(self) -> int:
        """The warm-up percentage from 0 to 100; -1 in a managed pool."""
        return -1 if self.is_managed else self._measure_warmth()

    @property
    def warmup_status(self) -> WarmupStatus:
        """The warm-up status."""
        if self.is_managed:
            return WarmupStatus.NOT_APPLICABLE
        return WarmupStatus.DONE if self._measure_warmth() >= WARM else WarmupStatus.IN_PROGRESS

    def warm_up(self, percentage: int, *, by_itself: bool) -> None:
        """Set the current warm-up percentage, and whether the warm-up continues automatically."""
        self._warmup = percentage
        self._warmed_at = self._clock.time()
        self._is_rising = by_itself

    def switch_auto_warmup(self, *, enabled: bool) -> None:
        """Continue the warm-up automatically, or stop at the current percentage."""
        self.warm_up(self._measure_warmth(), by_itself=enabled)

    def add_to_blacklist(self, blacklist: str, description: str | None = None) -> None:
        """Put the IP on a blocklist, such as ``"zen.spamhaus.org"``, for GetBlacklistReports."""
        self.blacklist_entries[blacklist] = BlacklistEntry(blacklist, self._clock.time(), description)

    def remove_from_blacklist(self, blacklist: str) -> None:
        """Remove the IP from a blocklist; raise `ValueError` if it is not listed."""
        if self.blacklist_entries.pop(blacklist, None) is None:
            raise ValueError(f"{self.address} is not on {blacklist!r}")

    def _measure_warmth(self) -> int:
        """Return the current warm-up percentage, in any kind of pool."""
        if not self._is_rising:
            return self._warmup
        # A test can move the clock back, which must not cool the IP below its percentage.
        elapsed = max(0.0, self._clock.time() - self._warmed_at)
        return min(WARM, self._warmup + int(WARM * elapsed / WARMUP_SECONDS))


def lease(
    world: World, leases: DedicatedIps, ip: str | None, pool: str | None, warmup_percentage: int | None
) -> DedicatedIp:
    """Lease a dedicated IP to an account, as `DedicatedIps.lease` describes; raise `ValueError`."""
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
    """Return the IPs of a pool, or all IPs of the account if no pool is named, sorted by address.

    The shared pool has no dedicated IPs. Raise `PoolDoesNotExist`.
    """
    leases = account.dedicated_ips
    if pool_name is None:
        return leases.sorted()
    if not pools.exists(account, pool_name):
        raise PoolDoesNotExist(pool_name)
    return leases.members(pool_name)


def move(account: Account, ip: str, pool_name: str) -> None:
    """Move an IP into a pool; to take it out of its pool, move it into the default pool.

    Raise `BlankPoolName`, `DedicatedIpDoesNotExist`, `PoolDoesNotExist`, `ManagedPool`, or `BuiltInPool` for the
    shared pool. Spec: dedicated_ips.md §1 [P, R].
    """
    # SES checks the name of the pool, then the IP, then the pool.
    pools.require_name(pool_name)
    dedicated_ip = get(account, ip)
    if pool_name != pools.DEFAULT_POOL and pools.get(account, pool_name).is_managed:
        raise ManagedPool
    dedicated_ip.pool = pool_name


def set_warmup(account: Account, ip: str, percentage: int | None) -> None:
    """Set the warm-up percentage of an IP; an automatic warm-up continues from there.

    Raise `MissingWarmupPercentage`, `WarmupPercentageOutOfRange` or `DedicatedIpDoesNotExist`.
    Spec: dedicated_ips.md §1 [P, I].
    """
    # SES checks the percentage before it looks for the IP.
    if percentage is None:
        raise MissingWarmupPercentage
    if not 0 <= percentage <= WARM:
        raise WarmupPercentageOutOfRange
    get(account, ip).warm_up(percentage, by_itself=account.dedicated_ips.auto_warmup)


def _choose_address(world: World, ip: str | None) -> str:
    # Only one account can lease an IP, so the other accounts of the world count, too.
    leased_addresses = {
        address for account in world.accounts.values() for address in account.dedicated_ips.addresses
    }
    if ip is None:
        return next(address for address in map(_build_address, count()) if address not in leased_addresses)
    if not _ADDRESS.fullmatch(ip):
        raise ValueError(f"ip must be an IPv4 address, got {ip!r}")
    if ip in leased_addresses:
        raise ValueError(f"{ip} is already leased")
    return ip


def _build_address(number: int) -> str:
    """Return an address of a block that is reserved for documentation (RFC 5737), or of the blocks after it."""
    block, host = divmod(number, _ADDRESSES_IN_BLOCK)
    return f"192.0.{2 + block}.{1 + host}"


def _choose_pool(leases: DedicatedIps, name: str | None) -> str:
    if name is None or name == pools.DEFAULT_POOL:
        return pools.DEFAULT_POOL
    if name not in leases.pools:
        own = ", ".join(map(repr, leases.pools)) or "none"
        raise ValueError(f"unknown pool {name!r}; pools of the account: {own}")
    return name
