"""Replace attributes temporarily.

Each step can be interrupted, by an exception or by a nested call in a signal handler or a finalizer. The next
`PatchSet.apply` or `PatchSet.revert` that completes leaves everything correct.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

_NOTHING: Any = object()


class Reversible(Protocol):
    """A change to the process that can be made and undone repeatedly."""

    def apply(self) -> None:
        """Make the change, unless it is already made."""

    def revert(self) -> None:
        """Undo the change if it is made."""


class Patch:
    """Replaces an attribute of a class or module. ``wrap`` returns the replacement for the current value."""

    __slots__ = ("_name", "_original", "_owner", "_replacement", "_wrap")

    def __init__(self, owner: object, name: str, wrap: Callable[[Any], Any]) -> None:
        self._owner = owner
        self._name = name
        self._wrap = wrap
        self._original = self._replacement = _NOTHING

    def apply(self) -> None:
        """Install the replacement, unless it is already installed."""
        owner, name = self._owner, self._name
        current = getattr(owner, name)
        if current is not self._replacement:
            if current is not self._original:
                # The replacement is assigned first. If an interruption leaves a new replacement beside the old
                # original, the next call simply creates the replacement again.
                self._replacement, self._original = self._wrap(current), current
            setattr(owner, name, self._replacement)

    def revert(self) -> None:
        """Restore the original, unless other code has wrapped the replacement and still calls it."""
        owner, name = self._owner, self._name
        if getattr(owner, name) is self._replacement:
            setattr(owner, name, self._original)


class PatchSet:
    """Patches that are applied and reverted together; ``clean_up`` is called after they are reverted."""

    __slots__ = ("_applied_turn", "_clean_up", "_patches", "_turn")

    def __init__(self, *patches: Reversible, clean_up: Callable[[], None] | None = None) -> None:
        self._patches = patches
        self._clean_up = clean_up
        # Each `revert` starts a new turn. The set counts as applied if an `apply` that started in this turn has
        # finished.
        self._turn = object()
        self._applied_turn: object = None

    def apply(self) -> None:
        """Apply the patches once for each turn, since other code may have wrapped a replacement by now."""
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
        # A nested `apply` found some replacements still installed, so it must not count.
        self._turn = object()
