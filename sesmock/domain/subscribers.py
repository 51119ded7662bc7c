"""The subscribers of a world: an ordered table of functions, which are imported when first called."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Literal, NamedTuple

Taker = Literal["event destination", "notification topic", "tenant"]
"""A kind of destination for events, which a test or an application sets up."""
Happening = tuple[object, ...]
"""A change that is not an event of a message, such as `NotificationTopicSet`."""
Function = Callable[[object], None]
"""A function that takes an `Event` or a happening."""


class Subscriber(NamedTuple):
    """A function, written as ``"module:function"``, and its topics: event types or classes of happenings.

    With a ``taker``, the function is called only in worlds that have such a taker.
    """

    topics: tuple[Hashable, ...]
    function: str
    taker: Taker | None = None


class Subscribers:
    """A table of subscribers, in the order of their calls."""

    def __init__(self, rows: Sequence[Subscriber]) -> None:
        self.rows = tuple(rows)
        self._active: dict[frozenset[Taker], Mapping[Hashable, Sequence[str]]] = {}

    def active(self, takers: frozenset[Taker]) -> Mapping[Hashable, Sequence[str]]:
        """Return the functions to call in a world that has these takers, by topic."""
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


# Cached, because every event looks up its functions by name.
@cache
def load(name: str) -> Function:
    """Return the function for a ``"module:function"`` string."""
    module, _, attribute = name.partition(":")
    function: Function = getattr(import_module(module), attribute)
    return function
