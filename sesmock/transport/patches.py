"""Attributes that are replaced for a while, and put back as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_NOTHING: Any = object()


class Patch:
    """An attribute of a class or module, and ``wrap``, which makes its replacement from what it was.

    `apply` and `revert` may be interrupted anywhere, by an exception or by each other (in a signal handler or a
    finalizer). The next one that is left alone does its work all the same.
    """

    __slots__ = ("_applied_turn", "_name", "_original", "_owner", "_replacement", "_turn", "_wrap")

    def __init__(self, owner: object, name: str, wrap: Callable[[Any], Any]) -> None:
        self._owner = owner
        self._name = name
        self._wrap = wrap
        self._original = self._replacement = _NOTHING
        # Each `revert` begins a turn; the patch is applied if an `apply` that began in this turn has ended.
        self._turn = object()
        self._applied_turn: object = None

    def apply(self) -> None:
        """Put the replacement in place, unless it was applied before: somebody's wrapper may hold it by now."""
        turn = self._turn
        if self._applied_turn is turn:
            return
        current = getattr(self._owner, self._name)
        if current is not self._replacement:
            if current is not self._original:
                # In this order: a new replacement beside the old original is merely made again.
                self._replacement, self._original = self._wrap(current), current
            setattr(self._owner, self._name, self._replacement)
        self._applied_turn = turn

    def revert(self) -> None:
        """Put the original back, unless somebody's wrapper holds the replacement, which stays inside it then."""
        self._turn = object()
        if getattr(self._owner, self._name) is self._replacement:
            setattr(self._owner, self._name, self._original)
        self._turn = object()  # again: an `apply` that came in between found the replacement in place
