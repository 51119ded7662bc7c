"""Readings of an API that must succeed."""

from __future__ import annotations

from typing import Any

from botocore import xform_name

from tests.fuzzing.doors import client


def read(api: str, operation: str, **parameters: Any) -> Any:
    """Return the response to a call that must succeed."""
    return getattr(client(api), xform_name(operation))(**parameters)


def read_all(api: str, operation: str, member: str, **parameters: Any) -> list[Any]:
    """Return the items of all pages of a list."""
    page = read(api, operation, **parameters)
    items = list(page.get(member, []))
    while page.get("NextToken"):
        page = read(api, operation, **parameters, NextToken=page["NextToken"])
        items += page.get(member, [])
    return items


def names(api: str, operation: str, member: str, key: str = "", **parameters: Any) -> list[Any]:
    """Return a sorted list of the names in a list."""
    items = read_all(api, operation, member, **parameters)
    return sorted(item[key] if key else item for item in items)
