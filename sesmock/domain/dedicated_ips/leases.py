"""The dedicated IPs and pools of an account.

Every account imports this module; the rest of the package is imported on demand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.dedicated_ips.dedicated_ips import DedicatedIp
    from sesmock.domain.dedicated_ips.pools import DedicatedIpPool
    from sesmock.domain.world import World


class DedicatedIps:
    """The dedicated IPs of an account, by address, and the pools that the account created, by name."""

    __slots__ = ("_auto_warmup", "_world", "addresses", "pools")

    def __init__(self, world: World) -> None:
        self._world = world
        self._auto_warmup = True  # Spec: dedicated_ips.md §1 [P]
        self.addresses: dict[str, DedicatedIp] = {}
        self.pools: dict[str, DedicatedIpPool] = {}

    def __repr__(self) -> str:
        return f"<DedicatedIps {self.sorted()}>"

    @property
    def auto_warmup(self) -> bool:
        """Whether IPs warm up automatically; otherwise, they keep their current warm-up percentage."""
        return self._auto_warmup

    @auto_warmup.setter
    def auto_warmup(self, enabled: bool) -> None:
        self._auto_warmup = enabled
        for dedicated_ip in self.addresses.values():
            dedicated_ip.switch_auto_warmup(enabled=enabled)

    def lease(
        self, ip: str | None = None, *, pool: str | None = None, warmup_percentage: int | None = None
    ) -> DedicatedIp:
        """Lease a dedicated IP to the account, which no API can do.

        The address is ``ip``, or else the next free address, counting from 192.0.2.1. The IP is in the default pool
        unless ``pool`` names one of the account's pools. Without ``warmup_percentage``, it starts cold if automatic
        warm-up is enabled, and warm otherwise. Raise `ValueError` for an invalid or leased address, an unknown pool, or
        a percentage out of range.
        """
        from sesmock.domain.dedicated_ips import dedicated_ips

        with self._world.change():
            return dedicated_ips.lease(self._world, self, ip, pool, warmup_percentage)

    def members(self, pool_name: str) -> list[DedicatedIp]:
        """Return the IPs of a pool, sorted by address."""
        return [dedicated_ip for dedicated_ip in self.sorted() if dedicated_ip.pool == pool_name]

    def sorted(self) -> list[DedicatedIp]:
        """Return all IPs, sorted by address."""
        return sorted(self.addresses.values(), key=lambda dedicated_ip: dedicated_ip.number)
