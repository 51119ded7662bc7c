"""The accounts of a mock, as a test looks them up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sesmock.domain.argument_checks import check_account_id
from sesmock.domain.aws import regions

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.world import World


_SHOWN = 5


class Accounts(Mapping[tuple[str, str], "Account"]):
    """The accounts by (account id, region). Looking up an account creates it, as a call would."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __getitem__(self, key: tuple[str, str]) -> Account:
        try:
            account_id, region = _unpack(key)
            check_account_id(account_id)
            regions.check(region)
        except ValueError as error:
            raise KeyError(
                f"accounts has no {key!r}; write accounts['123456789012', 'us-east-1'] ({error})"
            ) from None
        return self._world.account(account_id, region)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(list(self._world.accounts))

    def __len__(self) -> int:
        return len(self._world.accounts)

    def __repr__(self) -> str:
        names = [" ".join(key) for key in self]
        more = f", and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        return f"<Accounts: {', '.join(names[:_SHOWN]) or 'none'}{more}>"

    def bind(self, access_key: str, account_id: str) -> None:
        """Assign the calls signed with an access key to an account; raise `ValueError` for an invalid account id."""
        self._world.account_ids[access_key] = check_account_id(account_id)


def _unpack(key: tuple[str, str]) -> tuple[str, str]:
    try:
        account_id, region = key
    except (TypeError, ValueError):
        raise ValueError("a key is an account id and a region") from None
    return account_id, region
