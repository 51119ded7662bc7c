"""The messages that were sent, as a test asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

from sesmock.inspector import failure_text, filters

if TYPE_CHECKING:
    from sesmock.domain.messages import SentMessage
    from sesmock.domain.world import World
    from sesmock.journal import Journal


class Outbox(Sequence["SentMessage"]):
    """Messages in the order in which they were sent: a live, read-only sequence.

    Filters are ``to``, ``sender``, ``subject``, ``text``, ``html``, ``region`` and ``account_id``. A str is the
    whole of an address (display names do not count unless given) or subject, and a part of a text; a
    ``re.Pattern`` is searched; a callable is asked; None is absent, ``...`` present; a list is all of ``to``.
    """

    def __init__(self, messages: list[SentMessage], world: World, journal: Journal) -> None:
        self._messages = messages
        self._world = world
        self._journal = journal

    @overload
    def __getitem__(self, index: int) -> SentMessage: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[SentMessage]: ...
    def __getitem__(self, index: int | slice) -> SentMessage | Sequence[SentMessage]:
        return self._messages[index]

    def __len__(self) -> int:
        return len(self._messages)

    def __iter__(self) -> Iterator[SentMessage]:
        return iter(self._messages)

    def __repr__(self) -> str:
        shown = "; ".join(failure_text.describe(message) for message in self._messages[:5])
        more = "; …" if len(self._messages) > 5 else ""
        return f"<{len(self._messages)} sent{': ' if shown else ''}{shown}{more}>"

    def filter(self, **conditions: Any) -> Sequence[SentMessage]:
        """Return the messages that meet all conditions; raise `TypeError` for an unknown one."""
        return tuple(filters.select(filters.parse(conditions), self._messages))

    def count(self, value: object = None, /, **conditions: Any) -> int:
        """Return how many messages meet all conditions (or, of a sequence, how often it holds a message)."""
        if value is not None:
            return self._messages.count(value)  # type: ignore[arg-type]
        return len(self.filter(**conditions))

    def one(self, **conditions: Any) -> SentMessage:
        """Return the one message that meets all conditions; raise `AssertionError` if it is none or several."""
        __tracebackhide__ = True
        found = self.filter(**conditions)
        if len(found) != 1:
            raise AssertionError(self._unexpected("exactly 1 message", conditions))
        return found[0]

    def none(self, **conditions: Any) -> None:
        """Raise `AssertionError` if a message meets all conditions."""
        __tracebackhide__ = True
        if self.filter(**conditions):
            raise AssertionError(self._unexpected("no message", conditions))

    def _unexpected(self, expected: str, conditions: dict[str, Any]) -> str:
        tests = filters.parse(conditions)
        return failure_text.unexpected(expected, tests, self._messages, self._world, self._journal)
