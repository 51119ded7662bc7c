"""The messages that were sent, as a test asks for them."""

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
    """Messages in the order in which they were sent: a live, read-only sequence; reading consumes nothing.

    Filters are keywords (docs/inspector.md lists them) and must all hold. A str is the whole of an address
    (display names do not count unless given), a subject or a link, and a part of a text; a ``re.Pattern`` is
    searched; a callable is asked; None is absent, ``...`` present; a list is all of several; anything else is
    compared by its own ``==``. An unknown filter is a `TypeError`.
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
        """Return how many messages meet all conditions and, if a matcher or message is given, equal it."""
        self._check_value(value)
        matches = self._filter(conditions)
        return len(matches) if value is None else matches.count(value)  # type: ignore[arg-type] # equality may be its own

    def one(self, **conditions: Unpack[MailFilters]) -> SentMessage:
        """Return the one message that meets all conditions; raise `AssertionError` if it is none or several."""
        __tracebackhide__ = True
        return self._one(conditions)

    def only(self, **conditions: Unpack[MailFilters]) -> SentMessage:
        """Return the one message that there is; raise `AssertionError` if there are others or it does not match."""
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
        """Return the first message that meets all conditions, as soon as another thread has sent it.

        Raise `AssertionError` when ``timeout`` seconds have passed without it.
        """
        __tracebackhide__ = True
        return self._wait_for(timeout, conditions)

    async def await_for(self, *, timeout: float = 5.0, **conditions: Unpack[MailFilters]) -> SentMessage:
        """Do as `wait_for` does, and let the other tasks of the event loop run meanwhile."""
        __tracebackhide__ = True
        return await self._await_for(timeout, conditions)

    def explain(self, conditions: Sequence[Filter[SentMessage]]) -> str:
        """Return how the messages compare with conditions."""
        return self._explain("a message", conditions)
