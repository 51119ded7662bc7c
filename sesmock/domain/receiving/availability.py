"""The availability of receiving by region. Spec: receipt_rules.md §1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.receiving.errors import ReceivingUnavailable

if TYPE_CHECKING:
    from sesmock.domain.account import Account

# AWS keeps adding regions, so every region receives mail unless it is known not to. Spec: receipt_rules.md §1 [D].
_WITHOUT_RECEIVING = frozenset({"us-gov-east-1", "us-gov-west-1"})


def require_receiving(account: Account) -> None:
    """Raise `ReceivingUnavailable` in a region without receiving."""
    if account.region in _WITHOUT_RECEIVING:
        raise ReceivingUnavailable
