"""Tenants: their names, creation, lookup and deletion. Spec: tenants.md §1 [P]."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain import ids, names
from sesmock.domain.reputation.entities import Entity, SendingStatus
from sesmock.domain.suppression.suppression_list import SuppressionList
from sesmock.domain.tenants.errors import (
    DuplicateReason,
    EmptyTenantName,
    InvalidSendingStatus,
    InvalidTenantName,
    NamePartTooShort,
    ReasonsRequired,
    ScopeRequired,
    TenantAlreadyExists,
    TenantNameTooLong,
    TooManyTenants,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.domain.account import Account
    from sesmock.domain.suppression.suppression import Reason, SuppressionScope

MAX_TENANTS = 10_000
MAX_NAME_LENGTH = 64
MIN_PART_LENGTH = 3  # the minimum length of a string to search for in names. Spec: tenants.md §1 [P]


class Association(NamedTuple):
    """A resource that a tenant sends with; ``created_at`` is in seconds since 1970."""

    arn: str
    resource_type: str
    created_at: float


class TenantSuppression(NamedTuple):
    """The suppression settings of a tenant: the enabled reasons, and the list that applies."""

    reasons: tuple[Reason, ...]
    scope: SuppressionScope


class Tenant:
    """A customer of the account, with associated resources, a suppression list and a reputation.

    ``associations`` is keyed by ARN. ``suppression`` is None if the account's settings apply; ``suppressed`` is the
    suppression list, keyed by address. ``created_at`` is in seconds since 1970.
    """

    __slots__ = (
        "_tags",
        "arn",
        "associations",
        "created_at",
        "id",
        "name",
        "reputation",
        "suppressed",
        "suppression",
    )

    def __init__(
        self,
        account: Account,
        name: str,
        tags: dict[str, str],
        suppression: TenantSuppression | None,
    ) -> None:
        self.name = name
        self.id = ids.make_tenant_id()
        self.arn = account.arn(f"tenant/{name}/{self.id}")
        self.created_at = account.world.clock.time()
        self.tags = tags
        self.suppression = suppression
        # A tenant has a list of its own, whatever its scope. Spec: tenants.md §3 [P].
        self.suppressed = SuppressionList()
        self.associations: dict[str, Association] = {}
        self.reputation = Entity(account, self.arn, self.created_at, is_tenant=True)

    def __repr__(self) -> str:
        return f"<Tenant {self.name} {self.id}>"

    @property
    def tags(self) -> dict[str, str]:
        """The tags, sorted by key. Spec: tenants.md §1 [P]."""
        return self._tags

    @tags.setter
    def tags(self, tags: dict[str, str]) -> None:
        # Sorted once here, because every read shows the tags in this order.
        self._tags = dict(sorted(tags.items()))

    @property
    def sending_status(self) -> SendingStatus:
        """Whether SES sends the tenant's mail: the aggregate status of its reputation."""
        return self.reputation.sending_status

    def enforce(self) -> None:
        """Stop the tenant's mail as AWS's trust and safety team can; this overrides the customer's setting."""
        self.reputation.enforce(enforced=True)

    def release(self) -> None:
        """End the enforcement that `enforce` started."""
        self.reputation.enforce(enforced=False)

    @property
    def resources(self) -> tuple[str, ...]:
        """The ARNs of the resources that the tenant may send with, sorted."""
        return tuple(sorted(self.associations))


def require_name(name: str) -> None:
    """Refuse a blank name; raise `EmptyTenantName`."""
    if not name.strip():
        raise EmptyTenantName


def check_name(name: str) -> None:
    """Refuse an invalid name; raise `EmptyTenantName`, `TenantNameTooLong` or `InvalidTenantName`."""
    require_name(name)
    if len(name) > MAX_NAME_LENGTH:
        raise TenantNameTooLong(MAX_NAME_LENGTH)
    if not names.is_plain(name):
        raise InvalidTenantName(name)


def parse_suppression(
    reasons: Sequence[Reason] | None, scope: SuppressionScope | None
) -> TenantSuppression | None:
    """Return the suppression settings of a tenant, or None if the request has neither reasons nor a scope.

    Raise `InvalidParameter` for a duplicate reason, or if only one of the two is set. Spec: tenants.md §3, §5 [P].
    """
    # SES reports a duplicate before a missing member. An empty list of reasons is not missing: it suppresses nobody.
    # Spec: tenants.md §3 [P].
    if len(set(reasons or ())) < len(reasons or ()):
        raise DuplicateReason
    if reasons is None:
        if scope is not None:
            raise ReasonsRequired
        return None
    if scope is None:
        raise ScopeRequired(has_reasons=bool(reasons))
    return TenantSuppression(tuple(reasons), scope)


def create(
    account: Account, name: str, tags: dict[str, str], suppression: TenantSuppression | None
) -> Tenant:
    """Add a tenant, which can send immediately; raise `TenantAlreadyExists` or `TooManyTenants`."""
    tenants = account.tenants
    # Tenants may have names that differ only in case. Spec: tenants.md §1.
    if name in tenants.by_name:
        raise TenantAlreadyExists(name, account.account_id)
    if len(tenants.by_name) >= MAX_TENANTS:
        raise TooManyTenants
    tenant = Tenant(account, name, tags, suppression)
    tenants.by_name[name] = tenants.by_id[tenant.id] = tenant
    # From now on, the world calls the subscribers that count the mail of tenants.
    account.world.add_consumer("tenant")
    return tenant


def delete(account: Account, name: str) -> None:
    """Remove a tenant with its associations, suppression list and reputation.

    Raise `TenantDoesNotExist` if there is no tenant with this name.
    """
    tenant = account.tenants.require(name)
    del account.tenants.by_name[name], account.tenants.by_id[tenant.id]
    # Late events and scheduled reviews of its mail still refer to the reputation.
    tenant.reputation.is_deleted = True


def check_filters(part: str | None, status: str | None) -> None:
    """Refuse invalid filters; raise `NamePartTooShort` or `InvalidSendingStatus`."""
    # SES does not trim the text, so spaces count. Spec: tenants.md §1 [P].
    if part is not None and len(part) < MIN_PART_LENGTH:
        raise NamePartTooShort(MIN_PART_LENGTH)
    if status is not None and status not in SendingStatus.__members__:
        raise InvalidSendingStatus(status)


def select(account: Account, part: str | None, status: str | None) -> list[Tenant]:
    """Return the tenants whose name contains a part (ignoring case) and whose sending status matches, sorted by name.

    None matches all. Spec: tenants.md §1 [P].
    """
    return [
        tenant
        for tenant in account.tenants
        if (part is None or part.lower() in tenant.name.lower())
        and (status is None or tenant.sending_status.name == status)
    ]
