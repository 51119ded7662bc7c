"""Completion of attribute names in editors and shells."""

from __future__ import annotations

from typing import ClassVar


class HidesInternals:
    """A mixin that leaves internal names out of `dir`, so that completion shows what a test needs."""

    __slots__ = ()

    _INTERNAL: ClassVar[frozenset[str]] = frozenset()

    def __dir__(self) -> list[str]:
        return [name for name in super().__dir__() if name not in self._INTERNAL]
