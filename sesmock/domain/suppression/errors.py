"""Errors about suppression lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.errors import DomainError, InvalidParameter, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable


class NotSuppressed(NotFound):
    """The address is not on the suppression list. Spec: suppression.md §2; tenants.md §3 [P]."""

    def __init__(self, address: str, *, is_of_tenant: bool = False) -> None:
        owner = "tenant suppression list" if is_of_tenant else "suppression list"
        super().__init__(f"Email address {address} does not exist on your {owner}.")
        self.address = address


class ProductionAccessRequired(DomainError):
    """The account is in the sandbox. Spec: suppression.md §2 [U]."""

    def __init__(self) -> None:
        super().__init__("Your account is still in the sandbox.")


class UnknownReason(InvalidParameter):
    """The reason for suppressing an address is unknown. Spec: configuration_sets.md §1 [P]."""

    def __init__(self, reason: str, valid_reasons: Iterable[str]) -> None:
        super().__init__(f"Reason {reason} is invalid, must be one of [{', '.join(valid_reasons)}].")
