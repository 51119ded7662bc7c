"""The step of a send that decides how a message leaves. Spec: nouns.md §2, §3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.configuration_sets.errors import SendingPoolDoesNotExist
from sesmock.domain.dedicated_ips import pools
from sesmock.domain.mail.transmissions import Transmission

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet


def resolve(account: Account, configuration_set: ConfigurationSet | None) -> Transmission:
    """Return how a message leaves; raise `SendingPoolDoesNotExist` if the pool of its set was deleted."""
    pool = None if configuration_set is None else configuration_set.options.delivery.sending_pool
    if pool is not None and not pools.exists(account, pool):
        raise SendingPoolDoesNotExist(pool)
    return Transmission(*_choose_ip(account, pool))


def _choose_ip(account: Account, pool_name: str | None) -> tuple[str | None, str | None]:
    """Return the pool and the dedicated IP that a message leaves by: without a pool of its own the default one.

    Of several IPs it is the first, so that tests know. Spec: nouns.md §3 [D].
    """
    state = account.dedicated_ips
    if pool_name == pools.SHARED_POOL or (pool_name is None and not state.addresses):
        return pool_name, None
    pool = state.pools.get(pool_name or pools.DEFAULT_POOL, state.default_pool)
    members = state.members(pool)
    if not members:
        return pool_name, None
    return pool.name, None if pool.is_managed else members[0].address
