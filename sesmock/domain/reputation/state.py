"""What an account has of reputation; it comes with every account, and imports the rest when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.reputation.entities import Entity


class Reputation:
    """The entities of an account by ARN: of every tenant, of other resources once somebody has managed them."""

    __slots__ = ("entities",)

    def __init__(self) -> None:
        self.entities: dict[str, Entity] = {}

    def forget(self, arn: str) -> None:
        """Drop what is known of a resource that was deleted."""
        self.entities.pop(arn, None)
