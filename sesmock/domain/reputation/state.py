"""What an account has of reputation; it comes with every account, and imports the rest when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sesmock.domain.reputation.entities import Entity


class EnforcementChanged(NamedTuple):
    """AWS's trust and safety team stopped an entity, or released it."""

    entity: Entity


class Reputation:
    """The entities of identities and configuration sets that somebody has managed, by ARN; tenants hold their own."""

    __slots__ = ("entities",)

    def __init__(self) -> None:
        self.entities: dict[str, Entity] = {}

    def forget(self, arn: str) -> None:
        """Drop what is known of a resource that was deleted."""
        self.entities.pop(arn, None)
