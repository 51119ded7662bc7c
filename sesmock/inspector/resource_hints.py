"""Hints on contact lists, tenants and global endpoints that refused sends refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sesmock.calls import Call
    from sesmock.domain.world import World


def list_hints(world: World, rejected: Sequence[Call]) -> Iterator[str]:
    """Yield the existing resources of each kind of which one was not found."""
    errors = [str(call.error) for call in rejected]
    if any("List with name: " in error for error in errors):
        yield f"contact lists: {_list_contact_lists(world)}; create_contact_list of SES v2 makes one"
    if any("for AwsAccountId" in error for error in errors):
        yield f"tenants: {_list_tenants(world)}; create_tenant of SES v2 makes one"
    if any("Endpoint " in error and error.endswith(" does not exist.") for error in errors):
        yield (
            f"global endpoints: {_list_endpoints(world)}; a new one is READY after two minutes: "
            "ses_mock.clock.shift(minutes=2)"
        )


def _list_contact_lists(world: World) -> str:
    return _join(
        f"{name} (in {account.region})"
        for account in world.accounts.values()
        for name in account.contacts.lists
    )


def _list_tenants(world: World) -> str:
    return _join(
        f"{tenant.name} (in {account.region})"
        for account in world.accounts.values()
        for tenant in account.tenants
    )


def _list_endpoints(world: World) -> str:
    return _join(
        f"{endpoint.id} is {endpoint.status}"
        for account in world.accounts.values()
        for endpoint in account.endpoints
    )


def _join(texts: Iterator[str]) -> str:
    return ", ".join(texts) or "none"
