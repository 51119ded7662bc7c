"""The message or event that is most similar to the expected one, and its differences."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, TypeVar

from sesmock.domain.mail.addresses import Address, display
from sesmock.inspector.filters import SLOW, dump_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sesmock.inspector.filters import Filter

Item = TypeVar("Item")

# The latest items are compared by a cheap measure, and the best of them by an expensive one.
_MAX_COMPARED = 10_000
_MAX_COMPARED_FULLY = 200
# The time of difflib grows with the square of the length in the worst case, so texts are cut.
_MAX_CHARACTERS = 200
_MAX_LINES = 200
_MAX_VALUES = 5


def find(conditions: Sequence[Filter[Item]], items: Sequence[Item]) -> Item | None:
    """Return the item that meets the most conditions; among several, the most similar one, or else the first."""
    quick = [condition for condition in conditions if condition.name not in SLOW]
    latest = items[-_MAX_COMPARED:]
    # Sorting is stable, so among items with equally many matches, earlier ones are preferred.
    candidates = sorted(latest, key=lambda item: -_count_matches(quick, item))[:_MAX_COMPARED_FULLY]
    return max(
        [*candidates, *_find_misspellings(quick, latest)],
        key=lambda item: (_count_matches(conditions, item), _similarity(conditions, item)),
        default=None,
    )


def list_differences(conditions: Sequence[Filter[Item]], item: Item) -> list[str]:
    """Return a line for each field of an item, with a diff for the fields that differ."""
    width = max((len(condition.name) for condition in conditions), default=0)
    lines: list[str] = []
    for condition in conditions:
        name = condition.name.ljust(width)
        problem = _explain(condition, item)
        lines += [f"{name}  ok"] if problem is None else [f"{name}  differs", *problem]
    return lines


def _find_misspellings(conditions: Sequence[Filter[Item]], items: Sequence[Item]) -> Iterator[Item]:
    """Yield, for each expected text, the item with the most similar text."""
    for condition in conditions:
        if isinstance(condition.expected, str):
            by_text = {text: item for item in items for text in _texts(condition, item)}
            for text in difflib.get_close_matches(condition.expected, by_text, 1):
                yield by_text[text]


def _texts(condition: Filter[Item], item: Item) -> list[str]:
    """Return the texts that a condition examines; for an address, only the part that may be misspelled."""
    value = condition.read(item)
    several = value[:_MAX_VALUES] if isinstance(value, tuple) else (value,)
    return [str(getattr(each, "address", each))[:_MAX_CHARACTERS] for each in several]


def _count_matches(conditions: Sequence[Filter[Item]], item: Item) -> int:
    return sum(_matches(condition, item) for condition in conditions)


def _matches(condition: Filter[Item], item: Item) -> bool:
    """Return whether a condition holds; a callable may raise for an item that it was not written for."""
    try:
        return condition.matches(item)
    except Exception:  # noqa: BLE001 - the reader gets the report even if their callable raises
        return False


def _explain(condition: Filter[Item], item: Item) -> list[str] | None:
    try:
        if condition.matches(item):
            return None
    except Exception as error:  # noqa: BLE001 - shown instead of raised, as above
        return [f"  raised {type(error).__name__}: {error}"]
    if condition.name == "where":
        return [f"  {dump_value(condition.expected)} returned a false value"]
    actual = _excerpt(condition, item)
    return [f"  - {dump_value(condition.expected)}", f"  + {actual}"]


def _excerpt(condition: Filter[Item], item: Item) -> str:
    """Return the value of an item; for a long text, the line that is most similar."""
    value = condition.read(item)
    if condition.name == "template" and value is not None:
        value = value.name or value.arn
    if condition.name == "body":
        value = "\n".join(value)
    if isinstance(value, str) and len(value) > _MAX_CHARACTERS:
        return _nearest_line(dump_value(condition.expected), value)
    return repr(_display(value))


def _display(value: object) -> object:
    """Return addresses as mail clients display them, and anything else unchanged."""
    if isinstance(value, tuple):
        return tuple(map(_display, value))
    return display(value) if isinstance(value, Address) else value


def _nearest_line(expected: str, text: str) -> str:
    lines = [line.strip()[:_MAX_CHARACTERS] for line in text.splitlines()[:_MAX_LINES] if line.strip()]
    # With a cutoff of 0.0, there is a nearest line even if no line is similar.
    best = difflib.get_close_matches(expected[:_MAX_CHARACTERS], lines, 1, 0.0)
    return f"{len(text)} characters, nearest line: {(best or [''])[0]!r}"


def _similarity(conditions: Sequence[Filter[Item]], item: Item) -> float:
    """Return the similarity of an item's texts to the expected ones; a match counts 1."""
    texts = [condition for condition in conditions if isinstance(condition.expected, str)]
    return sum(_matches(condition, item) or _likeness(condition, item) for condition in texts)


def _likeness(condition: Filter[Item], item: Item) -> float:
    return max((_ratio(str(condition.expected), text) for text in _texts(condition, item)), default=0.0)


def _ratio(expected: str, actual: str) -> float:
    return difflib.SequenceMatcher(None, actual[:_MAX_CHARACTERS], expected[:_MAX_CHARACTERS]).ratio()
