"""The tenants of an account. Every account has this state; the package's other modules are imported when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.suggestions import describe_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.domain.tenants.tenants import Tenant


class Tenants:
    """The tenants of an account, by name and by id."""

    __slots__ = ("by_id", "by_name")

    def __init__(self) -> None:
        self.by_name: dict[str, Tenant] = {}
        self.by_id: dict[str, Tenant] = {}

    def __repr__(self) -> str:
        return f"<Tenants {sorted(self.by_name)}>"

    def __getitem__(self, name: str) -> Tenant:
        """Return the tenant with a name; raise `KeyError` if there is none."""
        try:
            return self.by_name[name]
        except KeyError:
            raise KeyError(describe_unknown("tenant", [name], sorted(self.by_name))) from None

    def __iter__(self) -> Iterator[Tenant]:
        """Yield the tenants, sorted by name."""
        return iter([self.by_name[name] for name in sorted(self.by_name)])

    def __contains__(self, item: object) -> bool:
        """Return whether there is a tenant with a name, or whether a tenant is in the collection."""
        return item in self.by_name if isinstance(item, str) else item in self.by_name.values()

    def __len__(self) -> int:
        return len(self.by_name)

    def require(self, name: str) -> Tenant:
        """Return the tenant with a name; raise `TenantDoesNotExist` if there is none."""
        tenant = self.by_name.get(name)
        if tenant is None:
            from sesmock.domain.tenants.errors import TenantDoesNotExist

            raise TenantDoesNotExist(name)
        return tenant

    def require_unassociated(self, arn: str) -> None:
        """Refuse to delete a resource that is associated with a tenant; raise `HasTenantAssociations`."""
        if any(arn in tenant.associations for tenant in self.by_name.values()):
            from sesmock.domain.tenants.errors import HasTenantAssociations

            raise HasTenantAssociations(arn)
