"""Bulk sends: which calls are, and where each API keeps their entries and the results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.apis import SES, SESV2

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sesmock.calls import Call


class BulkMembers(NamedTuple):
    """The member of a request that holds the entries, and that of an answer that holds a result for each."""

    entries: str
    results: str


MEMBERS: Mapping[str, BulkMembers] = {
    SES.name: BulkMembers("Destinations", "Status"),
    SESV2.name: BulkMembers("BulkEmailEntries", "BulkEmailEntryResults"),
}
"""The members by API; Pinpoint Email has no bulk sends. Spec: v1.md §3 Sending, v2.md §16."""


def is_bulk(operation: str) -> bool:
    """Return whether an operation of any API sends in bulk."""
    return operation.startswith("SendBulk")


def entries(call: Call) -> Sequence[Mapping[str, Any]]:
    """Return the entries of a bulk send; none of any other call."""
    return _members(call, call.params, 0)


def results(call: Call) -> Sequence[Mapping[str, Any]]:
    """Return the results of a bulk send; none if it was refused, and of any other call."""
    return _members(call, call.answer or {}, 1)


def _members(call: Call, params: Mapping[str, Any], place: int) -> Sequence[Mapping[str, Any]]:
    return params.get(MEMBERS[call.service][place], ()) if is_bulk(call.operation) else ()
