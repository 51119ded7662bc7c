"""How a mock was asked to behave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Verification = Literal["instant", "manual"]
Delivery = Literal["instant", "manual"]


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a mock; each holds for every account and region as it first appears."""

    identities: tuple[str, ...] = ()
    verification: Verification = "instant"
    delivery: Delivery = "instant"
    sandbox: bool = False
    region: str = "us-east-1"
    account_id: str = "123456789012"
    enforce_rate: bool = False
    retry_sleep: bool = True
    passthrough: tuple[str, ...] = ()

    @classmethod
    def of(cls, *, identities: Iterable[str] = (), passthrough: Iterable[str] = (), **others: Any) -> Options:
        """Make options of what a caller gave; raise `TypeError` for one that there is not.

        ``identities="*"`` lets any sender pass.
        """
        identities = ("*",) if identities == "*" else identities
        if isinstance(identities, str) or isinstance(passthrough, str):
            raise TypeError('identities and passthrough are lists: identities=["example.com"]')
        return cls(identities=tuple(identities), passthrough=tuple(passthrough), **others)
