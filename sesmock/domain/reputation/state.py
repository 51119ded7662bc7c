"""The reputation of an account. Every account has this state; the package's other modules are imported when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from sesmock.domain.reputation.entities import Entity
    from sesmock.domain.reputation.recommendation import Recommendation
    from sesmock.domain.world import World

RecommendationTypeText = Literal[
    "DKIM", "DMARC", "SPF", "BIMI", "COMPLAINT", "BOUNCE", "FEEDBACK_3P", "IP_LISTING"
]


class EnforcementChanged(NamedTuple):
    """An announcement that AWS's trust and safety team stopped or released an entity."""

    entity: Entity


class Reputation:
    """The reputation of an account.

    ``entities`` has the identities and configuration sets that the customer changed, by ARN; each tenant has its own
    entity. ``recommendations`` are the listed recommendations; ``advice`` has the open ones that SES derives from the
    account's state, by ARN and topic.
    """

    __slots__ = ("_world", "advice", "entities", "recommendations")

    def __init__(self, world: World) -> None:
        self._world = world
        self.entities: dict[str, Entity] = {}
        self.recommendations: list[Recommendation] = []
        self.advice: dict[tuple[str, str], Recommendation] = {}

    def recommend(
        self,
        type: RecommendationTypeText,  # noqa: A002 - the name in SES
        resource_arn: str,
        *,
        description: str | None = None,
        impact: Literal["LOW", "HIGH"] = "HIGH",
    ) -> Recommendation:
        """Add a recommendation for a resource, which stays open until ``fix()`` is called; return it.

        The default *description* is the text that SES uses for the type. Raise `ValueError` for an unknown type
        or impact or for a resource that is not an ARN, and `TypeError` for a value that is not a string.
        """
        from sesmock.domain.argument_checks import check_text
        from sesmock.domain.reputation import recommendation

        if not check_text("resource_arn", resource_arn).startswith("arn:"):
            raise ValueError(f"resource_arn must be an ARN, got {resource_arn!r}")
        with self._world.change():
            entry = recommendation.build(self._world.clock, type, resource_arn, description, impact)
            self.recommendations.append(entry)
        return entry

    def forget(self, arn: str) -> None:
        """Forget a deleted resource."""
        self.entities.pop(arn, None)
