"""The message or event that comes nearest to what was expected, and how it differs."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, TypeVar

from sesmock.inspector.filters import SLOW, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sesmock.inspector.filters import Filter

Item = TypeVar("Item")

# The latest items are compared by what costs little, the best of them by everything.
_MAX_COMPARED = 10_000
_MAX_COMPARED_FULLY = 200
_MAX_CHARACTERS = 200
_MAX_LINES = 200
_MAX_VALUES = 5


def find(conditions: Sequence[Filter[Item]], items: Sequence[Item]) -> Item | None:
    """Return the item that meets most conditions; of equals the most similar one, then the first."""
    quick = [condition for condition in conditions if condition.name not in SLOW]
    latest = items[-_MAX_COMPARED:]
    candidates = sorted(latest, key=lambda item: -_met(quick, item))[:_MAX_COMPARED_FULLY]
    return max(
        [*candidates, *_misspelled(quick, latest)],
        key=lambda item: (_met(conditions, item), _similarity(conditions, item)),
        default=None,
    )


def differences(conditions: Sequence[Filter[Item]], item: Item) -> list[str]:
    """Return field by field how a item compares, with a diff for those that differ."""
    width = max((len(condition.name) for condition in conditions), default=0)
    lines: list[str] = []
    for condition in conditions:
        name = condition.name.ljust(width)
        problem = _problem(condition, item)
        lines += [f"{name}  ok"] if problem is None else [f"{name}  differs", *problem]
    return lines


def _misspelled(conditions: Sequence[Filter[Item]], items: Sequence[Item]) -> Iterator[Item]:
    """Yield for each text that is wanted the item whose own text is most like it, however many there are."""
    for condition in conditions:
        if isinstance(condition.wanted, str):
            by_text = {text: item for item in items for text in _texts(condition, item)}
            for text in difflib.get_close_matches(condition.wanted, by_text, 1):
                yield by_text[text]


def _texts(condition: Filter[Item], item: Item) -> list[str]:
    """Return what a condition looks at, of addresses what a typing error would be in."""
    value = condition.read(item)
    several = value[:_MAX_VALUES] if isinstance(value, tuple) else (value,)
    return [str(getattr(one, "address", one))[:_MAX_CHARACTERS] for one in several]


def _met(conditions: Sequence[Filter[Item]], item: Item) -> int:
    return sum(_matches(condition, item) for condition in conditions)


def _matches(condition: Filter[Item], item: Item) -> bool:
    """Return whether a condition holds; a callable may fail at a item that it was not written for."""
    try:
        return condition.matches(item)
    except Exception:  # noqa: BLE001 - the reader gets the report, whatever their callable raises
        return False


def _problem(condition: Filter[Item], item: Item) -> list[str] | None:
    try:
        if condition.matches(item):
            return None
    except Exception as error:  # noqa: BLE001 - shown instead of raised, as above
        return [f"  raised {type(error).__name__}: {error}"]
    if condition.name == "where":
        return [f"  {shown(condition.wanted)} said no"]
    found = _readable(condition, item)
    return [f"  - {shown(condition.wanted)}", f"  + {found}"]


def _readable(condition: Filter[Item], item: Item) -> str:
    """Return what a item has, of a long text the line that comes nearest."""
    value = condition.read(item)
    if condition.name == "template" and value is not None:
        value = value.name or value.arn
    if condition.name == "body":
        value = "\n".join(value)
    if isinstance(value, str) and len(value) > _MAX_CHARACTERS:
        return _nearest_line(shown(condition.wanted), value)
    return repr(value)


def _nearest_line(wanted: str, text: str) -> str:
    lines = [line.strip()[:_MAX_CHARACTERS] for line in text.splitlines()[:_MAX_LINES] if line.strip()]
    best = difflib.get_close_matches(wanted[:_MAX_CHARACTERS], lines, 1, 0.0)
    return f"{len(text)} characters, nearest line: {(best or [''])[0]!r}"


def _similarity(conditions: Sequence[Filter[Item]], item: Item) -> float:
    """Return how much alike the texts are that a item has and should have; what fits counts 1."""
    texts = [condition for condition in conditions if isinstance(condition.wanted, str)]
    return sum(_matches(condition, item) or _likeness(condition, item) for condition in texts)


def _likeness(condition: Filter[Item], item: Item) -> float:
    return max((_ratio(str(condition.wanted), text) for text in _texts(condition, item)), default=0.0)


def _ratio(wanted: str, found: str) -> float:
    return difflib.SequenceMatcher(None, found[:_MAX_CHARACTERS], wanted[:_MAX_CHARACTERS]).ratio()
