"""Bulk sends, and the names of the members that contain their entries and results in each API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.apis import SES, SESV2

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sesmock.calls import Call


class BulkMembers(NamedTuple):
    """The name of the request member with the entries, and of the response member with their results."""

    entries: str
    results: str


MEMBERS: Mapping[str, BulkMembers] = {
    SES.name: BulkMembers("Destinations", "Status"),
    SESV2.name: BulkMembers("BulkEmailEntries", "BulkEmailEntryResults"),
}
"""The names of the members by API; Pinpoint Email has no bulk sends. Spec: sending.md §7, §8."""


def is_bulk(operation: str) -> bool:
    """Return whether an operation of any API is a bulk send."""
    return operation.startswith("SendBulk")


def list_entries(call: Call) -> Sequence[Mapping[str, Any]]:
    """Return the entries of a bulk send; empty for any other call."""
    return _members(call, call.params, 0)


def list_results(call: Call) -> Sequence[Mapping[str, Any]]:
    """Return the results of a bulk send; empty if SES refused it, and for any other call."""
    return _members(call, call.answer or {}, 1)


def _members(call: Call, params: Mapping[str, Any], index: int) -> Sequence[Mapping[str, Any]]:
    return params.get(MEMBERS[call.service][index], ()) if is_bulk(call.operation) else ()
