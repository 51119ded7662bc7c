"""The sent messages, for assertions in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.inspector import filters
from sesmock.inspector.filterable import Filterable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Unpack

    from sesmock.domain.mail.messages import SentMessage
    from sesmock.inspector.filters import Filter, MailFilters


class Outbox(Filterable["SentMessage"]):
    """Messages in the order in which they were sent, as a live, read-only sequence; reading removes nothing.

    Filters are keywords (docs/reference/inspector.md lists them), and all of them must match. A str must equal an
    address (display names count only if included), a subject or a link, or occur in a longer text. A ``re.Pattern`` is
    searched for, and a callable must return a true value. None matches an absent value, and ``...`` a present one. A
    list matches several values. Anything else is compared by its own ``==``. Raise `TypeError` for an unknown filter.
    """

    _noun = "message"
    _label = "sent"
    _attribute = "outbox"
    _fields = filters.MESSAGE_FIELDS

    @staticmethod
    def _describe(item: SentMessage) -> str:
        from sesmock.inspector import failure_text

        return failure_text.describe(item)

    def filter(self, **conditions: Unpack[MailFilters]) -> Sequence[SentMessage]:
        """Return the messages that meet all conditions."""
        return tuple(self._filter(conditions))

    def count(self, value: object = None, /, **conditions: Unpack[MailFilters]) -> int:
        """Return the number of messages that meet all conditions and, if a matcher or message is passed, equal it."""
        self._check_value(value)
        matches = self._filter(conditions)
        return len(matches) if value is None else matches.count(value)  # type: ignore[arg-type] # an object with its own ==

    def one(self, **conditions: Unpack[MailFilters]) -> SentMessage:
        """Return the only message that meets all conditions; raise `AssertionError` if there are none or several."""
        __tracebackhide__ = True
        return self._one(conditions)

    def only(self, **conditions: Unpack[MailFilters]) -> SentMessage:
        """Return the only message; raise `AssertionError` if there are others or it does not meet all conditions."""
        __tracebackhide__ = True
        return self._only(conditions)

    def none(self, **conditions: Unpack[MailFilters]) -> None:
        """Raise `AssertionError` if a message meets all conditions."""
        __tracebackhide__ = True
        self._none(conditions)

    def first(self, **conditions: Unpack[MailFilters]) -> SentMessage:
        """Return the first message that meets all conditions; raise `AssertionError` if none does."""
        __tracebackhide__ = True
        return self._some(conditions)[0]

    def last(self, **conditions: Unpack[MailFilters]) -> SentMessage:
        """Return the last message that meets all conditions; raise `AssertionError` if none does."""
        __tracebackhide__ = True
        return self._some(conditions)[-1]

    def wait_for(self, *, timeout: float = 5.0, **conditions: Unpack[MailFilters]) -> SentMessage:
        """Return the first message that meets all conditions, waiting for another thread to send it.

        Raise `AssertionError` if there is none after ``timeout`` seconds.
        """
        __tracebackhide__ = True
        return self._wait_for(timeout, conditions)

    async def await_for(self, *, timeout: float = 5.0, **conditions: Unpack[MailFilters]) -> SentMessage:
        """Return the message as `wait_for` does, while the other tasks of the event loop run."""
        __tracebackhide__ = True
        return await self._await_for(timeout, conditions)

    def explain(self, conditions: Sequence[Filter[SentMessage]]) -> str:
        """Return the differences between the messages and the conditions."""
        return self._explain("a message", conditions)
