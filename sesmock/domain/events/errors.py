"""Errors about events, insights and metrics."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import InvalidParameter, NotFound


class VdmNotEnabled(NotFound):
    """Virtual Deliverability Manager is not enabled. Spec: insights.md §1 [P, U]."""

    def __init__(self) -> None:
        super().__init__("To use this feature you must enable Virtual Deliverability Manager")


class MessageDoesNotExist(NotFound):
    """The account has sent no message with this id. Spec: insights.md §1 [P]."""

    def __init__(self, message_id: str, account_id: str) -> None:
        super().__init__(f"Message <{message_id}> not found for account <{account_id}>")
        self.message_id = message_id


class InvalidMessageId(InvalidParameter):
    """The string is not a message id. The error text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.INVALID_MESSAGE_ID)


class DuplicateQuery(InvalidParameter):
    """Two queries have the same id. The text is inferred."""

    def __init__(self, query_id: str) -> None:
        super().__init__(unconfirmed_messages.DUPLICATE_QUERY.format(id=query_id))
        self.query_id = query_id


class InvalidPeriod(InvalidParameter):
    """A period ends before it begins. The text is inferred."""

    def __init__(self, query_id: str) -> None:
        super().__init__(unconfirmed_messages.INVALID_PERIOD.format(id=query_id))
        self.query_id = query_id
