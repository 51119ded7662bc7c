"""One state of tenants and what they have, by whatever of SES v2 shows it, and by SES v1 and Pinpoint Email."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from sesmock import current
from tests.backends.test_one_state import SESV2, Shared, both, check_walk, each, v1, v2, walks
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable

DETAILS = {"RoutesDetails": [{"Region": "eu-west-1"}]}
ACME = {"TenantName": "acme"}
IDENTITY_ARN = {"ResourceArn": "arn:aws:ses:us-east-1:123456789012:identity/example.com"}


def for_acme(act: Callable[[], Any]) -> Callable[[], Any]:
    """Return an act on a tenant that is made before."""

    def create_and_act() -> None:
        v2("create_tenant", **ACME)()
        act()

    return create_and_act


def try_to_delete(call: Callable[[], Any]) -> Callable[[], Any]:
    """Return an act: delete the domain, and verify it again if that was possible; return whether it was not."""

    def act() -> bool:
        try:
            call()
        except ClientError as error:
            return "has tenant associations" in error.response["Error"]["Message"]
        current().verify("example.com")
        return False

    return act


def arn_of_acme() -> str:
    """Return the ARN of the tenant; of none if there is none."""
    held = current().account.tenants
    return held["acme"].arn if len(held) else "arn:aws:ses:us-east-1:123456789012:tenant/acme/tn-1"


def reputation(method: str, **parameters: Any) -> Callable[[], Any]:
    """Return a call on the reputation of the tenant."""

    def call() -> Any:
        reference = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": arn_of_acme()}
        return v2(method, **reference, **parameters)()

    return call


def is_sent_to() -> bool:
    """Return whether mail is sent for the tenant."""
    try:
        send(SESV2, TenantName="acme")
    except ClientError as error:
        return "Sending is paused" not in error.response["Error"]["Message"]
    return True


def make_sender() -> None:
    """Make a tenant that may send."""
    v2("create_tenant", **ACME)()
    v2("create_tenant_resource_association", **ACME, **IDENTITY_ARN)()


SHARED = {
    "tenant": Shared(
        make={SESV2: v2("create_tenant", **ACME)},
        made=["acme"],
        read={
            SESV2: lambda: [tenant["TenantName"] for tenant in v2("list_tenants")()["Tenants"]],
            "one by one": lambda: [
                v2("get_tenant", TenantName=name)()["Tenant"]["TenantName"]
                for name in ("acme", "globex")
                if name in current().account.tenants.by_name
            ],
        },
        change={SESV2: v2("create_tenant", TenantName="globex")},
        changed=["acme", "globex"],
        remove={SESV2: v2("delete_tenant", **ACME)},
        removed=["globex"],
    ),
    "suppression attributes of a tenant": Shared(
        make={
            SESV2: v2(
                "create_tenant",
                **ACME,
                SuppressionAttributes={"SuppressedReasons": ["BOUNCE"], "SuppressionScope": "TENANT"},
            )
        },
        made={"SuppressedReasons": ["BOUNCE"], "SuppressionScope": "TENANT"},
        read={SESV2: lambda: v2("get_tenant", **ACME)()["Tenant"].get("SuppressionAttributes")},
        change={
            SESV2: v2(
                "put_tenant_suppression_attributes", **ACME, SuppressedReasons=[], SuppressionScope="ACCOUNT"
            )
        },
        changed={"SuppressedReasons": [], "SuppressionScope": "ACCOUNT"},
        remove={SESV2: v2("put_tenant_suppression_attributes", **ACME)},
        removed=None,
    ),
    "resource of a tenant": Shared(
        make={SESV2: for_acme(v2("create_tenant_resource_association", **ACME, **IDENTITY_ARN))},
        made=True,
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
        changed=False,
        remove={SESV2: v2("create_tenant_resource_association", **ACME, **IDENTITY_ARN)},
        removed=True,
    ),
    "status of a tenant": Shared(
        make={"nobody": make_sender},
        made=True,
        read={
            SESV2: lambda: v2("get_tenant", **ACME)()["Tenant"]["SendingStatus"] != "DISABLED",
            "list": lambda: v2("list_tenants")()["Tenants"][0]["SendingStatus"] != "DISABLED",
            "entity": lambda: (
                reputation("get_reputation_entity")()["ReputationEntity"]["SendingStatusAggregate"]
                != "DISABLED"
            ),
            "entities": lambda: (
                not v2("list_reputation_entities", Filter={"SENDING_STATUS": "DISABLED"})()[
                    "ReputationEntities"
                ]
            ),
            "sending": is_sent_to,
        },
        change={
            SESV2: reputation("update_reputation_entity_customer_managed_status", SendingStatus="DISABLED")
        },
        changed=False,
        remove={
            SESV2: reputation("update_reputation_entity_customer_managed_status", SendingStatus="REINSTATED")
        },
        removed=True,
    ),
    "policy of a tenant": Shared(
        make={SESV2: v2("create_tenant", **ACME)},
        made="standard",
        read={
            "entity": lambda: reputation("get_reputation_entity")()["ReputationEntity"][
                "ReputationManagementPolicy"
            ].rpartition("/")[2],
            "entities": lambda: v2(
                "list_reputation_entities", Filter={"ENTITY_REFERENCE_PREFIX": arn_of_acme()}
            )()["ReputationEntities"][0]["ReputationManagementPolicy"].rpartition("/")[2],
        },
        change={
            SESV2: reputation(
                "update_reputation_entity_policy",
                ReputationEntityPolicy="arn:aws:ses:us-east-1:aws:reputation-policy/none",
            )
        },
        changed="none",
        remove={
            SESV2: reputation(
                "update_reputation_entity_policy",
                ReputationEntityPolicy="arn:aws:ses:us-east-1:aws:reputation-policy/strict",
            )
        },
        removed="strict",
    ),
    "tags of a tenant": Shared(
        make={SESV2: v2("create_tenant", **ACME, Tags=[{"Key": "plan", "Value": "free"}])},
        made=[{"Key": "plan", "Value": "free"}],
        read={
            SESV2: lambda: v2("get_tenant", **ACME)()["Tenant"]["Tags"],
            **each(
                {
                    api: lambda api=api: both("list_tags_for_resource", ResourceArn=arn_of_acme())[api]()
                    for api in (SESV2, "pinpoint-email")
                },
                lambda answer: answer["Tags"],
            ),
        },
        change={
            api: lambda api=api: both(
                "tag_resource", ResourceArn=arn_of_acme(), Tags=[{"Key": "plan", "Value": "paid"}]
            )[api]()
            for api in (SESV2, "pinpoint-email")
        },
        changed=[{"Key": "plan", "Value": "paid"}],
        remove={
            api: lambda api=api: both("untag_resource", ResourceArn=arn_of_acme(), TagKeys=["plan"])[api]()
            for api in (SESV2, "pinpoint-email")
        },
        removed=[],
    ),
}


SHARED["global endpoint"] = Shared(
    make={SESV2: v2("create_multi_region_endpoint", EndpointName="both", Details=DETAILS)},
    made=("both", "CREATING"),
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
    changed=("both", "READY"),
    remove={SESV2: v2("delete_multi_region_endpoint", EndpointName="both")},
    removed=("both", "DELETING"),
)


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(("shared", "maker", "changer", "remover"), walks(SHARED))
def test_all_that_reads_tenants_reads_the_same(
    shared: Shared, maker: str, changer: str, remover: str
) -> None:
    """Made, changed and removed: whatever shows a tenant or its resources agrees at each step."""
    check_walk(shared, maker, changer, remover)
