"""Refused send calls, for assertions in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.calls import Call
from sesmock.inspector import filters
from sesmock.inspector.filterable import Filterable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Unpack

    from sesmock.inspector.filters import Filter, RefusalFilters
    from sesmock.inspector.records import Record


class Rejected(Filterable[Call]):
    """The send calls that SES refused, in order, as a live, read-only sequence; reading removes nothing.

    Filters are ``code`` and ``message`` of the error (a str is contained in the message), ``api``,
    ``operation``, ``region``, ``account_id`` and ``where``; values work as in `Outbox`. Raise `TypeError` for
    an unknown filter.
    """

    _noun = "rejected call"
    _label = "rejected"
    _attribute = "rejected"
    _fields = filters.REFUSAL_FIELDS

    def __init__(self, record: Record) -> None:
        super().__init__(record.refusals, record)

    @staticmethod
    def _describe(item: Call) -> str:
        from sesmock.inspector import failure_text

        return failure_text.describe_refusal(item)

    def _compare(self, expected: str, tests: Sequence[Filter[Call]]) -> str:
        from sesmock.inspector import failure_text

        return failure_text.explain_refusals(expected, tests, self._record)

    def filter(self, **conditions: Unpack[RefusalFilters]) -> Sequence[Call]:
        """Return the calls that meet all conditions."""
        return tuple(self._filter(conditions))

    def count(self, value: object = None, /, **conditions: Unpack[RefusalFilters]) -> int:
        """Return the number of calls that meet all conditions; if a call is passed, count only that one."""
        self._check_value(value)
        matches = self._filter(conditions)
        return len(matches) if value is None else sum(call is value for call in matches)

    def one(self, **conditions: Unpack[RefusalFilters]) -> Call:
        """Return the only call that meets all conditions; raise `AssertionError` if there are none or several."""
        __tracebackhide__ = True
        return self._one(conditions)

    def only(self, **conditions: Unpack[RefusalFilters]) -> Call:
        """Return the only refused call.

        Raise `AssertionError` if there are others or it does not meet all conditions.
        """
        __tracebackhide__ = True
        return self._only(conditions)

    def none(self, **conditions: Unpack[RefusalFilters]) -> None:
        """Raise `AssertionError` if a call meets all conditions."""
        __tracebackhide__ = True
        self._none(conditions)

    def first(self, **conditions: Unpack[RefusalFilters]) -> Call:
        """Return the first call that meets all conditions; raise `AssertionError` if none does."""
        __tracebackhide__ = True
        return self._some(conditions)[0]

    def last(self, **conditions: Unpack[RefusalFilters]) -> Call:
        """Return the last call that meets all conditions; raise `AssertionError` if none does."""
        __tracebackhide__ = True
        return self._some(conditions)[-1]

    def wait_for(self, *, timeout: float = 5.0, **conditions: Unpack[RefusalFilters]) -> Call:
        """Return the first refused call that meets all conditions, waiting for another thread to make it.

        Raise `AssertionError` if there is none after ``timeout`` seconds.
        """
        __tracebackhide__ = True
        return self._wait_for(timeout, conditions)

    async def await_for(self, *, timeout: float = 5.0, **conditions: Unpack[RefusalFilters]) -> Call:
        """Return the call as `wait_for` does, while the other tasks of the event loop run."""
        __tracebackhide__ = True
        return await self._await_for(timeout, conditions)
