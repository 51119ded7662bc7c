"""Hints about the templates, configuration sets and other resources that refused sends refer to."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sesmock.domain.account import Account
    from sesmock.domain.world import World
    from sesmock.inspector.records import Record

_MAX_NAMES = 10
# SES's texts for a send with an unknown template or configuration set. Spec: sending.md §5.
_UNKNOWN_TEMPLATE = re.compile(r"Template ([\w-]+) does not exist$")
_UNKNOWN_SET = re.compile(r"Configuration set <([\w-]+)> does not exist\.$")


def list_hints(record: Record) -> Iterator[str]:
    """Yield a hint for each kind of resource that a send did not find: the existing ones, and how to create one."""
    world, errors = record.world, list(_list_errors(record))
    yield from _list_hints_on_options(world, errors)
    # SES's texts about these resources are in contacts.md §2, tenants.md §4 and global_endpoints.md §1.
    if any("List with name: " in error for error in errors):
        contact_lists = _list_names(world, lambda account: account.contacts.lists)
        yield f"contact lists: {contact_lists}; create one with create_contact_list of SES v2"
    if any("for AwsAccountId" in error for error in errors):
        tenants = _list_names(world, lambda account: (tenant.name for tenant in account.tenants))
        yield f"tenants: {tenants}; create one with create_tenant of SES v2"
    if any("Endpoint " in error and error.endswith(" does not exist.") for error in errors):
        yield (
            f"global endpoints: {_list_endpoints(world)}; a new one is READY after two minutes: "
            "ses_mock.clock.shift(minutes=2)"
        )


def _list_errors(record: Record) -> Iterator[str]:
    """Yield the errors of refused sends, except errors from the test's faults."""
    for call in record.rejected():
        if call.error is not None and call.error.fault is None:
            yield str(call.error)


def _list_hints_on_options(world: World, errors: list[str]) -> Iterator[str]:
    """Yield hints about resources that an option of the mock can create."""
    names = _find_names(_UNKNOWN_TEMPLATE, errors)
    if names:
        values = ", ".join(f'{json.dumps(name)}: {{"Subject": …, "Text": …}}' for name in names)
        more = "…, " if world.options.templates else ""
        templates = _list_names(world, lambda account: account.templates)
        yield f"templates: {templates}; write {world.form.format(f'templates={{{more}{values}}}')}"
    names = _find_names(_UNKNOWN_SET, errors)
    if names:
        more = "…, " if world.options.configuration_sets else ""
        option = f"configuration_sets=[{more}{', '.join(map(json.dumps, names))}]"
        configuration_sets = _list_names(world, lambda account: account.configuration_sets)
        yield f"configuration sets: {configuration_sets}; write {world.form.format(option)}"


def _find_names(pattern: re.Pattern[str], errors: list[str]) -> list[str]:
    matches = map(pattern.search, errors)
    return list(dict.fromkeys(match[1] for match in matches if match is not None))


def _list_names(world: World, find: Callable[[Account], Iterable[str]]) -> str:
    """Return the names of resources in all accounts, each with its region."""
    return _join(
        f"{name} (in {account.region})" for account in world.accounts.values() for name in find(account)
    )


def _list_endpoints(world: World) -> str:
    return _join(
        f"{endpoint.id} is {endpoint.status}"
        for account in world.accounts.values()
        for endpoint in account.endpoints
    )


def _join(texts: Iterator[str]) -> str:
    names = list(texts)
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    return (", ".join(names[:_MAX_NAMES]) or "none") + more
