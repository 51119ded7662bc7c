"""The data of a bulk's entries, laid over its defaults."""

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


def leaves(data: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Return all values that are no objects, and empty objects, by their path."""
    if not isinstance(data, dict) or not data:
        return {path: data}
    return {at: leaf for key, value in data.items() for at, leaf in leaves(value, (*path, key)).items()}


@given(DATA, DATA)
def test_every_replacement_is_there(defaults: dict[str, Any], replacements: dict[str, Any]) -> None:
    """Each of its values stands where it stood; an empty object replaces nothing but what is no object."""
    found = merge(defaults, replacements)

    for path, value in leaves(replacements).items():
        at: Any = found
        for key in path:
            at = at[key]
        assert at == value or (value == {} and isinstance(at, dict))


@given(DATA, DATA)
def test_every_default_is_there_that_nothing_replaces(
    defaults: dict[str, Any], replacements: dict[str, Any]
) -> None:
    """What the result holds beyond the replacements are the defaults beside them."""
    found = leaves(merge(defaults, replacements))
    replaced = leaves(replacements)

    for path, value in leaves(defaults).items():
        if not any(path[: len(other)] == other or other[: len(path)] == path for other in replaced):
            assert found[path] == value


@given(DATA, DATA)
def test_merging_changes_neither(defaults: dict[str, Any], replacements: dict[str, Any]) -> None:
    """The next entry starts from the same defaults; nothing laid over them changes nothing."""
    before = copy.deepcopy((defaults, replacements))
    merge(defaults, replacements)

    assert (defaults, replacements) == before
    assert merge(defaults, {}) == defaults
    assert merge({}, replacements) == replacements


def test_depth_is_no_matter() -> None:
    """Python's limit of nested calls is not felt."""
    defaults: dict[str, Any] = {"x": 1}
    replacements: dict[str, Any] = {"y": 2}
    for _ in range(5000):
        defaults, replacements = {"a": defaults}, {"a": replacements}
    found = merge(defaults, replacements)
    for _ in range(5000):
        found = found["a"]

    assert found == {"x": 1, "y": 2}
