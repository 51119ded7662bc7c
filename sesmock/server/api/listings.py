"""The lists of the JSON API: filters and pages from query strings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from sesmock.domain.suggestions import describe_unknown
from sesmock.inspector import filters
from sesmock.server.answers import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sesmock.http import HttpRequest
    from sesmock.inspector.filters import Field

Item = TypeVar("Item")
DEFAULT_LIMIT = 50
MAX_LIMIT = 1000
_NO_TEXT = frozenset({"where", "message", "data"})
_PAIRS = frozenset({"tag", "header"})
FILTERS: Mapping[str, tuple[str, ...]] = {
    "messages": tuple(name for name in filters.MESSAGE_FIELDS if name not in _NO_TEXT),
    "events": tuple(name for name in filters.EVENT_FIELDS if name not in _NO_TEXT),
    "rejected": tuple(name for name in filters.REFUSAL_FIELDS if name != "where"),
    "received": tuple(name for name in filters.RECEIVED_FIELDS if name not in _NO_TEXT),
}
"""The filters of each list that a query string supports."""
_FIELDS: Mapping[str, Mapping[str, Field]] = {
    "messages": filters.MESSAGE_FIELDS,
    "events": filters.EVENT_FIELDS,
    "rejected": filters.REFUSAL_FIELDS,
    "received": filters.RECEIVED_FIELDS,
}


def list_page(
    name: str, request: HttpRequest, items: Sequence[Item], describe: Callable[[Item], dict[str, object]]
) -> dict[str, object]:
    """Return a page of the items that match the query, and the cursor of the next page; raise `ApiError`."""
    query = read_query(request)
    limit = read_number(query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT)
    start = read_number(query, "cursor", 0, 0, 2**31)
    try:
        conditions = filters.parse(_read_conditions(name, query), _FIELDS[name])
        matches = filters.select(conditions, list(items))
    except (TypeError, ValueError) as error:
        raise ApiError(400, "InvalidFilter", str(error)) from None
    end = start + limit
    following = str(end) if end < len(matches) else None
    return {name: [describe(item) for item in matches[start:end]], "next": following}


def read_query(request: HttpRequest) -> dict[str, str]:
    """Return the fields of a query string; raise `ApiError` for a repeated field or invalid text."""
    fields: dict[str, str] = {}
    query = urlsplit(request.url).query
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        raise ApiError(
            400, "InvalidQuery", "the query string must be UTF-8, with at most 100 fields"
        ) from None
    for name, value in pairs:
        if name in fields:
            raise ApiError(400, "InvalidQuery", f"{name} must appear only once")
        fields[name] = value
    return fields


def check_names(query: Mapping[str, str], names: Sequence[str]) -> None:
    """Raise `ApiError` for a field that the operation does not support."""
    unknown = query.keys() - set(names)
    if unknown:
        raise ApiError(400, "InvalidQuery", describe_unknown("parameter", unknown, sorted(names)))


def read_number(query: dict[str, str], name: str, default: int, low: int, high: int) -> int:
    """Remove a number from a query and return it; raise `ApiError` if it is out of range."""
    text = query.pop(name, None)
    if text is None:
        return default
    # The length is limited because int() is slow for long texts, and CPython refuses those over 4300 digits.
    if not (text.isascii() and text.isdecimal() and len(text) < 11 and low <= int(text) <= high):
        raise ApiError(400, "InvalidQuery", f"{name} must be a number from {low} to {high}, got {text!r}")
    return int(text)


def _read_conditions(name: str, query: Mapping[str, str]) -> dict[str, Any]:
    check_names(query, [*FILTERS[name], "limit", "cursor"])
    return {field: _read_value(field, text) for field, text in query.items()}


def _read_value(name: str, text: str) -> object:
    """Return the value that a filter expects.

    For tags and headers, ``name:value`` means that value, and ``name`` alone means any value.
    """
    if name in _PAIRS and ":" in text:
        key, _, value = text.partition(":")
        return {key: value}
    if name == "accepted":
        if text not in {"true", "false"}:
            raise ApiError(400, "InvalidFilter", f"accepted must be true or false, got {text!r}")
        return text == "true"
    return text
