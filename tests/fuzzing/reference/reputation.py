"""Reputation entities: identities, configuration sets and tenants, with their policies. Spec: reputation.md §1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fuzzing.reference.rules import SESV2, describe, do_nothing
from tests.fuzzing.reference.world import identity_arn, set_arn

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World

POLICY = "arn:aws:ses:us-east-1:aws:reputation-policy/"
POLICIES = ("none", "standard", "strict")


@dataclass
class Entity:
    """The customer's settings of an entity. SES itself has none, because walks cause too few bounces."""

    policy: str = "standard"
    customer_status: str | None = None

    @property
    def aggregate(self) -> str:
        """The status that takes effect. Spec: reputation.md §1 [D]."""
        return self.customer_status or "ENABLED"


def list_arns(world: World) -> list[str]:
    """Return the ARNs of all entities."""
    arns = [tenant.arn for tenant in world.tenants.values()]
    return sorted([*map(identity_arn, world.identities), *map(set_arn, world.sets), *arns])


def find(world: World, arn: str) -> Entity:
    """Return an entity, or a new one if nothing was set for it."""
    return world.entities.get(arn, Entity())


def summarize(entity: dict[str, Any]) -> tuple[str, str, str | None, str, str, str]:
    """Return the parts of an entity in a response that the reference predicts."""
    return (
        entity["ReputationEntityReference"],
        entity["ReputationManagementPolicy"],
        entity.get("CustomerManagedStatus", {}).get("Status"),
        entity["AwsSesManagedStatus"]["Status"],
        entity["SendingStatusAggregate"],
        entity["ReputationImpact"],
    )


def forecast_summary(world: World, arn: str) -> tuple[str, str, str | None, str, str, str]:
    """Return what `summarize` returns for a correct response."""
    entity = find(world, arn)
    return arn, POLICY + entity.policy, entity.customer_status, "ENABLED", entity.aggregate, "NONE"


@describe(SESV2, "GetReputationEntity")
def get(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Return an entity; refuse an unknown one. Spec: reputation.md §1 [R, I]."""
    arn = parameters["ReputationEntityReference"]
    forecast.check((arn not in list_arns(world), "NotFoundException"))
    expected = forecast_summary(world, arn)
    forecast.expect("entity", lambda answer: summarize(answer["ReputationEntity"]), expected)
    return do_nothing


@describe(SESV2, "ListReputationEntities")
def list_all(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Return the entities that match all keys of a filter. Spec: reputation.md §1 [D, I]."""
    keys = parameters.get("Filter", {})
    matches = [arn for arn in list_arns(world) if _matches(world, arn, keys)]
    if not {"PageSize", "NextToken"} & parameters.keys():
        forecast.expect("entities", _list_references, matches)
    return do_nothing


def _list_references(answer: dict[str, Any]) -> list[str]:
    return [item["ReputationEntityReference"] for item in answer["ReputationEntities"]]


def _matches(world: World, arn: str, keys: dict[str, str]) -> bool:
    return (
        keys.get("ENTITY_TYPE", "RESOURCE") == "RESOURCE"
        and keys.get("REPUTATION_IMPACT", "NONE") == "NONE"
        and keys.get("SENDING_STATUS", find(world, arn).aggregate) == find(world, arn).aggregate
        and arn.startswith(keys.get("ENTITY_REFERENCE_PREFIX", ""))
    )


@describe(SESV2, "UpdateReputationEntityCustomerManagedStatus")
def update_status(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Set the customer's status; an unknown entity is a bad request. Spec: reputation.md §1 [R, D, I]."""
    arn, status = parameters["ReputationEntityReference"], parameters["SendingStatus"]
    forecast.check((arn not in list_arns(world), "BadRequestException"))
    return lambda _: setattr(world.entities.setdefault(arn, Entity()), "customer_status", status)


@describe(SESV2, "UpdateReputationEntityPolicy")
def update_policy(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Set the policy, one of AWS's three. Spec: reputation.md §1 [D, I]."""
    arn, policy = parameters["ReputationEntityReference"], parameters["ReputationEntityPolicy"]
    name = policy.removeprefix(POLICY)
    forecast.check((name not in POLICIES or arn not in list_arns(world), "BadRequestException"))
    return lambda _: setattr(world.entities.setdefault(arn, Entity()), "policy", name)


def is_disabled(world: World, arn: str) -> bool:
    """Return whether a customer has disabled a resource, so that it sends nothing. Spec: reputation.md §1 [D]."""
    return find(world, arn).aggregate == "DISABLED"
