"""The only one of several values, for attributes that are called by the name of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = TypeVar("Value")


def get_only(name: str, values: Sequence[Value]) -> Value:
    """Return the only value; raise `ValueError` if there are more, or none."""
    if len(values) != 1:
        listed = ", ".join(map(repr, values)) or "none"
        raise ValueError(f"there is not exactly one {name}, but {len(values)}: {listed}; use .{name}s")
    return values[0]
