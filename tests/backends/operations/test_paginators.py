"""Every paginator of a mocked operation reads all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from sesmock.apis import APIS
from sesmock.backends.backend import load_backend
from tests.clients import shared_client

if TYPE_CHECKING:
    from sesmock import SesMock


class Listing(NamedTuple):
    """A list operation: the key of the items in its response, all of their names, and its parameters.

    ``page_size`` is None if callers cannot set it.
    """

    key: str
    names: list[str]
    parameters: tuple[tuple[str, object], ...] = ()
    name: str | None = None
    page_size: int | None = 1


ADDRESSES = ["a@example.com", "b@example.com", "c@example.com"]
IDENTITIES = ["a.org", "b.org", "example.com"]
SETS = ["a", "b", "c"]
POOLS = ["a", "b", "c", "ses-default-dedicated-pool", "ses-shared-pool"]
IPS = ["192.0.2.1", "192.0.2.2", "192.0.2.3"]
ARN = "arn:aws:ses:us-east-1:123456789012:"
LISTINGS = {
    ("ses", "ListConfigurationSets"): Listing("ConfigurationSets", SETS, name="Name"),
    ("ses", "ListCustomVerificationEmailTemplates"): Listing(
        "CustomVerificationEmailTemplates", SETS, name="TemplateName"
    ),
    ("ses", "ListIdentities"): Listing("Identities", IDENTITIES),
    ("ses", "ListReceiptRuleSets"): Listing("RuleSets", SETS, name="Name", page_size=None),
    ("ses", "ListTemplates"): Listing("TemplatesMetadata", ["c", "b", "a"], name="Name"),
    ("sesv2", "ListEmailIdentityCertificates"): Listing(
        "Certificates", ADDRESSES, (("EmailIdentity", "example.com"),), name="FromAddress"
    ),
    ("sesv2", "ListResourceTenants"): Listing(
        "ResourceTenants", SETS, (("ResourceArn", f"{ARN}identity/example.com"),), name="TenantName"
    ),
    ("sesv2", "ListTenantResources"): Listing(
        "TenantResources",
        [f"{ARN}configuration-set/{name}" for name in SETS] + [f"{ARN}identity/example.com"],
        (("TenantName", "a"),),
        name="ResourceArn",
    ),
    ("sesv2", "ListMultiRegionEndpoints"): Listing("MultiRegionEndpoints", SETS, name="EndpointName"),
    ("sesv2", "ListReputationEntities"): Listing(
        "ReputationEntities",
        [f"{ARN}configuration-set/{name}" for name in SETS],
        (("Filter", {"ENTITY_REFERENCE_PREFIX": f"{ARN}configuration-set/"}),),
        name="ReputationEntityReference",
    ),
    ("sesv2", "ListTenants"): Listing("Tenants", SETS, name="TenantName"),
    ("pinpoint-email", "GetDedicatedIps"): Listing("DedicatedIps", IPS, name="Ip"),
    ("pinpoint-email", "ListConfigurationSets"): Listing("ConfigurationSets", SETS),
    ("pinpoint-email", "ListDedicatedIpPools"): Listing("DedicatedIpPools", POOLS),
    ("pinpoint-email", "ListDeliverabilityTestReports"): Listing(
        "DeliverabilityTestReports", ["c", "b", "a"], name="ReportName"
    ),
    ("pinpoint-email", "ListEmailIdentities"): Listing("EmailIdentities", IDENTITIES, name="IdentityName"),
}


def create_tenant_and_endpoint(name: str) -> None:
    """Create an endpoint and a tenant with the verified domain; the first tenant also has all configuration sets."""
    client = shared_client("sesv2")
    client.create_tenant(TenantName=name)
    client.create_multi_region_endpoint(
        EndpointName=name, Details={"RoutesDetails": [{"Region": "eu-west-1"}]}
    )
    resources = ["identity/example.com"]
    if name == "a":
        resources += [f"configuration-set/{set_name}" for set_name in SETS]
    for resource in resources:
        client.create_tenant_resource_association(TenantName=name, ResourceArn=f"{ARN}{resource}")


def list_paginators() -> list[tuple[str, str]]:
    """Return the paginators of mocked operations, by client and operation."""
    operations = []
    for service in APIS:
        client = shared_client(service)
        mocked = load_backend(service).modules
        operations += [
            (service, operation)
            for method, operation in client.meta.method_to_api_mapping.items()
            if operation in mocked and client.can_paginate(method)
        ]
    return sorted(operations)


def test_every_paginator_is_in_the_table(mocked: SesMock) -> None:
    """A new list operation must be added to the table."""
    assert sorted(LISTINGS) == list_paginators()


@pytest.mark.parametrize(("service", "operation"), LISTINGS)
def test_a_paginator_reads_all_pages(mocked: SesMock, service: Any, operation: str) -> None:
    """A paginator reads all items, in pages of one if the size can be set."""
    client = shared_client(service)
    listing = LISTINGS[service, operation]
    for name in ("a", "b", "c"):
        shared_client("ses").create_configuration_set(ConfigurationSet={"Name": name})
        shared_client("sesv2").create_dedicated_ip_pool(PoolName=name)
        mocked.lease_dedicated_ip()
        shared_client("sesv2").create_deliverability_test_report(
            ReportName=name,
            FromEmailAddress="shop@example.com",
            Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}},
        )
        shared_client("ses").create_receipt_rule_set(RuleSetName=name)
        shared_client("ses").create_template(
            Template={"TemplateName": name, "SubjectPart": "Hello", "TextPart": "Hi"}
        )
        shared_client("ses").create_custom_verification_email_template(
            TemplateName=name,
            FromEmailAddress="shop@example.com",
            TemplateSubject="Hello",
            TemplateContent="<p>Hi</p>",
            SuccessRedirectionURL="https://example.com/in",
            FailureRedirectionURL="https://example.com/out",
        )
    for name in SETS:
        create_tenant_and_endpoint(name)
    for name in ("b.org", "a.org"):
        shared_client("ses").verify_domain_identity(Domain=name)
    for address in ADDRESSES:
        shared_client("sesv2").associate_email_identity_certificate(
            EmailIdentity="example.com",
            FromAddress=address,
            CertificateArn="arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555",
        )
    methods = {name: method for method, name in client.meta.method_to_api_mapping.items()}
    paginator = client.get_paginator(methods[operation])
    config = {"PageSize": listing.page_size} if listing.page_size else {}
    pages = list(paginator.paginate(**dict(listing.parameters), PaginationConfig=config))
    items = [item for page in pages for item in page[listing.key]]

    assert len(pages) == (len(listing.names) if listing.page_size else 1)
    assert [item if listing.name is None else item[listing.name] for item in items] == listing.names
