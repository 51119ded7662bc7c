"""The notes about places that need a manual change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from libcst.metadata import PositionProvider

if TYPE_CHECKING:
    import libcst as cst


class Note(NamedTuple):
    """The number of a line, and the change that it needs."""

    line: int
    text: str


class Notes:
    """The notes of one file, by line."""

    def __init__(self) -> None:
        self._notes: set[Note] = set()

    def add(self, transformer: cst.MetadataDependent, node: cst.CSTNode, text: str) -> None:
        """Add a note at the line of a node."""
        position: Any = transformer.get_metadata(PositionProvider, node)
        self._notes.add(Note(position.start.line, text))

    def sorted(self) -> list[Note]:
        """Return the notes in the order of their lines."""
        return sorted(self._notes)
