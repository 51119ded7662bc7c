"""The blocklists that a test puts dedicated IPs on. Spec: deliverability.md §1 [U, I]."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sesmock.domain.account import Account


class BlacklistEntry(NamedTuple):
    """An entry for an IP on a blocklist; ``since`` is in seconds since 1970."""

    blacklist: str
    since: float
    description: str | None


def report(account: Account, names: Iterable[str]) -> Mapping[str, Sequence[BlacklistEntry]]:
    """Return the blocklist entries for each name that is a dedicated IP of the account; other names are left out."""
    # SES checks nothing: an unknown IP is missing from the answer, and so is a string that is not an IP.
    # Spec: deliverability.md §1 [U].
    addresses = account.dedicated_ips.addresses
    return {
        name: tuple(addresses[name].blacklist_entries.values())
        for name in dict.fromkeys(names)
        if name in addresses
    }
