"""Attributes that are replaced for a while, and put back as they were.

Everything here may be interrupted anywhere, by an exception or by itself (in a signal handler or a finalizer): the next
`PatchSet.apply` or `PatchSet.revert` that is left alone does its work all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

_NOTHING: Any = object()


class Reversible(Protocol):
    """A change of the process that can be made and undone, more than once."""

    def apply(self) -> None:
        """Make the change, unless it is made already."""

    def revert(self) -> None:
        """Undo the change, if it is made."""


class Patch:
    """An attribute of a class or module, and ``wrap``, which makes its replacement from what it was."""

    __slots__ = ("_name", "_original", "_owner", "_replacement", "_wrap")

    def __init__(self, owner: object, name: str, wrap: Callable[[Any], Any]) -> None:
        self._owner = owner
        self._name = name
        self._wrap = wrap
        self._original = self._replacement = _NOTHING

    def apply(self) -> None:
        """Put the replacement in place, unless it is there already."""
        current = getattr(self._owner, self._name)
        if current is not self._replacement:
            if current is not self._original:
                # In this order: a new replacement beside the old original is merely made again.
                self._replacement, self._original = self._wrap(current), current
            setattr(self._owner, self._name, self._replacement)

    def revert(self) -> None:
        """Put the original back, unless somebody's wrapper holds the replacement, which stays inside it then."""
        if getattr(self._owner, self._name) is self._replacement:
            setattr(self._owner, self._name, self._original)


class PatchSet:
    """Patches that are applied and reverted together; ``clean_up`` is called when they are reverted."""

    __slots__ = ("_applied_turn", "_clean_up", "_patches", "_turn")

    def __init__(self, *patches: Reversible, clean_up: Callable[[], None] | None = None) -> None:
        self._patches = patches
        self._clean_up = clean_up
        # Each `revert` begins a turn. The set is applied if an `apply` has ended that began in this turn.
        self._turn = object()
        self._applied_turn: object = None

    def apply(self) -> None:
        """Apply the patches, unless they were applied before: somebody's wrapper may hold a replacement by now."""
        turn = self._turn
        if self._applied_turn is not turn:
            for patch in self._patches:
                patch.apply()
            self._applied_turn = turn

    def revert(self) -> None:
        """Revert the patches."""
        self._turn = object()
        for patch in self._patches:
            patch.revert()
        if self._clean_up is not None:
            self._clean_up()
        self._turn = (
            object()
        )  # Again: an `apply` that came in between found some replacements still in place.
