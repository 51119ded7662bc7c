"""The send calls that SES refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from sesmock.journal import Call, Journal


class Rejected(Sequence["Call"]):
    """The send calls that SES refused, in order: a live, read-only sequence."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    @overload
    def __getitem__(self, index: int) -> Call: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Call]: ...
    def __getitem__(self, index: int | slice) -> Call | Sequence[Call]:
        return self._refused()[index]

    def __len__(self) -> int:
        return len(self._refused())

    def __repr__(self) -> str:
        return f"<{len(self)} rejected>"

    def _refused(self) -> list[Call]:
        calls = self._journal.calls
        return [call for call in calls if call.error is not None and call.operation.startswith("Send")]
