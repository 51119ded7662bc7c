"""IP filters, which allow or block mail by the address of the sending server.

Spec: receipt_rules.md §5; receiving.md §1.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sesmock.domain.receiving import receipt_names
from sesmock.domain.receiving.availability import require_receiving
from sesmock.domain.receiving.errors import FilterAlreadyExists, InvalidCidrBlock, TooManyFilters
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.account import Account

    Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MAX_FILTERS = 100  # Spec: receipt_rules.md §5 [P]
# The ipaddress module also accepts netmasks, zones and integers, which SES does not.
_CIDR = re.compile(r"[0-9A-Fa-f.:]{2,45}(?:/[0-9]{1,3})?")


class FilterPolicy(Word):
    """Whether mail from an address is allowed or blocked."""

    ALLOW = "Allow"
    BLOCK = "Block"


@dataclass(frozen=True, slots=True)
class IpFilter:
    """A policy for an address or a range; ``cidr`` stays as the caller wrote it."""

    name: str
    policy: FilterPolicy
    cidr: str


def create(account: Account, new: IpFilter) -> None:
    """Add a filter; raise `InvalidParameter`, `FilterAlreadyExists` or `TooManyFilters`.

    Spec: receipt_rules.md §5 [P].
    """
    require_receiving(account)
    receipt_names.check_filter_name(new.name)
    if _network(new.cidr) is None:
        raise InvalidCidrBlock(new.cidr)
    if new.name in account.receiving.filters:
        raise FilterAlreadyExists(new.name)
    if len(account.receiving.filters) >= MAX_FILTERS:
        raise TooManyFilters
    account.receiving.filters[new.name] = new


def delete(account: Account, name: str) -> None:
    """Remove a filter, if it exists."""
    require_receiving(account)
    account.receiving.filters.pop(name, None)


def list_filters(account: Account) -> list[IpFilter]:
    """Return all filters, sorted by name."""
    require_receiving(account)
    return sorted(account.receiving.filters.values(), key=lambda each: each.name)


def admits(account: Account, ip_address: str) -> bool:
    """Return whether SES accepts mail from an address: it must be explicitly allowed, or at least not blocked.

    Spec: receiving.md §1 [D, I].
    """
    address = ipaddress.ip_address(ip_address)
    policies = {
        each.policy
        for each in account.receiving.filters.values()
        if (network := _network(each.cidr)) is not None and address in network
    }
    # Allow wins over block, regardless of which range is smaller. Spec: receiving.md §1 [I].
    return FilterPolicy.ALLOW in policies or FilterPolicy.BLOCK not in policies


def _network(cidr: str) -> Network | None:
    """Return the range in a filter, or None if it is invalid."""
    if not _CIDR.fullmatch(cidr):
        return None
    try:
        # SES allows host bits, as in 10.0.0.1/24, which strict=True refuses. Spec: receipt_rules.md §5 [P].
        return ipaddress.ip_network(cidr, strict=False)
    except ValueError:
        return None
