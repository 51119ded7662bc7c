"""Resources of tenants, which cannot be deleted while they are associated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.raw_requests import send_json
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

ARN = "arn:aws:ses:us-east-1:123456789012:"
IDENTITY, SET, TEMPLATE = f"{ARN}identity/example.com", f"{ARN}configuration-set/news", f"{ARN}template/hello"
BAD, NOT_FOUND = "BadRequestException", "NotFoundException"
PATH = "/v2/email/tenants/resources"
BAD_ARNS = [
    ("news", "Provided resource identifier is not an SES resource"),
    (f"urn{SET[3:]}", "Provided resource identifier is not an SES resource"),
    (f"{ARN}identity/", "Provided resource identifier is not an SES resource"),
    (SET.replace(":ses:", ":sns:"), "Provided ARN is not in SES resource ARN format"),
    (f"{ARN}contact-list/x", "Unsupported resource type: contact-list"),
    (
        SET.replace("us-east-1", "eu-west-1"),
        "Resource arn:aws:ses:eu-west-1:123456789012:configuration-set/news must be in the same region",
    ),
    (
        SET.replace("123456789012", "210987654321"),
        "Resource arn:aws:ses:us-east-1:210987654321:configuration-set/news must be in the same account",
    ),
]
UNKNOWN_ARNS = [
    (f"{ARN}identity/x.org", "Identity <x.org> does not exist"),
    (f"{ARN}configuration-set/x", "Configuration set <x> does not exist:"),
    (f"{ARN}template/x", "Email template <x> does not exist"),
]


@pytest.fixture
def tenants(sesv2: SESV2Client) -> SESV2Client:
    """Return a client of an account with two tenants and a resource of each type."""
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_email_template(TemplateName="hello", TemplateContent={"Subject": "Hello", "Text": "Hi"})
    sesv2.create_tenant(TenantName="globex")
    sesv2.create_tenant(TenantName="acme")
    return sesv2


def associate(client: SESV2Client, *arns: str, tenant: str = "acme") -> None:
    """Associate resources with a tenant."""
    for arn in arns:
        client.create_tenant_resource_association(TenantName=tenant, ResourceArn=arn)


def test_a_tenant_has_resources(mocked: SesMock, tenants: SESV2Client) -> None:
    """Resources are sorted by ARN, listed with their types, and can be filtered by type."""
    associate(tenants, TEMPLATE, IDENTITY, SET)
    resources: Any = tenants.list_tenant_resources(TenantName="acme")["TenantResources"]
    sets: Any = tenants.list_tenant_resources(
        TenantName="acme",
        Filter={"RESOURCE_TYPE": "configuration-set"},
    )["TenantResources"]

    assert resources == [
        {"ResourceType": "configuration-set", "ResourceArn": SET},
        {"ResourceType": "identity", "ResourceArn": IDENTITY},
        {"ResourceType": "template", "ResourceArn": TEMPLATE},
    ]
    assert sets == resources[:1]
    assert mocked.account.tenants["acme"].resources == (SET, IDENTITY, TEMPLATE)


def test_a_resource_has_tenants(mocked: SesMock, tenants: SESV2Client) -> None:
    """The tenants of a resource are listed in the order of their association, with its time."""
    associate(tenants, SET, tenant="globex")
    first = mocked.clock.now()
    mocked.clock.shift(minutes=5)
    associate(tenants, SET)
    uses = tenants.list_resource_tenants(ResourceArn=SET)["ResourceTenants"]

    assert [(use["TenantName"], use["ResourceArn"]) for use in uses] == [("globex", SET), ("acme", SET)]
    assert uses[1]["TenantId"] == tenants.get_tenant(TenantName="acme")["Tenant"]["TenantId"]
    assert [round((use["AssociatedTimestamp"] - first).total_seconds()) for use in uses] == [0, 300]


def test_a_domain_is_a_resource_regardless_of_case(tenants: SESV2Client) -> None:
    """A domain matches regardless of case, and is listed as it was spelled at its creation."""
    other_case = f"{ARN}identity/EXAMPLE.com"
    associate(tenants, other_case)

    assert tenants.list_tenant_resources(TenantName="acme")["TenantResources"][0]["ResourceArn"] == IDENTITY
    assert refusal(tenants.create_tenant_resource_association, TenantName="acme", ResourceArn=other_case) == (
        "AlreadyExistsException",
        f"Resources {other_case} has already been associated with tenant acme",
    )


def test_deleting_an_unknown_association_is_not_an_error(tenants: SESV2Client) -> None:
    """Deleting an unknown association, or one of an unknown resource, is not an error."""
    associate(tenants, SET)
    for arn in (SET, SET, f"{ARN}template/x"):
        tenants.delete_tenant_resource_association(TenantName="acme", ResourceArn=arn)

    assert tenants.list_tenant_resources(TenantName="acme")["TenantResources"] == []


@pytest.mark.parametrize("path", [PATH, f"{PATH}/delete"])
def test_an_unknown_tenant_is_reported_before_the_resource(tenants: SESV2Client, path: str) -> None:
    """A malformed tenant name is reported as unknown before an invalid ARN; a missing ARN is also refused."""
    no_arn = "1 validation error detected: Value at 'resourceArn' failed to satisfy constraint: Member must not be null"

    assert send_json("POST", path, {"TenantName": "a.b", "ResourceArn": "x"}) == (
        NOT_FOUND,
        "The requested tenant <a.b> does not exist.",
    )
    assert send_json("POST", path, {"TenantName": "acme"}) == (BAD, no_arn)


@pytest.mark.parametrize(("arn", "text"), BAD_ARNS)
def test_an_invalid_arn_is_refused(tenants: SESV2Client, arn: str, text: str) -> None:
    """All three operations refuse an invalid ARN with the same error."""
    errors = [
        refusal(tenants.create_tenant_resource_association, TenantName="acme", ResourceArn=arn),
        refusal(tenants.delete_tenant_resource_association, TenantName="acme", ResourceArn=arn),
        refusal(tenants.list_resource_tenants, ResourceArn=arn),
    ]

    assert errors == [(BAD, text)] * 3


@pytest.mark.parametrize(("arn", "text"), UNKNOWN_ARNS)
def test_an_unknown_resource_is_not_found(tenants: SESV2Client, arn: str, text: str) -> None:
    """The text about an unknown resource depends on its type."""
    errors = [
        refusal(tenants.create_tenant_resource_association, TenantName="acme", ResourceArn=arn),
        refusal(tenants.list_resource_tenants, ResourceArn=arn),
    ]

    assert errors == [(NOT_FOUND, text)] * 2


def test_resources_are_listed_in_pages(tenants: SESV2Client) -> None:
    """Resources are listed in pages, and a token is valid for only one tenant."""
    associate(tenants, SET, IDENTITY)
    page = tenants.list_tenant_resources(TenantName="acme", PageSize=1)
    token = page["NextToken"]
    rest = tenants.list_tenant_resources(TenantName="acme", PageSize=1, NextToken=token)

    assert rest["TenantResources"][0]["ResourceArn"] == IDENTITY
    assert refusal(tenants.list_tenant_resources, TenantName="globex", NextToken=token) == (
        BAD,
        "Invalid Next Token",
    )
    assert refusal(tenants.list_tenant_resources, TenantName="ACME", NextToken=token) == (
        NOT_FOUND,
        "The requested tenant <ACME> does not exist.",
    )


def test_tenants_of_a_resource_are_listed_in_pages(tenants: SESV2Client) -> None:
    """Tenants are listed in pages, and a token is checked before the resource is looked up."""
    associate(tenants, SET)
    associate(tenants, SET, tenant="globex")
    page = tenants.list_resource_tenants(ResourceArn=SET, PageSize=1)
    rest = tenants.list_resource_tenants(ResourceArn=SET, PageSize=1, NextToken=page["NextToken"])

    assert [use["TenantName"] for use in page["ResourceTenants"]] == ["acme"]
    assert [use["TenantName"] for use in rest["ResourceTenants"]] == ["globex"]
    assert refusal(tenants.list_resource_tenants, ResourceArn=f"{ARN}template/x", NextToken="t") == (
        BAD,
        "Invalid Next Token",
    )


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        ({"RESOURCE_TYPE": "EMAIL_IDENTITY"}, "Invalid resource type EMAIL_IDENTITY specified."),
        (
            {"x": "identity"},
            "1 validation error detected: Value at 'filter' failed to satisfy constraint: "
            "Map keys must satisfy constraint: [Member must satisfy enum value set: [RESOURCE_TYPE]]",
        ),
    ],
)
def test_an_invalid_filter_is_refused(sesv2: SESV2Client, filters: Any, text: str) -> None:
    """An unknown filter, or a resource type in the SDKs' spelling, is refused before the tenant is looked up."""
    assert refusal(sesv2.list_tenant_resources, TenantName="x", Filter=filters) == (BAD, text)


def test_invalid_pages_are_reported_together(sesv2: SESV2Client) -> None:
    """An invalid token and an invalid page size are reported in one error, the token first."""
    assert refusal(sesv2.list_tenant_resources, TenantName="x", PageSize=0, NextToken="") == (
        BAD,
        "2 validation errors detected: Value '' at 'nextToken' failed to satisfy constraint: Member must have "
        "length greater than or equal to 1; Value '0' at 'pageSize' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1",
    )


def test_a_resource_of_a_tenant_cannot_be_deleted(ses: SESClient, tenants: SESV2Client) -> None:
    """v1 and v2 refuse to delete a resource until its associations are removed."""
    associate(tenants, IDENTITY, SET, TEMPLATE)
    deletions: list[tuple[str, Any, dict[str, str]]] = [
        (IDENTITY, tenants.delete_email_identity, {"EmailIdentity": "EXAMPLE.com"}),
        (SET, tenants.delete_configuration_set, {"ConfigurationSetName": "news"}),
        (TEMPLATE, tenants.delete_email_template, {"TemplateName": "hello"}),
        (IDENTITY, ses.delete_identity, {"Identity": "example.com"}),
        (SET, ses.delete_configuration_set, {"ConfigurationSetName": "news"}),
        (TEMPLATE, ses.delete_template, {"TemplateName": "hello"}),
    ]
    errors = [refusal(call, **parameters) for _, call, parameters in deletions]
    for arn in (IDENTITY, SET, TEMPLATE):
        tenants.delete_tenant_resource_association(TenantName="acme", ResourceArn=arn)
    for _, call, parameters in deletions[3:]:
        call(**parameters)

    assert errors == [
        (
            BAD if position < 3 else "InvalidParameterValue",
            f"Cannot delete {arn} because it has tenant associations. "
            "Remove all tenant associations and try again.",
        )
        for position, (arn, _, _) in enumerate(deletions)
    ]
    assert tenants.list_configuration_sets()["ConfigurationSets"] == []
