"""All operations and APIs agree on tenants and their resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from sesmock import current
from tests.backends.one_state.lifecycles import (
    SESV2,
    Shared,
    both,
    check_lifecycle,
    extract,
    list_lifecycles,
    v1,
    v2,
)
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable

DETAILS = {"RoutesDetails": [{"Region": "eu-west-1"}]}
ACME = {"TenantName": "acme"}
IDENTITY_ARN = {"ResourceArn": "arn:aws:ses:us-east-1:123456789012:identity/example.com"}


def for_acme(act: Callable[[], Any]) -> Callable[[], Any]:
    """Return an action that creates the tenant first."""

    def create_and_act() -> None:
        v2("create_tenant", **ACME)()
        act()

    return create_and_act


def try_to_delete(call: Callable[[], Any]) -> Callable[[], Any]:
    """Return an action that tries to delete the domain, and returns whether a tenant prevents the deletion."""

    def act() -> bool:
        try:
            call()
        except ClientError as error:
            return "has tenant associations" in error.response["Error"]["Message"]
        current().verify("example.com")
        return False

    return act


def read_tenant_arn() -> str:
    """Return the ARN of the tenant, or an unknown one if there is no tenant."""
    tenants = current().account.tenants
    return tenants["acme"].arn if len(tenants) else "arn:aws:ses:us-east-1:123456789012:tenant/acme/tn-1"


def call_reputation(method: str, **parameters: Any) -> Callable[[], Any]:
    """Return a call about the reputation of the tenant."""

    def call() -> Any:
        reference = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": read_tenant_arn()}
        return v2(method, **reference, **parameters)()

    return call


def can_send() -> bool:
    """Return whether the tenant can send."""
    try:
        send(SESV2, TenantName="acme")
    except ClientError as error:
        return "Sending is paused" not in error.response["Error"]["Message"]
    return True


def create_sender() -> None:
    """Create a tenant that can send."""
    v2("create_tenant", **ACME)()
    v2("create_tenant_resource_association", **ACME, **IDENTITY_ARN)()


SHARED = {
    "tenant": Shared(
        create={SESV2: v2("create_tenant", **ACME)},
        after_create=["acme"],
        read={
            SESV2: lambda: [tenant["TenantName"] for tenant in v2("list_tenants")()["Tenants"]],
            "one by one": lambda: [
                v2("get_tenant", TenantName=name)()["Tenant"]["TenantName"]
                for name in ("acme", "globex")
                if name in current().account.tenants.by_name
            ],
        },
        change={SESV2: v2("create_tenant", TenantName="globex")},
        after_change=["acme", "globex"],
        remove={SESV2: v2("delete_tenant", **ACME)},
        after_remove=["globex"],
    ),
    "suppression attributes of a tenant": Shared(
        create={
            SESV2: v2(
                "create_tenant",
                **ACME,
                SuppressionAttributes={"SuppressedReasons": ["BOUNCE"], "SuppressionScope": "TENANT"},
            )
        },
        after_create={"SuppressedReasons": ["BOUNCE"], "SuppressionScope": "TENANT"},
        read={SESV2: lambda: v2("get_tenant", **ACME)()["Tenant"].get("SuppressionAttributes")},
        change={
            SESV2: v2(
                "put_tenant_suppression_attributes", **ACME, SuppressedReasons=[], SuppressionScope="ACCOUNT"
            )
        },
        after_change={"SuppressedReasons": [], "SuppressionScope": "ACCOUNT"},
        remove={SESV2: v2("put_tenant_suppression_attributes", **ACME)},
        after_remove=None,
    ),
    "resource of a tenant": Shared(
        create={SESV2: for_acme(v2("create_tenant_resource_association", **ACME, **IDENTITY_ARN))},
        after_create=True,
        read={
            SESV2: lambda: bool(v2("list_tenant_resources", **ACME)()["TenantResources"]),
            "of the resource": lambda: bool(v2("list_resource_tenants", **IDENTITY_ARN)()["ResourceTenants"]),
            "ses": try_to_delete(v1("delete_identity", Identity="example.com")),
            **{
                f"{api}, deleting": try_to_delete(call)
                for api, call in both("delete_email_identity", EmailIdentity="example.com").items()
            },
        },
        change={SESV2: v2("delete_tenant_resource_association", **ACME, **IDENTITY_ARN)},
        after_change=False,
        remove={SESV2: v2("create_tenant_resource_association", **ACME, **IDENTITY_ARN)},
        after_remove=True,
    ),
    "status of a tenant": Shared(
        create={"test": create_sender},
        after_create=True,
        read={
            SESV2: lambda: v2("get_tenant", **ACME)()["Tenant"]["SendingStatus"] != "DISABLED",
            "list": lambda: v2("list_tenants")()["Tenants"][0]["SendingStatus"] != "DISABLED",
            "entity": lambda: (
                call_reputation("get_reputation_entity")()["ReputationEntity"]["SendingStatusAggregate"]
                != "DISABLED"
            ),
            "entities": lambda: (
                not v2("list_reputation_entities", Filter={"SENDING_STATUS": "DISABLED"})()[
                    "ReputationEntities"
                ]
            ),
            "sending": can_send,
        },
        change={
            SESV2: call_reputation(
                "update_reputation_entity_customer_managed_status", SendingStatus="DISABLED"
            )
        },
        after_change=False,
        remove={
            SESV2: call_reputation(
                "update_reputation_entity_customer_managed_status", SendingStatus="REINSTATED"
            )
        },
        after_remove=True,
    ),
    "policy of a tenant": Shared(
        create={SESV2: v2("create_tenant", **ACME)},
        after_create="standard",
        read={
            "entity": lambda: call_reputation("get_reputation_entity")()["ReputationEntity"][
                "ReputationManagementPolicy"
            ].rpartition("/")[2],
            "entities": lambda: v2(
                "list_reputation_entities", Filter={"ENTITY_REFERENCE_PREFIX": read_tenant_arn()}
            )()["ReputationEntities"][0]["ReputationManagementPolicy"].rpartition("/")[2],
        },
        change={
            SESV2: call_reputation(
                "update_reputation_entity_policy",
                ReputationEntityPolicy="arn:aws:ses:us-east-1:aws:reputation-policy/none",
            )
        },
        after_change="none",
        remove={
            SESV2: call_reputation(
                "update_reputation_entity_policy",
                ReputationEntityPolicy="arn:aws:ses:us-east-1:aws:reputation-policy/strict",
            )
        },
        after_remove="strict",
    ),
    "tags of a tenant": Shared(
        create={SESV2: v2("create_tenant", **ACME, Tags=[{"Key": "plan", "Value": "free"}])},
        after_create=[{"Key": "plan", "Value": "free"}],
        read={
            SESV2: lambda: v2("get_tenant", **ACME)()["Tenant"]["Tags"],
            **extract(
                {
                    api: lambda api=api: both("list_tags_for_resource", ResourceArn=read_tenant_arn())[api]()
                    for api in (SESV2, "pinpoint-email")
                },
                lambda response: response["Tags"],
            ),
        },
        change={
            api: lambda api=api: both(
                "tag_resource", ResourceArn=read_tenant_arn(), Tags=[{"Key": "plan", "Value": "paid"}]
            )[api]()
            for api in (SESV2, "pinpoint-email")
        },
        after_change=[{"Key": "plan", "Value": "paid"}],
        remove={
            api: lambda api=api: both("untag_resource", ResourceArn=read_tenant_arn(), TagKeys=["plan"])[
                api
            ]()
            for api in (SESV2, "pinpoint-email")
        },
        after_remove=[],
    ),
}


SHARED["global endpoint"] = Shared(
    create={SESV2: v2("create_multi_region_endpoint", EndpointName="both", Details=DETAILS)},
    after_create=("both", "CREATING"),
    read={
        SESV2: lambda: next(
            (endpoint["EndpointName"], endpoint["Status"])
            for endpoint in v2("list_multi_region_endpoints")()["MultiRegionEndpoints"]
        ),
        "one": lambda: tuple(
            v2("get_multi_region_endpoint", EndpointName="both")()[name]
            for name in ("EndpointName", "Status")
        ),
    },
    change={"clock": lambda: current().clock.shift(minutes=2)},
    after_change=("both", "READY"),
    remove={SESV2: v2("delete_multi_region_endpoint", EndpointName="both")},
    after_remove=("both", "DELETING"),
)


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(("shared", "creator", "changer", "remover"), list_lifecycles(SHARED))
def test_every_operation_agrees_on_tenants(shared: Shared, creator: str, changer: str, remover: str) -> None:
    """All operations read the same value after a tenant or its resources are created, changed and removed."""
    check_lifecycle(shared, creator, changer, remover)
