"""What editors and shells offer of an object."""

from __future__ import annotations

from typing import ClassVar


class HidesInternals:
    """Leaves out of `dir` what SES itself needs of an object, so that completion shows what a test asks for."""

    __slots__ = ()

    _INTERNAL: ClassVar[frozenset[str]] = frozenset()

    def __dir__(self) -> list[str]:
        return [name for name in super().__dir__() if name not in self._INTERNAL]
