"""Multi-region endpoints, and sends through them. Spec: global_endpoints.md §1, §2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.fuzzing.reference.rules import SESV2, describe, do_nothing
from tests.fuzzing.reference.world import ACCOUNT, World

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters

OWN_REGION, KNOWN_REGIONS = "us-east-1", {"us-west-2", "eu-west-1"}
TRANSITION = 120.0
"""The durations of the creation and of the deletion, in seconds. Spec: global_endpoints.md §1 [U], choices.md §3."""


@dataclass
class Endpoint:
    """An endpoint, with the times of its creation and deletion and the number of its sends."""

    id: str
    region: str
    created: float
    deleted: float | None = None
    sends: int = 0

    def status(self, now: float) -> str:
        """Return the status at a time."""
        if self.deleted is not None:
            return "DELETING"
        return "READY" if now - self.created >= TRANSITION else "CREATING"


@describe(SESV2, "CreateMultiRegionEndpoint")
def create(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Start the creation of an endpoint with one other region. Spec: global_endpoints.md §1 [D, I]."""
    name = parameters["EndpointName"]
    regions = [route["Region"] for route in parameters["Details"]["RoutesDetails"]]
    forecast.check(
        (name in world.endpoints, "AlreadyExistsException"),
        (len(regions) != 1 or not KNOWN_REGIONS.issuperset(regions), "BadRequestException"),
    )

    def effect(answer: Parameters) -> None:
        world.endpoints[name] = Endpoint(answer["EndpointId"], regions[0], world.elapsed)
        tags = {tag["Key"]: tag["Value"] for tag in parameters.get("Tags", [])}
        world.tags[f"{ACCOUNT}multi-region-endpoint/{name}"] = tags

    forecast.expect("status", lambda answer: answer["Status"], "CREATING")
    return effect


@describe(SESV2, "GetMultiRegionEndpoint")
def get(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Return an endpoint with both regions; refuse an unknown one. Spec: global_endpoints.md §1 [R, D, I]."""
    endpoint = world.endpoints.get(parameters["EndpointName"])
    forecast.check((endpoint is None, "NotFoundException"))
    if endpoint is not None:
        forecast.expect("status", lambda answer: answer["Status"], endpoint.status(world.elapsed))
        forecast.expect(
            "routes",
            lambda answer: [route["Region"] for route in answer["Routes"]],
            [OWN_REGION, endpoint.region],
        )
    return do_nothing


@describe(SESV2, "DeleteMultiRegionEndpoint")
def delete(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Start the deletion of an endpoint; refuse an unknown one and one that is CREATING.

    Spec: global_endpoints.md §1 [U].
    """
    name = parameters["EndpointName"]
    endpoint = world.endpoints.get(name)
    forecast.check((endpoint is None, "NotFoundException"))
    is_creating = endpoint is not None and endpoint.status(world.elapsed) == "CREATING"
    forecast.check((is_creating, "ConcurrentModificationException"))
    forecast.doubt(endpoint is not None and endpoint.deleted is not None)
    forecast.expect("status", lambda answer: answer["Status"], "DELETING")

    def effect(_: object) -> None:
        assert endpoint is not None
        endpoint.deleted = world.elapsed if endpoint.deleted is None else endpoint.deleted
        world.forget(f"{ACCOUNT}multi-region-endpoint/{name}")

    return effect


def drop_deleted(world: World) -> None:
    """Forget the endpoints whose deletion has finished. Spec: choices.md §3."""
    world.endpoints = {
        name: endpoint
        for name, endpoint in world.endpoints.items()
        if endpoint.deleted is None or world.elapsed - endpoint.deleted < TRANSITION
    }


def choose_region(world: World, endpoint_id: str | None, forecast: Forecast) -> tuple[World, Endpoint | None]:
    """Return the world that determines the result of a send, and the endpoint, which uses both regions in turn.

    The second region has none of the resources of the first one. Spec: global_endpoints.md §2, choices.md §3.
    """
    if endpoint_id is None:
        return world, None
    endpoint = next((each for each in world.endpoints.values() if each.id == endpoint_id), None)
    is_ready = endpoint is not None and endpoint.status(world.elapsed) == "READY"
    forecast.check_elsewhere((not is_ready, "BadRequestException"))
    if endpoint is None or endpoint.sends % 2 == 0:
        return world, endpoint
    return World(is_manual=world.is_manual, is_sandbox=world.is_sandbox), endpoint
