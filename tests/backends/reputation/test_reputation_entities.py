"""Reputation entities: tenants, identities and configuration sets, and the statuses that customers set."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time

from tests.backends.reputation.tenant_reputation import (
    ARN,
    IDENTITY,
    PAUSED,
    POLICIES,
    SET,
    list_detail_types,
    read_entity,
    read_tenant_arn,
    send_many,
    set_policy,
    set_status,
)
from tests.refusals import refusal
from tests.sending import send, send_message

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

BAD, NOT_FOUND = "BadRequestException", "NotFoundException"
ENUM = (
    "1 validation error detected: Value at '{}' failed to satisfy constraint: "
    "Member must satisfy enum value set: [{}]"
)
UNKNOWN = [
    "x",
    f"{ARN}tenant/acme/tn-1",
    f"{ARN}identity/x.org",
    f"{ARN}configuration-set/x",
    f"{ARN}template/hello",
    IDENTITY.replace("123456789012", "210987654321"),
]


@freeze_time("2026-01-02 03:04:05.678", real_asyncio=True)
def test_a_new_tenant_is_healthy(sesv2: SESV2Client) -> None:
    """A new tenant has the standard policy, is enabled by SES and has no customer-managed status."""
    sesv2.create_tenant(TenantName="acme")
    reputation = read_entity(sesv2)
    stamp = reputation["AwsSesManagedStatus"].pop("LastUpdatedTimestamp")

    assert reputation == {
        "ReputationEntityReference": read_tenant_arn(sesv2),
        "ReputationEntityType": "RESOURCE",
        "ReputationManagementPolicy": f"{POLICIES}standard",
        "AwsSesManagedStatus": {"Status": "ENABLED"},
        "SendingStatusAggregate": "ENABLED",
        "ReputationImpact": "NONE",
    }
    assert stamp.timestamp() == 1767323045.678


@pytest.mark.parametrize("arn", [IDENTITY, SET, f"{ARN}identity/EXAMPLE.com"])
def test_an_identity_and_a_set_are_entities(acme: SESV2Client, arn: str) -> None:
    """Every identity and configuration set is an entity, and the case of a domain does not matter."""
    reputation = read_entity(acme, arn)

    assert reputation["ReputationEntityReference"].lower() == arn.lower()
    assert (reputation["AwsSesManagedStatus"], reputation["SendingStatusAggregate"]) == (
        {"Status": "ENABLED"},
        "ENABLED",
    )


@pytest.mark.parametrize("arn", UNKNOWN)
def test_an_unknown_entity_is_refused(acme: SESV2Client, arn: str) -> None:
    """Get reports an unknown entity as not found, and the updates report it as a bad request."""
    text = f"Reputation entity {arn} does not exist."

    assert refusal(read_entity, acme, arn) == (NOT_FOUND, text)
    assert refusal(set_status, acme, "DISABLED", arn) == (BAD, text)
    assert refusal(set_policy, acme, "none", arn) == (BAD, text)


def test_unknown_enum_values_are_refused(acme: SESV2Client) -> None:
    """Type, status and policy are checked before the entity is looked up."""
    parameters: Any = {"ReputationEntityType": "x", "ReputationEntityReference": "x"}

    assert refusal(acme.get_reputation_entity, **parameters) == (
        BAD,
        ENUM.format("reputationEntityType", "RESOURCE"),
    )
    assert refusal(set_status, acme, "x", "x") == (
        BAD,
        ENUM.format("sendingStatus", "ENABLED, REINSTATED, DISABLED"),
    )
    assert refusal(set_policy, acme, "x", "x") == (BAD, f"Invalid reputation policy {POLICIES}x.")


def test_a_customer_can_stop_a_tenant(mocked: SesMock, acme: SESV2Client) -> None:
    """Every API refuses the mail of a stopped tenant until it is enabled again, and SES's own status stays."""
    before = read_entity(acme)
    set_status(acme, "DISABLED")
    error_by_v2 = refusal(send, acme, TenantName="acme")
    raw = b"X-SES-TENANT: acme\r\nFrom: shop@example.com\r\nTo: ada@example.net\r\nSubject: Hello\r\n\r\nHi"
    error_by_v1 = refusal(boto3.client("ses").send_raw_email, RawMessage={"Data": raw})
    stopped = read_entity(acme)
    set_status(acme, "ENABLED")

    assert (error_by_v2, error_by_v1) == (PAUSED, ("MessageRejected", PAUSED[1]))
    assert stopped["AwsSesManagedStatus"] == before["AwsSesManagedStatus"]
    assert stopped["CustomerManagedStatus"]["LastUpdatedTimestamp"]
    assert (stopped["CustomerManagedStatus"]["Status"], stopped["CustomerManagedStatus"]["Cause"]) == (
        "DISABLED",
        "Status manually updated.",
    )
    assert stopped["SendingStatusAggregate"] == "DISABLED"
    assert send_message(acme, TenantName="acme").tenant == "acme"


def test_a_tenant_shows_its_aggregate_status(mocked: SesMock, acme: SESV2Client) -> None:
    """Tenants are read, listed and filtered by their aggregate status."""
    set_status(acme, "DISABLED")
    acme.create_tenant(TenantName="globex")
    disabled = acme.list_tenants(Filter={"SENDING_STATUS": "DISABLED"})["Tenants"]

    assert [(tenant["TenantName"], tenant["SendingStatus"]) for tenant in disabled] == [("acme", "DISABLED")]
    assert acme.get_tenant(TenantName="acme")["Tenant"]["SendingStatus"] == "DISABLED"
    assert mocked.account.tenants["acme"].sending_status == "DISABLED"


@pytest.mark.parametrize(
    ("arn", "text"),
    [
        (IDENTITY, "Sending is paused for identity example.com"),
        (SET, "Sending is paused for configuration set news"),
    ],
)
def test_a_customer_can_stop_an_identity_or_a_set(acme: SESV2Client, arn: str, text: str) -> None:
    """Stopping a resource does not stop mail of other resources or of a new resource with the same name."""
    options = {"ConfigurationSetName": "news"}
    set_status(acme, "DISABLED", arn)
    errors = [
        refusal(send, acme, **options),
        refusal(send, acme, **options, FromEmailAddressIdentityArn=IDENTITY),
        refusal(send, acme, **options, FromEmailAddressIdentityArn=f"{ARN}identity/Example.COM"),
    ]
    acme.create_email_identity(EmailIdentity="own@example.com")
    message_ids = [] if arn == SET else [send(acme, sender="own@example.com")]
    message_ids += [send(acme)] if arn == SET else []
    set_status(acme, "REINSTATED", arn)
    message_ids.append(send(acme, **options))
    set_status(acme, "DISABLED", arn)
    acme.delete_tenant(TenantName="acme")
    acme.delete_configuration_set(ConfigurationSetName="news")
    acme.delete_email_identity(EmailIdentity="example.com")
    acme.create_configuration_set(ConfigurationSetName="news")
    acme.create_email_identity(EmailIdentity="example.com")
    message_ids.append(send(acme, **options))

    assert errors == [("SendingPausedException", text)] * 3
    assert len(message_ids) == 3


def test_v1_refuses_a_stopped_identity(acme: SESV2Client) -> None:
    """v1 refuses mail from a stopped identity with the code for a stopped account."""
    set_status(acme, "DISABLED", IDENTITY)

    assert refusal(send, "ses") == ("MessageRejected", "Sending is paused for identity example.com")


def test_a_customers_status_is_published(mocked: SesMock, acme: SESV2Client) -> None:
    """The default event bus receives the customer's status with its cause and time, and the entity's ARN."""
    with freeze_time("2025-07-11 14:41:03.123", real_asyncio=True):
        set_status(acme, "DISABLED")
        set_status(acme, "REINSTATED")
    first, second = mocked.publications.filter(purpose="reputation")

    assert (first.kind, first.target) == (
        "eventbridge",
        "arn:aws:events:us-east-1:123456789012:event-bus/default",
    )
    assert (first.detail_type, second.detail_type) == ("Sending Status Disabled", "Sending Status Enabled")
    assert first.entity == read_tenant_arn(acme)
    assert first.payload == (
        '{"version":"1.0.0","data":{"origin":"CUSTOMER_MANAGED","record":{"status":"DISABLED",'
        '"cause":"Status manually updated.","lastUpdatedTimestamp":[2025,7,11,14,41,3,123000000]}}}'
    )
    assert json.loads(second.payload)["data"]["record"]["status"] == "REINSTATED"


def test_a_deleted_tenant_publishes_nothing(mocked: SesMock, acme: SESV2Client) -> None:
    """Stopping a deleted tenant publishes no event."""
    tenant = mocked.account.tenants["acme"]
    acme.delete_tenant(TenantName="acme")
    tenant.enforce()

    assert list_detail_types(mocked) == []


def list_kinds(client: SESV2Client, **filters: str) -> list[str]:
    """Return the kinds of the listed entities."""
    response = client.list_reputation_entities(Filter=filters)  # type: ignore[arg-type]
    return [
        item["ReputationEntityReference"].removeprefix(ARN).partition("/")[0]
        for item in response["ReputationEntities"]
    ]


@pytest.mark.parametrize(
    ("filters", "kinds"),
    [
        ({}, ["configuration-set", "identity", "tenant"]),
        ({"ENTITY_TYPE": "RESOURCE"}, ["configuration-set", "identity", "tenant"]),
        ({"ENTITY_TYPE": "x"}, []),
        ({"REPUTATION_IMPACT": "HIGH"}, ["tenant"]),
        ({"REPUTATION_IMPACT": "LOW"}, []),
        ({"SENDING_STATUS": "DISABLED"}, ["configuration-set", "tenant"]),
        ({"SENDING_STATUS": "DISABLED", "ENTITY_REFERENCE_PREFIX": f"{ARN}conf"}, ["configuration-set"]),
    ],
)
def test_entities_are_listed_and_filtered(
    acme: SESV2Client, filters: dict[str, str], kinds: list[str]
) -> None:
    """Entities are sorted by ARN, and all filters must match."""
    send_many(acme, bounces=16)
    set_status(acme, "DISABLED", SET)

    assert list_kinds(acme, **filters) == kinds


def test_entities_are_listed_in_pages(acme: SESV2Client) -> None:
    """Entities are listed in pages, and a token is valid only with the same filters."""
    page = acme.list_reputation_entities(PageSize=1, Filter={"ENTITY_TYPE": "RESOURCE"})
    token = page["NextToken"]
    rest = acme.list_reputation_entities(NextToken=token, Filter={"ENTITY_TYPE": "RESOURCE"})

    assert [len(response["ReputationEntities"]) for response in (page, rest)] == [1, 2]
    assert refusal(acme.list_reputation_entities, NextToken=token) == (BAD, "Invalid Next Token")


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        (
            {"PageSize": 101},
            "Value '101' at 'pageSize' failed to satisfy constraint: Member must have value less than or equal to 100",
        ),
        (
            {"Filter": {"x": "y"}},
            "Value at 'filter' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy "
            "enum value set: [ENTITY_REFERENCE_PREFIX, ENTITY_TYPE, REPUTATION_IMPACT, SENDING_STATUS]]",
        ),
    ],
)
def test_an_invalid_list_request_is_refused(sesv2: SESV2Client, parameters: Any, text: str) -> None:
    """Page sizes out of range and unknown filters are refused."""
    assert refusal(sesv2.list_reputation_entities, **parameters) == (
        BAD,
        f"1 validation error detected: {text}",
    )
