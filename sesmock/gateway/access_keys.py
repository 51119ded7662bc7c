"""The accounts that access keys belong to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.world import World

AskAccountId = Callable[[str, str], "str | None"]
"""Return the id of the account that owns an access key in a region, or None if no mocked service knows the key."""


def find_account_id(world: World, ask: AskAccountId, access_key: str | None, region: str) -> str:
    """Return the id of the account that owns an access key.

    It is the account that the test bound to the key, or else the one that moto's STS reports, or else the default.
    """
    account_id = world.account_ids.get(access_key)
    if account_id is None:
        account_id = ask(access_key, region) if access_key else None
        if account_id is None:
            return world.options.account_id
        # Asking moto requires a call to STS, so the account of a key is looked up only once.
        world.account_ids[access_key] = account_id
    return account_id
