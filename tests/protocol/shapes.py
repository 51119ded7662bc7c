"""Hypothesis strategies made from the shapes of a service model."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from botocore.model import Shape

TEXT = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1, max_size=6)
TIMES = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, timezone.utc))
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "string": TEXT,
    "boolean": st.booleans(),
    "integer": st.integers(0, 2**31 - 1),
    "long": st.integers(0, 2**53),
    "double": st.floats(0, 1e6, allow_nan=False).map(lambda value: round(value, 3)),
    "float": st.floats(0, 1e6, allow_nan=False).map(lambda value: round(value, 3)),
    "blob": st.binary(min_size=1, max_size=12),
    "timestamp": TIMES,
}


def values(shape: Shape) -> st.SearchStrategy[Any]:
    """Return the values of a shape; containers hold at least one element where the wire cannot say empty."""
    if shape.type_name == "structure":
        members = {name: values(member) for name, member in shape.members.items()}
        if getattr(shape, "is_tagged_union", False):
            return st.one_of([st.fixed_dictionaries({name: member}) for name, member in members.items()])
        required = {name: members[name] for name in shape.required_members}
        optional = {name: member for name, member in members.items() if name not in required}
        whole = st.fixed_dictionaries(required, optional=optional)
        return whole.filter(bool) if members else whole  # a form cannot say that a structure is empty
    if shape.type_name == "list":
        return st.lists(values(shape.member), min_size=1, max_size=2)
    if shape.type_name == "map":
        return st.dictionaries(TEXT, values(shape.value), min_size=1, max_size=2)
    return SCALARS[shape.type_name]
