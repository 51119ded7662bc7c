"""Hypothesis strategies for the values of shapes in a service model."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st

if TYPE_CHECKING:
    from botocore.model import Shape

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
SECONDS = st.integers(0, 4_000_000_000).map(lambda seconds: EPOCH + timedelta(seconds=seconds))
MILLISECONDS = st.integers(0, 4_000_000_000_000).map(lambda number: EPOCH + timedelta(milliseconds=number))
ANY_TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=6)
# The characters that XML 1.0 allows (production 2, Char).
XML_TEXT = ANY_TEXT.filter(
    lambda text: not re.search("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


class Wire(NamedTuple):
    """The values that a wire format can represent."""

    text: st.SearchStrategy[str] = ANY_TEXT
    times: st.SearchStrategy[datetime] = SECONDS
    empty_structures: bool = True


FORM = Wire(empty_structures=False)  # botocore writes nothing for an empty structure
JSON = Wire()
XML_RESULT = Wire(text=XML_TEXT, times=MILLISECONDS)
JSON_RESULT = Wire(times=MILLISECONDS)


def values(shape: Shape, wire: Wire) -> st.SearchStrategy[Any]:
    """Return a strategy for values of the right type for a shape, regardless of its constraints."""
    if shape.type_name == "structure":
        return _structures(shape, wire)
    if shape.type_name == "list":
        # A query string cannot contain an empty list.
        smallest = 1 if shape.serialization.get("location") == "querystring" else 0
        return st.lists(values(shape.member, wire), min_size=smallest, max_size=2)
    if shape.type_name == "map":
        return st.dictionaries(wire.text, values(shape.value, wire), max_size=2)
    if shape.serialization.get("location") == "uri":
        return wire.text.filter(bool)
    return _scalars(wire)[shape.type_name]


def _structures(shape: Any, wire: Wire) -> st.SearchStrategy[Any]:
    members = {name: values(member, wire) for name, member in shape.members.items()}
    if getattr(shape, "is_tagged_union", False):
        return st.one_of([st.fixed_dictionaries({name: member}) for name, member in members.items()])
    required = {name: members[name] for name in shape.required_members}
    optional = {name: member for name, member in members.items() if name not in required}
    whole = st.fixed_dictionaries(required, optional=optional)
    return whole if wire.empty_structures or not members else whole.filter(bool)


def _scalars(wire: Wire) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "string": wire.text,
        "boolean": st.booleans(),
        "integer": st.integers(-(2**31), 2**31 - 1),
        "long": st.integers(-(2**63), 2**63 - 1),
        "double": NUMBERS,
        "float": NUMBERS,
        "blob": st.binary(max_size=12),
        "timestamp": wire.times,
    }


def hostile(shape: Shape) -> st.SearchStrategy[Any]:
    """Return a strategy for JSON that partly follows a shape, with arbitrary values in between."""
    if shape.type_name == "structure":
        members = {name: hostile(member) for name, member in shape.members.items()}
        following: st.SearchStrategy[Any] = st.fixed_dictionaries({}, optional=members)
    elif shape.type_name == "list":
        following = st.lists(hostile(shape.member), max_size=2)
    elif shape.type_name == "map":
        following = st.dictionaries(st.text(max_size=3), hostile(shape.value), max_size=2)
    else:
        following = st.text(max_size=3) | st.integers() | NUMBERS
    return following | following | ANYTHING


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | NUMBERS | st.text(max_size=3),
    lambda children: (
        st.lists(children, max_size=2) | st.dictionaries(st.text(max_size=3), children, max_size=2)
    ),
    max_leaves=4,
)
