"""Which account an access key belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.world import World

AskAccountId = Callable[[str, str], "str | None"]
"""Asks another service, if one is mocked, which account an access key belongs to that is used in a region."""


def find_account_id(world: World, ask: AskAccountId, access_key: str | None, region: str) -> str:
    """Return the account that a key belongs to: as bound, as STS says while it is mocked, or the default one."""
    account_id = world.account_ids.get(access_key)
    if account_id is None:
        account_id = ask(access_key, region) if access_key else None
        if account_id is None:
            return world.options.account_id
        world.account_ids[access_key] = account_id
    return account_id
