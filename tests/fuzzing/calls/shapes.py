"""Building blocks of calls."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.fuzzing.calls import names

Strategy = st.SearchStrategy[Any]


class Call(NamedTuple):
    """A call of an API's operation."""

    api: str
    operation: str
    parameters: dict[str, Any]


one = st.sampled_from


def shaped(**members: Strategy) -> Strategy:
    """Return a strategy for dictionaries; the names of optional members end in an underscore."""
    required = {name: member for name, member in members.items() if not name.endswith("_")}
    optional = {name.removesuffix("_"): member for name, member in members.items() if name.endswith("_")}
    return st.fixed_dictionaries(required, optional=optional)


def some(values: tuple[str, ...], smallest: int = 0, largest: int = 3) -> Strategy:
    """Return a strategy for lists of distinct values."""
    return st.lists(one(values), min_size=smallest, max_size=largest, unique=True)


BOOLEANS = st.booleans()
TAGS = st.lists(
    shaped(Key=one(names.TAG_KEYS), Value=one(names.TAG_VALUES)),
    min_size=1,
    max_size=2,
    unique_by=lambda tag: tag["Key"],
)
