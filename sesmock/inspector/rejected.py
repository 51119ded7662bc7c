"""The send calls that SES refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from sesmock.inspector import filters

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from sesmock.calls import Call
    from sesmock.inspector.filters import Filter, RefusalFilters
    from sesmock.inspector.records import Record


class Rejected(Sequence["Call"]):
    """The send calls that SES refused, in order: a live, read-only sequence.

    Filters are ``code`` and ``message`` of the error (a str is a part of the message), ``api``, ``operation``,
    ``region``, ``account_id`` and ``where``; values as in `Outbox`.
    """

    def __init__(self, record: Record) -> None:
        self._record = record

    @overload
    def __getitem__(self, index: int) -> Call: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Call]: ...
    def __getitem__(self, index: int | slice) -> Call | Sequence[Call]:
        return self._record.rejected()[index]

    def __len__(self) -> int:
        return len(self._record.rejected())

    def __repr__(self) -> str:
        return f"<{len(self)} rejected>"

    def filter(self, **conditions: Unpack[RefusalFilters]) -> Sequence[Call]:
        """Return the calls that meet all conditions; raise `TypeError` for an unknown one."""
        return tuple(self._select(_parse(conditions)))

    def one(self, **conditions: Unpack[RefusalFilters]) -> Call:
        """Return the one call that meets all conditions; raise `AssertionError` if it is none or several."""
        __tracebackhide__ = True
        tests = _parse(conditions)
        found = self._select(tests)
        if len(found) != 1:
            raise AssertionError(self._unexpected("exactly 1 rejected call", tests))
        return found[0]

    def none(self, **conditions: Unpack[RefusalFilters]) -> None:
        """Raise `AssertionError` if a call meets all conditions."""
        __tracebackhide__ = True
        tests = _parse(conditions)
        if self._select(tests):
            raise AssertionError(self._unexpected("no rejected call", tests))

    def _unexpected(self, expected: str, tests: Sequence[Filter[Call]]) -> str:
        from sesmock.inspector import failure_text

        return failure_text.unexpected_refusals(expected, tests, self._record)

    def _select(self, tests: Sequence[Filter[Call]]) -> list[Call]:
        return filters.select(tests, self._record.rejected())


def _parse(conditions: RefusalFilters) -> list[Filter[Call]]:
    return filters.parse(conditions, filters.REFUSAL_FIELDS)
