"""The account's switches, its pools of dedicated IPs, and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzzing.reference.rules import PINPOINT, SES, SESV2, describe, do_nothing
from tests.fuzzing.reference.world import ACCOUNT

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World


@describe(SES, "UpdateAccountSendingEnabled")
def switch_by_v1(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Switch the account's sending on or off; off if the parameter is omitted (inferred). Spec: account.md §4."""
    return lambda _: setattr(world, "is_sending", parameters.get("Enabled", False))


@describe(SESV2, "PutAccountSendingAttributes")
@describe(PINPOINT, "PutAccountSendingAttributes")
def switch(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Switch the account's sending on or off; off if the parameter is omitted (inferred). Spec: account.md §3."""
    return lambda _: setattr(world, "is_sending", parameters.get("SendingEnabled", False))


@describe(SESV2, "CreateDedicatedIpPool")
@describe(PINPOINT, "CreateDedicatedIpPool")
def create_pool(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add a pool unless it exists. Spec: dedicated_ips.md §1 [P]."""
    name = parameters["PoolName"]
    forecast.check((name in world.pools, "AlreadyExistsException"))

    def effect(_: object) -> None:
        world.pools.add(name)
        tags = {tag["Key"]: tag["Value"] for tag in parameters.get("Tags", [])}
        world.tags[f"{ACCOUNT}dedicated-ip-pool/{name}"] = tags

    return effect


@describe(SESV2, "GetDedicatedIpPool", "PutDedicatedIpPoolScalingAttributes")
def get_pool(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown pool. Spec: dedicated_ips.md §1 [P]."""
    forecast.check((parameters["PoolName"] not in world.pools, "NotFoundException"))
    return do_nothing


@describe(SESV2, "DeleteDedicatedIpPool")
@describe(PINPOINT, "DeleteDedicatedIpPool")
def delete_pool(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a pool; refuse an unknown one. Spec: dedicated_ips.md §1 [P]."""
    name = parameters["PoolName"]
    forecast.check((name not in world.pools, "NotFoundException"))

    def effect(_: object) -> None:
        world.pools.discard(name)
        world.forget(f"{ACCOUNT}dedicated-ip-pool/{name}")

    return effect


@describe(SESV2, "TagResource")
@describe(PINPOINT, "TagResource")
def tag(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Merge tags into those of a resource. Spec: tags.md §3."""
    arn, tags = parameters["ResourceArn"], {each["Key"]: each["Value"] for each in parameters["Tags"]}
    forecast.check((not _has_tags(world, arn), "NotFoundException"))
    return lambda _: world.tags.setdefault(arn, {}).update(tags)


@describe(SESV2, "UntagResource")
@describe(PINPOINT, "UntagResource")
def untag(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove tags; absent keys are ignored (inferred). Spec: tags.md §3."""
    arn, keys = parameters["ResourceArn"], parameters["TagKeys"]
    forecast.check((not _has_tags(world, arn), "NotFoundException"))
    tags = world.tags.get(arn, {})
    return lambda _: [tags.pop(key, None) for key in keys]


@describe(SESV2, "ListTagsForResource")
@describe(PINPOINT, "ListTagsForResource")
def list_tags(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown resource. Spec: tags.md §3."""
    forecast.check((not _has_tags(world, parameters["ResourceArn"]), "NotFoundException"))
    return do_nothing


def _has_tags(world: World, arn: str) -> bool:
    is_tenant = any(arn == tenant.arn for tenant in world.tenants.values())
    # The reference does not know other kinds of resources, but they were tagged when they were created.
    return world.has(arn) or is_tenant or not _is_known_kind(arn)


def _is_known_kind(arn: str) -> bool:
    kinds = ("identity", "configuration-set", "template", "contact-list", "dedicated-ip-pool")
    return arn.startswith(tuple(f"{ACCOUNT}{kind}/" for kind in kinds))
