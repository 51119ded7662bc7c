"""Completion of attribute names in editors and shells."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class HidesInternals:
    """A mixin that leaves internal names out of `dir`, so that completion shows what a test needs."""

    __slots__ = ()

    _INTERNAL: ClassVar[frozenset[str]] = frozenset()

    def __dir__(self) -> list[str]:
        return [name for name in super().__dir__() if name not in self._INTERNAL]


class SuggestsNames:
    """A mixin whose error for an unknown attribute suggests the attribute that was probably meant."""

    __slots__ = ()

    _GUESSES: ClassVar[Mapping[str, Sequence[str]]] = {}
    """Attribute names that people guess, each with the attributes that it may mean."""

    def _suggest(self, name: str) -> str:
        if name.startswith("_"):
            return ""  # Python and other libraries probe for such names
        from sesmock.domain import suggestions

        valid = [each for each in dir(self) if not each.startswith("_")]
        meant = suggestions.suggest(name, valid, self._GUESSES)
        return f"; did you mean {meant!r}?" if meant else ""


def _explain(thing: SuggestsNames, name: str) -> NoReturn:
    if hasattr(type(thing), name):
        # Python also calls __getattr__ when a property raises AttributeError; this raises the property's own error.
        object.__getattribute__(thing, name)
    suggestion = thing._suggest(name)  # noqa: SLF001 - this is a method of the class
    raise AttributeError(f"{type(thing).__name__!r} object has no attribute {name!r}{suggestion}")


# Not a method of the class, because type checkers accept every attribute of a class with __getattr__.
SuggestsNames.__getattr__ = _explain  # type: ignore[attr-defined]
