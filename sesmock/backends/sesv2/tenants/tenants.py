"""Tenants in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.paging import build_paging
from sesmock.backends.sesv2.tags import dump_tags, parse_tags
from sesmock.backends.sesv2.words import dump_words, parse_word
from sesmock.domain import clock
from sesmock.domain.suppression.suppression import Reason, SuppressionScope
from sesmock.domain.tenants import tenants
from sesmock.protocol.constraints import CUSTOM_MESSAGE, LATER, Constraint

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.tenants.tenants import Tenant, TenantSuppression
    from sesmock.protocol.validation import Checks


_PAGING = build_paging("tenants")
LIST_CHECKS: Checks = {
    **_PAGING.checks,
    "": Constraint(order=("TenantName", "Filter", "NextToken", "PageSize")),
    "NextToken": Constraint(minimum=1, shows_value=True),
}
"""The checks of pages in all lists of tenants; a bad token is reported before a bad size.

Spec: paging.md §3 [P].
"""
# Only CreateTenant reports a missing name in the model's words. Spec: tenants.md §1 [P].
NAME_CHECK: Checks = {"TenantName": CUSTOM_MESSAGE}
_SUPPRESSION = ("SuppressedReasons", "SuppressionScope")


@sesv2.operation("CreateTenant", checks={"SuppressionAttributes": LATER})
def create_tenant(context: Context, request: Params) -> Result:
    """Create a tenant with sending enabled.

    Raise BadRequestException for an invalid name, tag or suppression attributes, then AlreadyExistsException
    or LimitExceededException. Spec: tenants.md §1 [P].
    """
    name = request["TenantName"]
    tenants.check_name(name)
    tags = parse_tags(request)
    attributes = request.get("SuppressionAttributes", {})
    # SES checks the name and the tags before the suppression attributes. Spec: tenants.md §1 [P].
    context.operation.check("SuppressionAttributes", attributes)
    return _dump(tenants.create(context.account, name, tags, _parse_suppression(attributes)))


@sesv2.operation("GetTenant", checks=NAME_CHECK)
def get_tenant(context: Context, request: Params) -> Result:
    """Return a tenant.

    Raise BadRequestException for an invalid name, or NotFoundException. Spec: tenants.md §1 [P].
    """
    return {"Tenant": _dump(find_tenant(context, request))}


@sesv2.operation("DeleteTenant", checks=NAME_CHECK)
def delete_tenant(context: Context, request: Params) -> None:
    """Remove a tenant, its associations and its suppression list; the resources are kept.

    Raise BadRequestException for an invalid name, or NotFoundException. Spec: tenants.md §1 [P].
    """
    tenants.delete(context.account, find_tenant(context, request).name)


@sesv2.operation("ListTenants", checks=LIST_CHECKS)
def list_tenants(context: Context, request: Params) -> Result:
    """List tenants, sorted by name, optionally filtered by a part of the name and sending status, in pages of 100.

    Raise BadRequestException for an invalid filter, PageSize or NextToken. Spec: paging.md §3; tenants.md §1 [P].
    """
    filters = request.get("Filter", {})
    part, status = filters.get("TENANT_NAME_CONTAINS"), filters.get("SENDING_STATUS")
    tenants.check_filters(part, status)
    matches = tenants.select(context.account, part, status)
    page, token = _PAGING.page(context, matches, request, part=part, status=status)
    return {"Tenants": list(map(_summarize, page)), "NextToken": token}


@sesv2.operation(
    "PutTenantSuppressionAttributes", checks={**NAME_CHECK, **dict.fromkeys(_SUPPRESSION, LATER)}
)
def put_tenant_suppression_attributes(context: Context, request: Params) -> None:
    """Set a tenant's suppression scope and reasons; if the request has neither, the account's apply.

    Raise BadRequestException for an invalid name or attributes, then NotFoundException. Spec: tenants.md §3 [P].
    """
    name = request.get("TenantName", "")
    tenants.require_name(name)
    # The attributes are checked before SES looks up the tenant. Spec: tenants.md §3 [P].
    for member in _SUPPRESSION:
        context.operation.check(member, request.get(member))
    suppression = _parse_suppression(request)
    context.account.tenants.require(name).suppression = suppression


def find_tenant(context: Context, request: Params) -> Tenant:
    """Return the tenant of a request; raise `InvalidParameter` for an invalid name, or `TenantDoesNotExist`."""
    name = request.get("TenantName", "")
    tenants.check_name(name)
    return context.account.tenants.require(name)


def _parse_suppression(attributes: Params) -> TenantSuppression | None:
    names = attributes.get("SuppressedReasons")
    reasons = None if names is None else [Reason[name] for name in names]
    return tenants.parse_suppression(
        reasons, parse_word(SuppressionScope, attributes.get("SuppressionScope"))
    )


def _dump(tenant: Tenant) -> Params:
    suppression = tenant.suppression
    return {
        **_summarize(tenant),
        "Tags": dump_tags(tenant.tags),
        "SuppressionAttributes": None
        if suppression is None
        else {
            "SuppressedReasons": dump_words(suppression.reasons),
            "SuppressionScope": suppression.scope.name,
        },
    }


def _summarize(tenant: Tenant) -> Params:
    return {
        "TenantName": tenant.name,
        "TenantId": tenant.id,
        "TenantArn": tenant.arn,
        "CreatedTimestamp": clock.to_datetime(tenant.created_at),
        "SendingStatus": tenant.sending_status.name,
    }
