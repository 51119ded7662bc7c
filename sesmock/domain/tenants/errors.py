"""Errors about tenants. Spec: tenants.md §1 [P], §5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import AlreadyExists, DomainError, InvalidParameter, LimitExceeded, NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence


_UNKNOWN_RESOURCES = {
    "identity": "Identity <{name}> does not exist",
    "configuration-set": "Configuration set <{name}> does not exist:",  # SES's own punctuation
    "template": "Email template <{name}> does not exist",
}


class EmptyTenantName(InvalidParameter):
    """The name is missing or blank."""

    def __init__(self) -> None:
        super().__init__("TenantName cannot be empty")


class TenantNameTooLong(InvalidParameter):
    """The name has too many characters."""

    def __init__(self, maximum: int) -> None:
        super().__init__(f"TenantName cannot exceed {maximum} characters.")


class InvalidTenantName(InvalidParameter):
    """The name has invalid characters."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Invalid tenant name <{name}>: only alphanumeric ASCII characters, '_', and '-' are allowed."
        )


class TenantDoesNotExist(NotFound):
    """There is no tenant with this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The requested tenant <{name}> does not exist.")
        self.name = name


class UnknownSendingTenant(NotFound):
    """The tenant of a message does not exist. Other operations have a different text for this."""

    def __init__(self, name: str, account_id: str) -> None:
        super().__init__(f"Tenant {name} for AwsAccountId {account_id} not found.")
        self.name = name


class TenantAlreadyExists(AlreadyExists):
    """There is already a tenant with this name."""

    def __init__(self, name: str, account_id: str) -> None:
        super().__init__(f"Tenant with name {name} already exists in account {account_id}")
        self.name = name


class TooManyTenants(LimitExceeded):
    """The account has reached the maximum number of tenants; the text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_TENANTS)


class InvalidTenantFilter(InvalidParameter):
    """The value of a filter is invalid."""


class NamePartTooShort(InvalidTenantFilter):
    """The text to search for in names is too short."""

    def __init__(self, minimum: int) -> None:
        super().__init__(f"TENANT_NAME_CONTAINS must be at least {minimum} characters.")


class InvalidSendingStatus(InvalidTenantFilter):
    """The status to search for is unknown."""

    def __init__(self, status: str) -> None:
        super().__init__(f"Invalid sending status <{status}>.")


class InvalidResourceType(InvalidTenantFilter):
    """The type of resource to search for is unknown."""

    def __init__(self, resource_type: str) -> None:
        super().__init__(f"Invalid resource type {resource_type} specified.")


class MissingResourceArn(InvalidParameter):
    """The request has no resource; SES checks this only after it has found the tenant."""

    def __init__(self) -> None:
        super().__init__(
            "1 validation error detected: Value at 'resourceArn' failed to satisfy constraint: "
            "Member must not be null"
        )


class ResourceElsewhere(InvalidParameter):
    """The resource is in another region or account, as ``place`` states."""

    def __init__(self, arn: str, place: str) -> None:
        super().__init__(f"Resource {arn} must be in the same {place}")


class ResourceDoesNotExist(NotFound):
    """There is no such resource in the account."""

    def __init__(self, resource_type: str, name: str) -> None:
        super().__init__(_UNKNOWN_RESOURCES[resource_type].format(name=name))


class AlreadyAssociated(AlreadyExists):
    """The tenant is already associated with the resource."""

    def __init__(self, arn: str, tenant: str) -> None:
        # The grammar is SES's own. Spec: tenants.md §5 [P].
        super().__init__(f"Resources {arn} has already been associated with tenant {tenant}")


class HasTenantAssociations(InvalidParameter):
    """A resource cannot be deleted while it is associated with a tenant."""

    def __init__(self, arn: str) -> None:
        super().__init__(
            f"Cannot delete {arn} because it has tenant associations. "
            "Remove all tenant associations and try again."
        )


class TenantNotAssociated(DomainError):
    """A message for a tenant uses resources that are not associated with the tenant.

    Spec: tenants.md §4 [P].
    """

    def __init__(self, arns: Sequence[str]) -> None:
        super().__init__(f"Tenant not associated with resources [{', '.join(arns)}].")
        self.arns = tuple(arns)


class TenantSendingPaused(DomainError):
    """Sending for the tenant is disabled. Spec: tenants.md §4 [I]."""

    def __init__(self, name: str) -> None:
        super().__init__(unconfirmed_messages.TENANT_SENDING_PAUSED.format(name=name))
        self.name = name


class DuplicateReason(InvalidParameter):
    """A reason for suppression occurs twice."""

    def __init__(self) -> None:
        super().__init__("Each suppressed reason can only be specified at most once")


class ScopeRequired(InvalidParameter):
    """The request has reasons without a scope. If the list of reasons is empty, SES's text names the valid scopes."""

    def __init__(self, *, has_reasons: bool) -> None:
        super().__init__(
            "SuppressedReasons cannot be specified without SuppressionScope."
            if has_reasons
            else "SuppressionScope is required when SuppressedReasons are provided. "
            "Valid values are: TENANT, ACCOUNT"
        )


class ReasonsRequired(InvalidParameter):
    """The request has a scope without reasons."""

    def __init__(self) -> None:
        super().__init__("SuppressionScope cannot be specified without SuppressedReasons.")
