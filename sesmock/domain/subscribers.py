"""Who follows what happens in a world: one ordered table of functions, imported when they are first needed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Literal, NamedTuple

Taker = Literal["event destination", "notification topic", "tenant"]
"""What a test or an application sets up to be told of events."""
Happening = tuple[object, ...]
"""What happened other than to a message, such as `NotificationTopicSet`."""
Function = Callable[[object], None]
"""Takes an `Event` or a happening."""


class Subscriber(NamedTuple):
    """A function, named ``"module:function"``, and what it follows: types of events, or classes of happenings.

    With a ``taker``, it is called only in worlds that have such a taker.
    """

    topics: tuple[Hashable, ...]
    function: str
    taker: Taker | None = None


class Subscribers:
    """A table of subscribers, in the order in which they are called."""

    def __init__(self, rows: Sequence[Subscriber]) -> None:
        self.rows = tuple(rows)
        self._active: dict[frozenset[Taker], Mapping[Hashable, Sequence[str]]] = {}

    def active(self, takers: frozenset[Taker]) -> Mapping[Hashable, Sequence[str]]:
        """Return the names of the functions to call in a world that has some takers, by topic."""
        functions = self._active.get(takers)
        if functions is None:
            functions = self._active[takers] = self._collect(takers)
        return functions

    def _collect(self, takers: frozenset[Taker]) -> Mapping[Hashable, Sequence[str]]:
        functions: dict[Hashable, list[str]] = {}
        for row in self.rows:
            if row.taker is None or row.taker in takers:
                for topic in row.topics:
                    functions.setdefault(topic, []).append(row.function)
        return functions


@cache
def load(name: str) -> Function:
    """Return the function that is named ``"module:function"``."""
    module, _, attribute = name.partition(":")
    function: Function = getattr(import_module(module), attribute)
    return function
