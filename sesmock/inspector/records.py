"""The records of a mock for a period of time."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

from sesmock import bulk_calls
from sesmock.calls import is_send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sized

    from sesmock.calls import Call
    from sesmock.domain.events.events import Event
    from sesmock.domain.events.publications import Publication
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.receiving.received import Received
    from sesmock.domain.world import World
    from sesmock.journal import Journal

Item = TypeVar("Item")


class Span(Generic[Item]):
    """A part of a growing list: all items from its start on, until it is closed."""

    def __init__(self, items: list[Item]) -> None:
        self._items = items
        self._start = 0
        self._stop: int | None = None

    def __len__(self) -> int:
        stop = len(self._items) if self._stop is None else self._stop
        return max(0, stop - self._start)

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        # A copy of the list would make a loop over all positions quadratic.
        whole = self._start == 0 and self._stop is None
        return self._items[index] if whole else self.items()[index]

    def items(self) -> list[Item]:
        """Return the current items."""
        return self._items[self._start : self._stop]

    def skip(self) -> None:
        """Start after the current items."""
        self._start = len(self._items)

    def close(self) -> None:
        """Stop growing."""
        self._stop = len(self._items)


class Selection(Span[Item]):
    """The items of a span that meet a condition."""

    def __init__(self, span: Span[Item], condition: Callable[[Item], bool]) -> None:
        self._span = span
        self._condition = condition

    def __len__(self) -> int:
        return len(self.items())

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        return self.items()[index]

    def items(self) -> list[Item]:
        """Return the current items that meet the condition."""
        return [item for item in self._span.items() if self._condition(item)]


class UnsentEntry(NamedTuple):
    """An entry of a bulk send to which SES did not assign a message id."""

    call: Call
    params: Mapping[str, Any]
    error: str


class Record:
    """The messages, calls, events, publications and received mail of a world since a point in time.

    Spans are created on first access, since most mocks use only a few of them.
    """

    def __init__(self, world: World, journal: Journal, *, from_now: bool = False) -> None:
        self.world = world
        self.journal = journal
        if from_now:
            for span in self._list_spans():
                span.skip()

    @cached_property
    def sent(self) -> Span[SentMessage]:
        """The messages in the outbox."""
        return Span(self.world.outbox)

    @cached_property
    def calls(self) -> Span[Call]:
        """The calls in the journal."""
        return Span(self.journal.calls)

    @cached_property
    def unrendered(self) -> Span[SentMessage]:
        """The messages that could not be rendered."""
        return Span(self.world.rendering_failures)

    @cached_property
    def notices(self) -> Span[SentMessage]:
        """The mail that SES wrote itself."""
        return Span(self.world.notices)

    @cached_property
    def events(self) -> Span[Event]:
        """The events of messages."""
        return Span(self.world.events)

    @cached_property
    def publications(self) -> Span[Publication]:
        """The published events."""
        return Span(self.world.publications)

    @cached_property
    def received(self) -> Span[Received]:
        """The mail that SES received."""
        return Span(self.world.received)

    @property
    def refusals(self) -> Selection[Call]:
        """The send calls that SES refused."""
        return Selection(self.calls, _is_refused_send)

    def whole(self) -> Record:
        """Return a record that covers the same world from its start on."""
        return Record(self.world, self.journal)

    def close(self) -> None:
        """Stop growing."""
        for span in self._list_spans():
            span.close()

    def _list_spans(self) -> tuple[Span[Any], ...]:
        return (
            self.sent,
            self.calls,
            self.unrendered,
            self.notices,
            self.events,
            self.publications,
            self.received,
        )

    def rejected(self) -> list[Call]:
        """Return the send calls that SES refused."""
        return [call for call in self.calls.items() if call.error is not None and is_send(call.operation)]

    def unsent_entries(self) -> Iterator[UnsentEntry]:
        """Yield the refused entries of bulk sends whose call succeeded."""
        calls = self.calls.items()
        # Most tests have no bulk sends, so the operations are checked before the calls.
        bulk_sends = set(filter(bulk_calls.is_bulk, {call.operation for call in calls}))
        for call in [call for call in calls if call.operation in bulk_sends] if bulk_sends else ():
            results = bulk_calls.list_results(call)
            if results:
                for entry, result in zip(bulk_calls.list_entries(call), results, strict=True):
                    if "MessageId" not in result:
                        yield UnsentEntry(call, entry, f"{result['Status']}: {result.get('Error')}")

    def holds_mail(self) -> bool:
        """Return whether the record has any mail or a refused send call."""
        spans: tuple[Sized, ...] = (self.sent, self.unrendered, self.notices, self.received)
        return any(map(len, spans)) or bool(self.rejected()) or any(self.unsent_entries())


def _is_refused_send(call: Call) -> bool:
    return call.error is not None and is_send(call.operation)
