"""The subscribers of a world: an ordered table of functions, which are imported when first called."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Literal, NamedTuple

Consumer = Literal["event destination", "notification topic", "tenant"]
"""A kind of destination for events, which a test or an application sets up."""
StateChange = tuple[object, ...]
"""A change that is not an event of a message, such as `NotificationTopicSet`."""
Function = Callable[[object], None]
"""A function that takes an `Event` or a `StateChange`."""


class Subscriber(NamedTuple):
    """A function, written as ``"module:function"``, and its topics: event types or classes of state changes.

    With a ``consumer``, the function is called only in worlds that have such a consumer.
    """

    topics: tuple[Hashable, ...]
    function: str
    consumer: Consumer | None = None


class Subscribers:
    """A table of subscribers, in the order of their calls."""

    def __init__(self, rows: Sequence[Subscriber]) -> None:
        self.rows = tuple(rows)
        self._active: dict[frozenset[Consumer], Mapping[Hashable, Sequence[str]]] = {}

    def active(self, consumers: frozenset[Consumer]) -> Mapping[Hashable, Sequence[str]]:
        """Return the functions to call in a world that has these consumers, by topic."""
        functions = self._active.get(consumers)
        if functions is None:
            functions = self._active[consumers] = self._collect(consumers)
        return functions

    def _collect(self, consumers: frozenset[Consumer]) -> Mapping[Hashable, Sequence[str]]:
        functions: dict[Hashable, list[str]] = {}
        for row in self.rows:
            if row.consumer is None or row.consumer in consumers:
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
