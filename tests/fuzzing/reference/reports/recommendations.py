"""Recommendations: those about the DKIM of domains, and those that a test adds. Spec: reputation.md §2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fuzzing.reference.rules import SESV2, describe, do_nothing
from tests.fuzzing.reference.world import identity_arn

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World

MEMBERS = {"TYPE": "Type", "IMPACT": "Impact", "STATUS": "Status", "RESOURCE_ARN": "ResourceArn"}
PAIRS = ({"STATUS", "IMPACT"}, {"STATUS", "TYPE"})
ADDED = frozenset({"DMARC", "BIMI", "FEEDBACK_3P"})
"""The types that only a test adds, because walks have no DNS and no complaints."""
KEPT = 30 * 24 * 3600.0


@dataclass
class Recommendation:
    """A recommendation that a test added; ``fixed`` is the time when it was fixed."""

    type: str
    arn: str
    fixed: float | None = None


@describe(SESV2, "ListRecommendations")
def list_all(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Return the recommendations that match a filter by one key, or by one of the allowed pairs.

    Spec: reputation.md §2 [D, I].
    """
    keys = parameters.get("Filter", {})
    # The model requires one or two keys.
    forecast.check(("Filter" in parameters and not 1 <= len(keys) <= 2, "BadRequestException"))
    forecast.check((len(keys) > 1 and set(keys) not in PAIRS, "BadRequestException"))
    forecast.expect("recommendations that do not match the filter", _find_mismatches(keys), [])
    arn = keys.get("RESOURCE_ARN")
    if arn is not None and arn not in {identity_arn(name) for name in world.identities}:
        known = {each.arn for each in world.recommendations}
        forecast.expect(
            "recommendations for an unknown resource",
            lambda answer: bool(answer["Recommendations"]),
            arn in known,
        )
        forecast.doubt(arn in known)
    return do_nothing


def _find_mismatches(keys: dict[str, str]) -> Callable[[dict[str, Any]], list[Any]]:
    def read(answer: dict[str, Any]) -> list[Any]:
        return [
            item
            for item in answer["Recommendations"]
            if any(item[MEMBERS[key]] != value for key, value in keys.items())
        ]

    return read


def list_added(world: World) -> list[tuple[str, str, str]]:
    """Return the type, resource and status of each added recommendation; a fixed one vanishes after 30 days."""
    return sorted(
        (each.type, each.arn, "OPEN" if each.fixed is None else "FIXED")
        for each in world.recommendations
        if each.fixed is None or world.elapsed - each.fixed < KEPT
    )


def judge_domains(world: World) -> dict[str, bool]:
    """Return whether SES recommends DKIM changes, for each domain whose DKIM state is known.

    Spec: reputation.md §2 [D VDM advisor].
    """
    return {
        identity_arn(name): not identity.is_signed
        for name, identity in world.identities.items()
        if "@" not in name and identity.is_signed is not None
    }
