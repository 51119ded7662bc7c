"""Tenants and their resources. Spec: tenants.md §1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzzing.reference.rules import SESV2, describe, do_nothing
from tests.fuzzing.reference.world import Tenant

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World


@describe(SESV2, "CreateTenant")
def create(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add a tenant unless it exists. Spec: tenants.md §1 [P]."""
    name = parameters["TenantName"]
    forecast.check((name in world.tenants, "AlreadyExistsException"))

    def effect(answer: Parameters) -> None:
        world.tenants[name] = Tenant(answer["TenantArn"])
        tags = {tag["Key"]: tag["Value"] for tag in parameters.get("Tags", [])}
        world.tags[answer["TenantArn"]] = tags

    return effect


@describe(SESV2, "GetTenant", "ListTenantResources")
def get(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown tenant. Spec: tenants.md §1 [P]."""
    forecast.check((parameters["TenantName"] not in world.tenants, "NotFoundException"))
    return do_nothing


@describe(SESV2, "PutTenantSuppressionAttributes")
def put_suppression(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown tenant; the reference does not predict whom its sends reach. Spec: tenants.md §3 [P]."""
    forecast.check((parameters["TenantName"] not in world.tenants, "NotFoundException"))
    return lambda _: setattr(world, "is_plain", False)


@describe(SESV2, "DeleteTenant")
def delete(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a tenant with its associations and suppression list. Spec: tenants.md §1 [P]."""
    name = parameters["TenantName"]
    forecast.check((name not in world.tenants, "NotFoundException"))
    return lambda _: world.forget(world.tenants.pop(name).arn)


@describe(SESV2, "CreateTenantResourceAssociation")
def associate(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Associate a resource with a tenant. Spec: tenants.md §2 [P]."""
    name, arn = parameters["TenantName"], parameters["ResourceArn"]
    forecast.check((name not in world.tenants, "NotFoundException"))
    forecast.check((not world.has(arn), "NotFoundException"))
    resources = world.tenants[name].resources if name in world.tenants else set()
    forecast.check((arn in resources, "AlreadyExistsException"))
    return lambda _: resources.add(arn)


@describe(SESV2, "DeleteTenantResourceAssociation")
def dissociate(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Dissociate a resource from a tenant; one that is not associated is not an error. Spec: tenants.md §2 [P]."""
    name = parameters["TenantName"]
    forecast.check((name not in world.tenants, "NotFoundException"))
    return lambda _: world.tenants[name].resources.discard(parameters["ResourceArn"])


@describe(SESV2, "ListResourceTenants")
def list_tenants_of_resource(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown resource. Spec: tenants.md §2 [P]."""
    forecast.check((not world.has(parameters["ResourceArn"]), "NotFoundException"))
    return do_nothing
