"""Attributes that are replaced for a while, and put back as they were."""

from __future__ import annotations

from typing import Any


class Patch:
    """An attribute of a class or module, and what stands in for it."""

    __slots__ = ("name", "original", "owner", "replacement")

    def __init__(self, owner: object, name: str, replacement: Any) -> None:
        self.owner = owner
        self.name = name
        self.replacement = replacement
        self.original: Any = None

    def apply(self) -> None:
        """Put the replacement in place, unless somebody's wrapper holds it already."""
        self.original = getattr(self.owner, self.name)
        setattr(self.owner, self.name, self.replacement)

    def revert(self) -> None:
        """Put the original back, if the replacement is still in place."""
        if getattr(self.owner, self.name) is self.replacement:
            setattr(self.owner, self.name, self.original)
