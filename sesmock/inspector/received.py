"""Received mail, for assertions in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.receiving.received import Received
from sesmock.inspector import filters
from sesmock.inspector.filterable import Filterable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Unpack

    from sesmock.inspector.filters import ReceivedFilters


class ReceivedMail(Filterable[Received]):
    """Mail in the order in which it arrived, as a live, read-only sequence; reading removes nothing.

    Mail that SES refused is included, with ``accepted=False``. Filters are keywords (docs/how-to/receiving.md lists
    them), and all of them must match; values work as in `Outbox`. Raise `TypeError` for an unknown filter.
    """

    _noun = "received email"
    _label = "received"
    _attribute = "received"
    _comes_from_calls = False
    _fields = filters.RECEIVED_FIELDS

    @staticmethod
    def _describe(item: Received) -> str:
        from sesmock.inspector import failure_text

        return failure_text.describe_received(item)

    def filter(self, **conditions: Unpack[ReceivedFilters]) -> Sequence[Received]:
        """Return the mail that meets all conditions."""
        return tuple(self._filter(conditions))

    def count(self, value: object = None, /, **conditions: Unpack[ReceivedFilters]) -> int:
        """Return the number of emails that meet all conditions; if an email is passed, count only that one."""
        self._check_value(value)
        matches = self._filter(conditions)
        return len(matches) if value is None else sum(each is value for each in matches)

    def one(self, **conditions: Unpack[ReceivedFilters]) -> Received:
        """Return the only mail that meets all conditions; raise `AssertionError` if there are none or several."""
        __tracebackhide__ = True
        return self._one(conditions)

    def only(self, **conditions: Unpack[ReceivedFilters]) -> Received:
        """Return the only mail; raise `AssertionError` if there are others or it does not meet all conditions."""
        __tracebackhide__ = True
        return self._only(conditions)

    def none(self, **conditions: Unpack[ReceivedFilters]) -> None:
        """Raise `AssertionError` if an email meets all conditions."""
        __tracebackhide__ = True
        self._none(conditions)

    def first(self, **conditions: Unpack[ReceivedFilters]) -> Received:
        """Return the first mail that meets all conditions; raise `AssertionError` if none does."""
        __tracebackhide__ = True
        return self._some(conditions)[0]

    def last(self, **conditions: Unpack[ReceivedFilters]) -> Received:
        """Return the last mail that meets all conditions; raise `AssertionError` if none does."""
        __tracebackhide__ = True
        return self._some(conditions)[-1]

    def wait_for(self, *, timeout: float = 5.0, **conditions: Unpack[ReceivedFilters]) -> Received:
        """Return the first mail that meets all conditions, waiting for another thread to pass it to SES.

        Raise `AssertionError` if there is none after ``timeout`` seconds.
        """
        __tracebackhide__ = True
        return self._wait_for(timeout, conditions)

    async def await_for(self, *, timeout: float = 5.0, **conditions: Unpack[ReceivedFilters]) -> Received:
        """Return the mail as `wait_for` does, while the other tasks of the event loop run."""
        __tracebackhide__ = True
        return await self._await_for(timeout, conditions)
