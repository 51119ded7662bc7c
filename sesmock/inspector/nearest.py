"""The message that comes nearest to what was expected, and how it differs."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from sesmock.inspector.filters import SLOW, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sesmock.domain.messages import SentMessage
    from sesmock.inspector.filters import Filter

# The latest messages are compared by what costs little, the best of them by everything.
_MAX_COMPARED = 10_000
_MAX_COMPARED_FULLY = 200
_MAX_CHARACTERS = 200
_MAX_LINES = 200
_MAX_VALUES = 5


def find(conditions: Sequence[Filter[SentMessage]], messages: Sequence[SentMessage]) -> SentMessage | None:
    """Return the message that meets most conditions; of equals the most similar one, then the first."""
    quick = [condition for condition in conditions if condition.name not in SLOW]
    latest = messages[-_MAX_COMPARED:]
    candidates = sorted(latest, key=lambda message: -_met(quick, message))[:_MAX_COMPARED_FULLY]
    return max(
        [*candidates, *_misspelled(quick, latest)],
        key=lambda message: (_met(conditions, message), _similarity(conditions, message)),
        default=None,
    )


def differences(conditions: Sequence[Filter[SentMessage]], message: SentMessage) -> list[str]:
    """Return field by field how a message compares, with a diff for those that differ."""
    width = max((len(condition.name) for condition in conditions), default=0)
    lines: list[str] = []
    for condition in conditions:
        name = condition.name.ljust(width)
        problem = _problem(condition, message)
        lines += [f"{name}  ok"] if problem is None else [f"{name}  differs", *problem]
    return lines


def _misspelled(
    conditions: Sequence[Filter[SentMessage]], messages: Sequence[SentMessage]
) -> Iterator[SentMessage]:
    """Yield for each text that is wanted the message whose own text is most like it, however many there are."""
    for condition in conditions:
        if isinstance(condition.wanted, str):
            by_text = {text: message for message in messages for text in _texts(condition, message)}
            for text in difflib.get_close_matches(condition.wanted, by_text, 1):
                yield by_text[text]


def _texts(condition: Filter[SentMessage], message: SentMessage) -> list[str]:
    """Return what a condition looks at, of addresses what a typing error would be in."""
    value = condition.read(message)
    several = value[:_MAX_VALUES] if isinstance(value, tuple) else (value,)
    return [str(getattr(one, "address", one))[:_MAX_CHARACTERS] for one in several]


def _met(conditions: Sequence[Filter[SentMessage]], message: SentMessage) -> int:
    return sum(_matches(condition, message) for condition in conditions)


def _matches(condition: Filter[SentMessage], message: SentMessage) -> bool:
    """Return whether a condition holds; a callable may fail at a message that it was not written for."""
    try:
        return condition.matches(message)
    except Exception:  # noqa: BLE001 - the reader gets the report, whatever their callable raises
        return False


def _problem(condition: Filter[SentMessage], message: SentMessage) -> list[str] | None:
    try:
        if condition.matches(message):
            return None
    except Exception as error:  # noqa: BLE001 - shown instead of raised, as above
        return [f"  raised {type(error).__name__}: {error}"]
    if condition.name == "where":
        return [f"  {shown(condition.wanted)} said no"]
    found = _readable(condition, message)
    return [f"  - {shown(condition.wanted)}", f"  + {found}"]


def _readable(condition: Filter[SentMessage], message: SentMessage) -> str:
    """Return what a message has, of a long text the line that comes nearest."""
    value = condition.read(message)
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


def _similarity(conditions: Sequence[Filter[SentMessage]], message: SentMessage) -> float:
    """Return how much alike the texts are that a message has and should have; what fits counts 1."""
    texts = [condition for condition in conditions if isinstance(condition.wanted, str)]
    return sum(_matches(condition, message) or _likeness(condition, message) for condition in texts)


def _likeness(condition: Filter[SentMessage], message: SentMessage) -> float:
    return max((_ratio(str(condition.wanted), text) for text in _texts(condition, message)), default=0.0)


def _ratio(wanted: str, found: str) -> float:
    return difflib.SequenceMatcher(None, found[:_MAX_CHARACTERS], wanted[:_MAX_CHARACTERS]).ratio()
