"""The accounts that access keys belong to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.world import World

AskAccountId = Callable[[str, str], "str | None"]
"""Return the account that another mocked service knows for an access key in a region, or None."""


def find_account_id(world: World, ask: AskAccountId, access_key: str | None, region: str) -> str:
    """Return the account that a test bound a key to, else the one that a mocked STS reports, else the default."""
    account_id = world.account_ids.get(access_key)
    if account_id is None:
        account_id = ask(access_key, region) if access_key else None
        if account_id is None:
            return world.options.account_id
        world.account_ids[access_key] = account_id
    return account_id
