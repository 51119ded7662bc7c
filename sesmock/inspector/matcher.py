"""`Mail`, an expectation for messages that works with ``==`` and ``in``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.mail.messages import SentMessage
from sesmock.inspector import filters, spelling

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from sesmock.inspector.filters import MailFilters


class Mail:
    """A matcher for ``==``, ``in`` and `Outbox.count`; it equals every message that meets all its conditions.

    The filters are those of `Outbox`. Raise `TypeError` for an unknown one.
    """

    __hash__ = None  # type: ignore[assignment]  # equal objects need equal hashes, which different messages do not have

    def __init__(self, **conditions: Unpack[MailFilters]) -> None:
        self.conditions = filters.parse(conditions)

    __init__ = spelling.require_names(__init__, "Mail", filters.MESSAGE_FIELDS)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SentMessage):
            return NotImplemented
        return all(condition.matches(other) for condition in self.conditions)

    def __repr__(self) -> str:
        return f"Mail({', '.join(map(str, self.conditions))})"
