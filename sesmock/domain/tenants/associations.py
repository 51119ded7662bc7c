"""Associate tenants with the resources that they may send with. Spec: tenants.md §2 [P]."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.aws.arns import parse_arn
from sesmock.domain.errors import NotAnSesArn, NotAnSesResource, UnsupportedResourceType
from sesmock.domain.identities import identities
from sesmock.domain.tenants.errors import (
    AlreadyAssociated,
    InvalidResourceType,
    MissingResourceArn,
    ResourceDoesNotExist,
    ResourceElsewhere,
)
from sesmock.domain.tenants.tenants import Association

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.tenants.tenants import Tenant

RESOURCE_TYPES = ("identity", "configuration-set", "template")
"""The types of resources, as spelled in ARNs and in the API. Spec: tenants.md §2 [P]."""


class Use(NamedTuple):
    """A tenant that uses a resource, with the association."""

    tenant: Tenant
    association: Association


def associate(account: Account, tenant: Tenant, arn: str | None) -> None:
    """Associate a tenant with a resource.

    Raise `InvalidParameter`, `ResourceDoesNotExist` or `AlreadyAssociated`.
    """
    resource_arn, resource_type = _find(account, arn)
    if resource_arn in tenant.associations:
        raise AlreadyAssociated(arn or "", tenant.name)
    tenant.associations[resource_arn] = Association(resource_arn, resource_type, account.world.clock.time())


def dissociate(account: Account, tenant: Tenant, arn: str | None) -> None:
    """Remove the association of a tenant with a resource, if any; raise `InvalidParameter` for an invalid ARN."""
    # Here, SES does not check whether the resource exists. Spec: tenants.md §2 [I].
    resource_type, name = _parse(account, arn)
    tenant.associations.pop(build_resource_arn(account, resource_type, name), None)


def check_resource_type(resource_type: str | None) -> None:
    """Refuse an unknown resource type; raise `InvalidResourceType`."""
    # SES refuses the names in the SDK's enumeration, such as EMAIL_IDENTITY. Spec: tenants.md §2 [P].
    if resource_type is not None and resource_type not in RESOURCE_TYPES:
        raise InvalidResourceType(resource_type)


def list_resources(tenant: Tenant, resource_type: str | None) -> list[Association]:
    """Return the resources of a tenant, sorted by ARN. A type of None matches all."""
    return [
        tenant.associations[arn]
        for arn in tenant.resources
        if resource_type in (None, tenant.associations[arn].resource_type)
    ]


def list_uses(account: Account, arn: str) -> list[Use]:
    """Return the tenants that use a resource, oldest association first.

    Raise `InvalidParameter` or `ResourceDoesNotExist`.
    """
    key, _ = _find(account, arn)
    uses = [Use(tenant, tenant.associations[key]) for tenant in account.tenants if key in tenant.associations]
    return sorted(uses, key=lambda use: use.association.created_at)


def build_resource_arn(account: Account, resource_type: str, name: str) -> str:
    """Return the ARN under which associations store a resource; an identity has the name that it was created with."""
    identity = identities.find(account, name) if resource_type == "identity" else None
    return account.arn(f"{resource_type}/{name if identity is None else identity.name}")


def _find(account: Account, arn: str | None) -> tuple[str, str]:
    """Return the ARN and the type of a resource; raise `InvalidParameter` or `ResourceDoesNotExist`."""
    resource_type, name = _parse(account, arn)
    if not _exists(account, resource_type, name):
        raise ResourceDoesNotExist(resource_type, name)
    return build_resource_arn(account, resource_type, name), resource_type


def _exists(account: Account, resource_type: str, name: str) -> bool:
    if resource_type == "identity":
        return identities.find(account, name) is not None
    return name in (account.configuration_sets if resource_type == "configuration-set" else account.templates)


def _parse(account: Account, text: str | None) -> tuple[str, str]:
    """Return the type and the name of a resource; raise `InvalidParameter` if it is not in this account and region."""
    if text is None:
        raise MissingResourceArn
    # The checks are in SES's order. Spec: tenants.md §2 [P].
    arn = parse_arn(text)
    if arn is None or not arn.name:
        raise NotAnSesResource
    if arn.service != "ses":
        raise NotAnSesArn
    if arn.kind not in RESOURCE_TYPES:
        raise UnsupportedResourceType(arn.kind)
    if arn.region != account.region:
        raise ResourceElsewhere(text, "region")
    if arn.account_id != account.account_id:
        raise ResourceElsewhere(text, "account")
    return arn.kind, arn.name
