"""Access to the only element of a sequence, for attributes with singular names."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = TypeVar("Value")


def get_only(name: str, values: Sequence[Value]) -> Value:
    """Return the only value; raise `ValueError` if there are several or none."""
    if len(values) != 1:
        text = ", ".join(map(repr, values)) or "none"
        raise ValueError(f"expected exactly one {name}, got {len(values)}: {text}; use .{name}s")
    return values[0]
