"""The resources of tenants in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.paging import build_paging
from sesmock.backends.sesv2.tenants.tenants import LIST_CHECKS, NAME_CHECK
from sesmock.domain import clock
from sesmock.domain.tenants import associations, tenants
from sesmock.protocol.constraints import CUSTOM_MESSAGE

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.tenants.tenants import Tenant
    from sesmock.protocol.validation import Checks

_CHECKS: Checks = {**NAME_CHECK, "ResourceArn": CUSTOM_MESSAGE}
_RESOURCES = build_paging("resources of a tenant")
_TENANTS = build_paging("tenants of a resource")


@sesv2.operation("CreateTenantResourceAssociation", checks=_CHECKS)
def create_tenant_resource_association(context: Context, request: Params) -> None:
    """Let a tenant send with an identity, a configuration set or a template.

    SES checks the name first (BadRequestException), then the tenant (NotFoundException), the ARN
    (BadRequestException), the resource (NotFoundException), and the association (AlreadyExistsException).
    Spec: tenants.md §2 [P].
    """
    tenant = _find_tenant(context, request)
    associations.associate(context.account, tenant, request.get("ResourceArn"))


@sesv2.operation("DeleteTenantResourceAssociation", checks=_CHECKS)
def delete_tenant_resource_association(context: Context, request: Params) -> None:
    """Remove a resource from a tenant; a resource without an association is not an error.

    Raise BadRequestException for an invalid name or ARN, or NotFoundException for the tenant.
    Spec: tenants.md §2 [P].
    """
    tenant = _find_tenant(context, request)
    associations.dissociate(context.account, tenant, request.get("ResourceArn"))


@sesv2.operation("ListTenantResources", checks={**LIST_CHECKS, **NAME_CHECK})
def list_tenant_resources(context: Context, request: Params) -> Result:
    """List the resources of a tenant, sorted by ARN, optionally those of one type, in pages of 100.

    Raise BadRequestException for an invalid name, filter, PageSize or NextToken, then NotFoundException.
    Spec: paging.md §3; tenants.md §2 [P].
    """
    name = request.get("TenantName", "")
    tenants.require_name(name)
    resource_type = request.get("Filter", {}).get("RESOURCE_TYPE")
    associations.check_resource_type(resource_type)
    # Names are case-sensitive, but a token ignores the case of the name. Spec: tenants.md §1 [P].
    scope = {"tenant": name.lower(), "resource_type": resource_type}
    _RESOURCES.check(context, request, **scope)
    resources = associations.list_resources(context.account.tenants.require(name), resource_type)
    page, token = _RESOURCES.page(context, resources, request, **scope)
    return {
        "TenantResources": [
            {"ResourceType": association.resource_type, "ResourceArn": association.arn}
            for association in page
        ],
        "NextToken": token,
    }


@sesv2.operation("ListResourceTenants", checks=LIST_CHECKS)
def list_resource_tenants(context: Context, request: Params) -> Result:
    """List the tenants that send with a resource, in the order of association, in pages of 100.

    Raise BadRequestException for an invalid PageSize, NextToken or ARN, then NotFoundException.
    Spec: paging.md §3; tenants.md §2 [P].
    """
    arn = request["ResourceArn"]
    _TENANTS.check(context, request, arn=arn)
    uses = associations.list_uses(context.account, arn)
    page, token = _TENANTS.page(context, uses, request, arn=arn)
    return {
        "ResourceTenants": [
            {
                "TenantName": use.tenant.name,
                "TenantId": use.tenant.id,
                "ResourceArn": use.association.arn,
                "AssociatedTimestamp": clock.to_datetime(use.association.created_at),
            }
            for use in page
        ],
        "NextToken": token,
    }


def _find_tenant(context: Context, request: Params) -> Tenant:
    """Return the tenant of a request. Here SES only checks that the name is not empty.

    Spec: tenants.md §2 [P].
    """
    name = request.get("TenantName", "")
    tenants.require_name(name)
    return context.account.tenants.require(name)
