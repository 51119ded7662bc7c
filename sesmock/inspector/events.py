"""The events of messages, for assertions in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.events.events import Event
from sesmock.inspector import filters
from sesmock.inspector.filterable import Filterable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Unpack

    from sesmock.inspector.filters import EventFilters


class Events(Filterable[Event]):
    """Events in the order in which they happened, as a live, read-only sequence; reading removes nothing.

    Filters are keywords (docs/reference/events.md lists them), and all of them must match; values work as in `Outbox`.
    Raise `TypeError` for an unknown filter, or `ValueError` for an unknown type.
    """

    _noun = "event"
    _label = "events"
    _attribute = "events"
    _fields = filters.EVENT_FIELDS

    @staticmethod
    def _describe(item: Event) -> str:
        from sesmock.inspector import failure_text

        return failure_text.describe_event(item)

    def filter(self, **conditions: Unpack[EventFilters]) -> Sequence[Event]:
        """Return the events that meet all conditions."""
        return tuple(self._filter(conditions))

    def count(self, value: object = None, /, **conditions: Unpack[EventFilters]) -> int:
        """Return the number of events that meet all conditions; if an event is passed, count only that one."""
        self._check_value(value)
        matches = self._filter(conditions)
        return len(matches) if value is None else sum(event is value for event in matches)

    def one(self, **conditions: Unpack[EventFilters]) -> Event:
        """Return the only event that meets all conditions; raise `AssertionError` if there are none or several."""
        __tracebackhide__ = True
        return self._one(conditions)

    def none(self, **conditions: Unpack[EventFilters]) -> None:
        """Raise `AssertionError` if an event meets all conditions."""
        __tracebackhide__ = True
        self._none(conditions)

    def first(self, **conditions: Unpack[EventFilters]) -> Event:
        """Return the first event that meets all conditions; raise `AssertionError` if none does."""
        __tracebackhide__ = True
        return self._some(conditions)[0]

    def last(self, **conditions: Unpack[EventFilters]) -> Event:
        """Return the last event that meets all conditions; raise `AssertionError` if none does."""
        __tracebackhide__ = True
        return self._some(conditions)[-1]
