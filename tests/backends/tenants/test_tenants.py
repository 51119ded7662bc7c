"""Tenants in SES v2: created, read, listed, tagged and deleted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time

from sesmock.domain.tenants import tenants
from tests.raw_requests import send_json
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

BAD, NOT_FOUND = "BadRequestException", "NotFoundException"
UNKNOWN = (NOT_FOUND, "The requested tenant <x> does not exist.")
LISTS = "/v2/email/tenants/list"
NAMED_PATHS = [
    "/v2/email/tenants/get",
    "/v2/email/tenants/delete",
    "/v2/email/tenants/resources",
    "/v2/email/tenants/resources/delete",
    "/v2/email/tenants/resources/list",
    "/v2/email/tenant/suppression",
]
CHARACTERS = "Invalid tenant name <{}>: only alphanumeric ASCII characters, '_', and '-' are allowed."
TOO_LONG = "TenantName cannot exceed 64 characters."


def constraint_text(*texts: str) -> str:
    """Return SES's text for violated constraints."""
    return f"{len(texts)} validation error{'s' * (len(texts) > 1)} detected: {'; '.join(texts)}"


NO_SIZE = (
    "Value '0' at 'pageSize' failed to satisfy constraint: Member must have value greater than or equal to 1"
)
LARGE = (
    "Value '101' at 'pageSize' failed to satisfy constraint: Member must have value less than or equal to 100"
)
NO_TOKEN = (
    "Value '' at 'nextToken' failed to satisfy constraint: Member must have length greater than or equal to 1"
)


def list_names(response: Any) -> list[str]:
    """Return the names of tenants in a response."""
    return [tenant["TenantName"] for tenant in response["Tenants"]]


@freeze_time("2026-01-02 03:04:05.678", real_asyncio=True)
def test_a_tenant_is_created_and_read(sesv2: SESV2Client) -> None:
    """Create, Get and List show the same tenant, but List omits its tags."""
    created: Any = sesv2.create_tenant(
        TenantName="acme", Tags=[{"Key": "b", "Value": "2"}, {"Key": "a", "Value": "1"}]
    )
    del created["ResponseMetadata"]
    tenant: Any = sesv2.get_tenant(TenantName="acme")["Tenant"]
    [summary] = sesv2.list_tenants()["Tenants"]

    assert re.fullmatch("tn-[0-9a-f]{29}", created["TenantId"])
    assert created["TenantArn"] == f"arn:aws:ses:us-east-1:123456789012:tenant/acme/{created['TenantId']}"
    assert created["CreatedTimestamp"].timestamp() == 1767323045.678
    assert (created["SendingStatus"], created.get("SuppressionAttributes")) == ("ENABLED", None)
    assert created["Tags"] == [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    assert tenant == created
    assert summary == {name: value for name, value in created.items() if name != "Tags"}


def test_an_account_has_its_tenants_by_name(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A test can read tenants by name, and the error about an unknown one lists the valid names."""
    sesv2.create_tenant(TenantName="acme")
    sesv2.create_tenant(TenantName="Globex")
    tenant_map = mocked.account.tenants

    assert [tenant.name for tenant in tenant_map] == ["Globex", "acme"]
    assert (len(tenant_map), tenant_map["acme"].sending_status) == (2, "ENABLED")
    assert (
        "acme" in tenant_map,
        tenant_map["acme"] in tenant_map,
        "ACME" in tenant_map,
        None in tenant_map,
    ) == (True, True, False, False)
    assert (repr(tenant_map), repr(tenant_map["acme"])) == (
        "<Tenants ['Globex', 'acme']>",
        f"<Tenant acme {tenant_map['acme'].id}>",
    )
    with pytest.raises(
        KeyError, match=r"unknown tenant 'acmee'; did you mean 'acme'\? Valid tenants: Globex, acme"
    ):
        tenant_map["acmee"]


@pytest.mark.parametrize("name", ["acme", None, 5])
def test_an_account_without_tenants_has_its_own_error(mocked: SesMock, name: Any) -> None:
    """The error about an unknown tenant says that there are no tenants, even for a name that is not a string."""
    with pytest.raises(KeyError, match=f"unknown tenant {name!r}: there are no tenants"):
        mocked.account.tenants[name]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            None,
            constraint_text("Value at 'tenantName' failed to satisfy constraint: Member must not be null"),
        ),
        (
            "",
            constraint_text(
                "Value at 'tenantName' failed to satisfy constraint: "
                "Member must have length greater than or equal to 1"
            ),
        ),
        (" ", "TenantName cannot be empty"),
        ("a" * 65, TOO_LONG),
        ("a.b", CHARACTERS.format("a.b")),
    ],
)
def test_a_new_name_is_checked(mocked: SesMock, name: str | None, text: str) -> None:
    """A name has up to 64 letters, digits, hyphens and underscores."""
    assert send_json("POST", "/v2/email/tenants", {"TenantName": name}) == (BAD, text)
    assert send_json("POST", "/v2/email/tenants", {"TenantName": "aZ0-_" + "x" * 59}) == (None, None)
    assert len(mocked.account.tenants) == 1


@pytest.mark.parametrize("path", NAMED_PATHS)
@pytest.mark.parametrize("name", [None, "", " "])
def test_every_operation_requires_a_tenant_name(mocked: SesMock, path: str, name: str | None) -> None:
    """A missing, empty or blank name is reported the same way, before anything else."""
    assert send_json("POST", path, {"TenantName": name}) == (BAD, "TenantName cannot be empty")


@pytest.mark.parametrize(("name", "text"), [("a" * 65, TOO_LONG), ("ä", CHARACTERS.format("ä"))])
@pytest.mark.parametrize("method", ["get_tenant", "delete_tenant"])
def test_get_and_delete_check_the_name(sesv2: SESV2Client, method: str, name: str, text: str) -> None:
    """Get and Delete check a name as Create does."""
    assert refusal(getattr(sesv2, method), TenantName=name) == (BAD, text)


@pytest.mark.parametrize("method", ["get_tenant", "delete_tenant", "list_tenant_resources"])
def test_an_unknown_tenant_is_not_found(sesv2: SESV2Client, method: str) -> None:
    """An unknown tenant is not found, and names of tenants are case-sensitive."""
    sesv2.create_tenant(TenantName="X")

    assert refusal(getattr(sesv2, method), TenantName="x") == UNKNOWN


def test_a_name_can_be_used_once(sesv2: SESV2Client) -> None:
    """A second tenant with the same name is refused, but one whose name differs in case is not."""
    sesv2.create_tenant(TenantName="acme")
    sesv2.create_tenant(TenantName="Acme")

    assert refusal(sesv2.create_tenant, TenantName="acme") == (
        "AlreadyExistsException",
        "Tenant with name acme already exists in account 123456789012",
    )


def test_an_account_has_at_most_10000_tenants(
    mocked: SesMock, sesv2: SESV2Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tenant above the limit is refused."""
    assert tenants.MAX_TENANTS == 10_000
    monkeypatch.setattr(tenants, "MAX_TENANTS", 1)
    sesv2.create_tenant(TenantName="acme")

    assert refusal(sesv2.create_tenant, TenantName="globex") == (
        "LimitExceededException",
        "Limit exceeded for tenants.",
    )


def test_deleting_a_tenant_deletes_its_associations(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A new tenant with the name of a deleted one does not inherit its resources."""
    sesv2.create_tenant(TenantName="x")
    arn = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
    sesv2.create_tenant_resource_association(TenantName="x", ResourceArn=arn)
    sesv2.delete_tenant(TenantName="x")
    error = refusal(sesv2.get_tenant, TenantName="x")
    sesv2.create_tenant(TenantName="x")

    assert error == UNKNOWN
    assert sesv2.list_tenant_resources(TenantName="x")["TenantResources"] == []
    assert sesv2.list_resource_tenants(ResourceArn=arn)["ResourceTenants"] == []


def test_tenants_are_listed_by_name_in_pages(sesv2: SESV2Client) -> None:
    """Every page but the last has a token, which is valid only with the same filters."""
    for name in ("b", "a", "c"):
        sesv2.create_tenant(TenantName=name)
    page = sesv2.list_tenants(PageSize=2)
    rest = sesv2.list_tenants(PageSize=2, NextToken=page["NextToken"])

    assert (list_names(page), list_names(rest)) == (["a", "b"], ["c"])
    assert "NextToken" not in rest
    assert refusal(sesv2.list_tenants, NextToken=page["NextToken"], Filter={"SENDING_STATUS": "ENABLED"}) == (
        BAD,
        "Invalid Next Token",
    )


@pytest.mark.parametrize(
    ("filters", "matches"),
    [
        ({"TENANT_NAME_CONTAINS": "CM"}, None),
        ({"TENANT_NAME_CONTAINS": "CME"}, ["Acme-2", "acme"]),
        ({"TENANT_NAME_CONTAINS": "cme "}, []),
        ({"SENDING_STATUS": "ENABLED"}, ["Acme-2", "acme", "globex"]),
        ({"SENDING_STATUS": "DISABLED"}, []),
        ({"SENDING_STATUS": "REINSTATED", "TENANT_NAME_CONTAINS": "acme"}, []),
        ({"SENDING_STATUS": "ENABLED", "TENANT_NAME_CONTAINS": "acme"}, ["Acme-2", "acme"]),
    ],
)
def test_tenants_are_filtered(sesv2: SESV2Client, filters: Any, matches: list[str] | None) -> None:
    """All filters must match, and a name filter needs at least three characters."""
    for name in ("globex", "acme", "Acme-2"):
        sesv2.create_tenant(TenantName=name)

    if matches is None:
        assert refusal(sesv2.list_tenants, Filter=filters) == (
            BAD,
            "TENANT_NAME_CONTAINS must be at least 3 characters.",
        )
    else:
        assert list_names(sesv2.list_tenants(Filter=filters)) == matches


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        (
            {"Filter": {"x": "y"}, "PageSize": 1},
            constraint_text(
                "Value at 'filter' failed to satisfy constraint: Map keys must satisfy constraint: "
                "[Member must satisfy enum value set: [SENDING_STATUS, TENANT_NAME_CONTAINS]]"
            ),
        ),
        (
            {"Filter": {"SENDING_STATUS": ""}},
            constraint_text(
                "Value at 'filter' failed to satisfy constraint: Map value must satisfy constraint: "
                "[Member must have length greater than or equal to 1]"
            ),
        ),
        ({"PageSize": 0, "Filter": {"SENDING_STATUS": "x"}}, constraint_text(NO_SIZE)),
        ({"PageSize": 101}, constraint_text(LARGE)),
        ({"NextToken": ""}, constraint_text(NO_TOKEN)),
        ({"NextToken": "", "PageSize": 0}, constraint_text(NO_TOKEN, NO_SIZE)),
        ({"Filter": {"SENDING_STATUS": "enabled"}, "NextToken": "t"}, "Invalid sending status <enabled>."),
        ({"NextToken": "t"}, "Invalid Next Token"),
    ],
)
def test_an_invalid_list_request_is_refused(mocked: SesMock, parameters: Any, text: str) -> None:
    """Violated constraints are reported first, then filter values, then the token."""
    assert send_json("POST", LISTS, parameters) == (BAD, text)


def test_a_tenant_is_tagged_by_its_id(sesv2: SESV2Client) -> None:
    """The ID in the ARN identifies the tenant, regardless of the name; tags are sorted by key."""
    arn = sesv2.create_tenant(TenantName="acme")["TenantArn"]
    sesv2.tag_resource(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    sesv2.tag_resource(ResourceArn=arn.replace("acme", "x"), Tags=[{"Key": "a", "Value": "1"}])
    tags = sesv2.list_tags_for_resource(ResourceArn=arn)["Tags"]
    sesv2.untag_resource(ResourceArn=arn, TagKeys=["a"])

    assert tags == [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    assert sesv2.get_tenant(TenantName="acme")["Tenant"]["Tags"] == [{"Key": "b", "Value": "2"}]


@pytest.mark.parametrize(
    ("resource", "text"),
    [
        ("acme/tn-1", "No Tenant present with name: acmewith tenantId: tn-1"),
        ("acme", "No Tenant present with name: nullwith tenantId: acme"),
    ],
)
def test_an_unknown_tenant_has_no_tags(sesv2: SESV2Client, resource: str, text: str) -> None:
    """SES's error lacks a space, and shows the name in place of the ID if the ARN has no ID."""
    sesv2.create_tenant(TenantName="acme")
    arn = f"arn:aws:ses:us-east-1:123456789012:tenant/{resource}"

    assert refusal(sesv2.list_tags_for_resource, ResourceArn=arn) == (NOT_FOUND, text)


def test_tenants_are_regional(sesv2: SESV2Client) -> None:
    """A tenant in one region is unknown in another."""
    sesv2.create_tenant(TenantName="x")
    other_client = boto3.client("sesv2", region_name="eu-west-1")

    assert refusal(other_client.get_tenant, TenantName="x") == UNKNOWN


ENUM = "Member must satisfy enum value set: "
REASONS = f"uppressedReasons' failed to satisfy constraint: Member must satisfy constraint: [{ENUM}[BOUNCE, COMPLAINT]]"
SCOPE = f"uppressionScope' failed to satisfy constraint: {ENUM}[TENANT, ACCOUNT]"
PAIRS: list[tuple[Any, str]] = [
    (
        {"SuppressedReasons": ["BOUNCE", "BOUNCE"], "SuppressionScope": "TENANT"},
        "Each suppressed reason can only be specified at most once",
    ),
    ({"SuppressedReasons": ["BOUNCE"]}, "SuppressedReasons cannot be specified without SuppressionScope."),
    (
        {"SuppressedReasons": []},
        "SuppressionScope is required when SuppressedReasons are provided. Valid values are: TENANT, ACCOUNT",
    ),
    ({"SuppressionScope": "TENANT"}, "SuppressionScope cannot be specified without SuppressedReasons."),
]


@pytest.mark.parametrize(
    "attributes",
    [
        {"SuppressedReasons": ["COMPLAINT", "BOUNCE"], "SuppressionScope": "TENANT"},
        {"SuppressedReasons": [], "SuppressionScope": "ACCOUNT"},
        {},
    ],
)
def test_suppression_attributes_are_stored(sesv2: SESV2Client, attributes: Any) -> None:
    """Suppression attributes are set at creation or later, and empty ones are not shown."""
    expected = attributes or None
    created = sesv2.create_tenant(TenantName="acme", SuppressionAttributes=attributes)
    sesv2.create_tenant(
        TenantName="globex",
        SuppressionAttributes={"SuppressedReasons": ["BOUNCE"], "SuppressionScope": "TENANT"},
    )
    sesv2.put_tenant_suppression_attributes(TenantName="globex", **attributes)
    stored = [sesv2.get_tenant(TenantName=name)["Tenant"] for name in ("acme", "globex")]

    assert created.get("SuppressionAttributes") == expected
    assert [tenant.get("SuppressionAttributes") for tenant in stored] == [expected] * 2


@pytest.mark.parametrize(("attributes", "text"), PAIRS)
def test_suppression_attributes_require_each_other(sesv2: SESV2Client, attributes: Any, text: str) -> None:
    """Create and Put refuse an incomplete pair with the same text, before the tenant is looked up."""
    assert refusal(sesv2.create_tenant, TenantName="x", SuppressionAttributes=attributes) == (BAD, text)
    assert refusal(sesv2.put_tenant_suppression_attributes, TenantName="x", **attributes) == (BAD, text)


def test_an_unknown_tenant_has_no_suppression_attributes(sesv2: SESV2Client) -> None:
    """PutTenantSuppressionAttributes refuses an unknown tenant."""
    assert refusal(sesv2.put_tenant_suppression_attributes, TenantName="x") == UNKNOWN


def test_unknown_suppression_values_are_refused(sesv2: SESV2Client) -> None:
    """Create reports unknown values together, after the name; Put reports the first."""
    bad: Any = {"SuppressedReasons": ["x"], "SuppressionScope": "y"}
    prefix = "Value at 'suppressionAttributes.s"

    assert refusal(sesv2.create_tenant, TenantName=" ", SuppressionAttributes=bad) == (
        BAD,
        "TenantName cannot be empty",
    )
    assert refusal(sesv2.create_tenant, TenantName="x", SuppressionAttributes=bad) == (
        BAD,
        constraint_text(f"{prefix}{REASONS}", f"{prefix}{SCOPE}"),
    )
    assert refusal(sesv2.put_tenant_suppression_attributes, TenantName="x", **bad) == (
        BAD,
        constraint_text(f"Value at 's{REASONS}"),
    )
    assert refusal(
        sesv2.put_tenant_suppression_attributes, TenantName="x", **bad | {"SuppressedReasons": []}
    ) == (BAD, constraint_text(f"Value at 's{SCOPE}"))
