"""What an account has of reputation; it comes with every account, and imports the rest when needed."""

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
    """AWS's trust and safety team stopped an entity, or released it."""

    entity: Entity


class Reputation:
    """The entities of identities and configuration sets that somebody has managed, by ARN; tenants hold their own.

    ``recommendations`` are those that are shown, ``advice`` the open ones of them that follow from the account's state,
    by ARN and topic.
    """

    __slots__ = ("_world", "advice", "entities", "recommendations")

    def __init__(self, world: World) -> None:
        self._world = world
        self.entities: dict[str, Entity] = {}
        self.recommendations: list[Recommendation] = []
        self.advice: dict[tuple[str, str], Recommendation] = {}

    def recommend(
        self,
        type: RecommendationTypeText,  # noqa: A002 - the name that it has in all that SES says
        resource_arn: str,
        *,
        description: str | None = None,
        impact: Literal["LOW", "HIGH"] = "HIGH",
    ) -> Recommendation:
        """Have SES recommend something for a resource, until ``fix()`` is called; return the recommendation.

        Without a *description* it is one of SES's for the type. Raise `ValueError` for an unknown type or impact.
        """
        from sesmock.domain.reputation import recommendation

        with self._world.change():
            recommended = recommendation.build(self._world.clock, type, resource_arn, description, impact)
            self.recommendations.append(recommended)
        return recommended

    def forget(self, arn: str) -> None:
        """Drop what is known of a resource that was deleted."""
        self.entities.pop(arn, None)
