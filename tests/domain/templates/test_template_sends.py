"""Merging the template data of bulk entries with the default data."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sesmock.domain.templates.template_sends import merge

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.lists(st.integers(), max_size=2),
    lambda values: st.dictionaries(st.sampled_from("abc"), values, max_size=3),
    max_leaves=12,
)
DATA = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


def list_leaves(data: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Return every value that is not an object, and every empty object, by path."""
    if not isinstance(data, dict) or not data:
        return {path: data}
    return {at: leaf for key, value in data.items() for at, leaf in list_leaves(value, (*path, key)).items()}


@given(DATA, DATA)
def test_every_replacement_is_kept(defaults: dict[str, Any], replacements: dict[str, Any]) -> None:
    """Every replacement is in the result at its path, except that an empty object does not replace another object."""
    merged = merge(defaults, replacements)

    for path, value in list_leaves(replacements).items():
        at: Any = merged
        for key in path:
            at = at[key]
        assert at == value or (value == {} and isinstance(at, dict))


@given(DATA, DATA)
def test_every_default_without_a_replacement_is_kept(
    defaults: dict[str, Any], replacements: dict[str, Any]
) -> None:
    """Every default value that nothing replaces is in the result."""
    merged = list_leaves(merge(defaults, replacements))
    replaced = list_leaves(replacements)

    for path, value in list_leaves(defaults).items():
        if not any(path[: len(other)] == other or other[: len(path)] == path for other in replaced):
            assert merged[path] == value


@given(DATA, DATA)
def test_merging_changes_neither_argument(defaults: dict[str, Any], replacements: dict[str, Any]) -> None:
    """Merging changes neither argument, and merging with an empty object changes nothing."""
    before = copy.deepcopy((defaults, replacements))
    merge(defaults, replacements)

    assert (defaults, replacements) == before
    assert merge(defaults, {}) == defaults
    assert merge({}, replacements) == replacements


def test_merging_works_at_any_depth() -> None:
    """Deeply nested data is merged without hitting Python's recursion limit."""
    defaults: dict[str, Any] = {"x": 1}
    replacements: dict[str, Any] = {"y": 2}
    for _ in range(5000):
        defaults, replacements = {"a": defaults}, {"a": replacements}
    merged = merge(defaults, replacements)
    for _ in range(5000):
        merged = merged["a"]

    assert merged == {"x": 1, "y": 2}
