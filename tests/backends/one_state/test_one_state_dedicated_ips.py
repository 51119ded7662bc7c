"""SES v2 and Pinpoint Email share dedicated IPs and their pools; SES v1 has no such operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sesmock import current
from tests.backends.one_state.lifecycles import (
    NO_CALL,
    PINPOINT,
    SESV2,
    Shared,
    both,
    check_lifecycle,
    extract,
    list_lifecycles,
    pinpoint,
    v2,
)

if TYPE_CHECKING:
    from collections.abc import Callable

POOL = {"PoolName": "offers"}
IP = {"Ip": "192.0.2.1"}
DEFAULT = {"DestinationPoolName": "ses-default-dedicated-pool"}


def lease_into(create: Callable[[], Any]) -> Callable[[], Any]:
    """Return an action that creates the pool and leases an IP into it."""

    def act() -> None:
        create()
        current().lease_dedicated_ip(pool="offers")

    return act


def lease_and(act: Callable[[], Any]) -> Callable[[], Any]:
    """Return an action that first creates the pool and leases an IP outside it."""

    def lease_and_act() -> None:
        v2("create_dedicated_ip_pool", **POOL)()
        current().lease_dedicated_ip()
        act()

    return lease_and_act


def add_to_blacklist(name: str) -> Callable[[], Any]:
    """Return an action that adds the IP to a block list."""
    return lambda: current().account.dedicated_ips.addresses["192.0.2.1"].add_to_blacklist(name)


def read_ip(member: str) -> dict[str, Callable[[], Any]]:
    """Return the calls that read a member of the IP, on its own and in lists."""
    return {
        **extract(both("get_dedicated_ip", **IP), lambda response: response["DedicatedIp"][member]),
        **{
            f"{api}, in a list": call
            for api, call in extract(
                both("get_dedicated_ips"), lambda response: response["DedicatedIps"][0][member]
            ).items()
        },
    }


SHARED = {
    "list of pools": Shared(
        create=both("create_dedicated_ip_pool", **POOL),
        after_create=["offers"],
        read=extract(both("list_dedicated_ip_pools"), lambda response: response["DedicatedIpPools"]),
        change=both("create_dedicated_ip_pool", PoolName="ads"),
        after_change=["ads", "offers"],
        remove=both("delete_dedicated_ip_pool", **POOL),
        after_remove=["ads"],
    ),
    "scaling mode": Shared(
        create={
            SESV2: lease_into(v2("create_dedicated_ip_pool", **POOL)),
            PINPOINT: lease_into(pinpoint("create_dedicated_ip_pool", **POOL)),
        },
        after_create=(True, "STANDARD"),
        read=extract(
            both("get_dedicated_ip", **IP),
            lambda response: (
                response["DedicatedIp"]["WarmupStatus"] == "IN_PROGRESS",
                v2("get_dedicated_ip_pool", **POOL)()["DedicatedIpPool"]["ScalingMode"],
            ),
        ),
        change={SESV2: v2("put_dedicated_ip_pool_scaling_attributes", **POOL, ScalingMode="MANAGED")},
        after_change=(False, "MANAGED"),
        remove=both("delete_dedicated_ip_pool", **POOL),
    ),
    "pool of an IP": Shared(
        create={
            api: lease_and(call)
            for api, call in both("put_dedicated_ip_in_pool", **IP, DestinationPoolName="offers").items()
        },
        after_create="offers",
        read=read_ip("PoolName"),
        change=both("put_dedicated_ip_in_pool", **IP, **DEFAULT),
        after_change="ses-default-dedicated-pool",
        remove=both("put_dedicated_ip_in_pool", **IP, DestinationPoolName="offers"),
        after_remove="offers",
    ),
    "warm-up of an IP": Shared(
        create={
            api: lease_and(call)
            for api, call in both("put_dedicated_ip_warmup_attributes", **IP, WarmupPercentage=10).items()
        },
        after_create=10,
        read=read_ip("WarmupPercentage"),
        change=both("put_dedicated_ip_warmup_attributes", **IP, WarmupPercentage=100),
        after_change=100,
        remove=NO_CALL,
        after_remove=100,
    ),
    "block lists": Shared(
        create={"test": lease_and(add_to_blacklist("a.example"))},
        after_create=["a.example"],
        read=extract(
            both("get_blacklist_reports", BlacklistItemNames=["192.0.2.1"]),
            lambda response: [entry["RblName"] for entry in response["BlacklistReport"]["192.0.2.1"]],
        ),
        change={"test": add_to_blacklist("b.example")},
        after_change=["a.example", "b.example"],
        remove=NO_CALL,
        after_remove=["a.example", "b.example"],
    ),
}


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(("shared", "creator", "changer", "remover"), list_lifecycles(SHARED))
def test_the_apis_share_dedicated_ips(shared: Shared, creator: str, changer: str, remover: str) -> None:
    """Both APIs read the same value after either one creates, changes or removes a resource."""
    check_lifecycle(shared, creator, changer, remover)
