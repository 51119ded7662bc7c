"""What happens to messages, in the order in which it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sesmock.domain import ids
from sesmock.domain.clock import to_datetime
from sesmock.domain.completion import HidesInternals
from sesmock.domain.mail import addresses
from sesmock.domain.singles import get_only

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sesmock.domain.events.event_details import Details
    from sesmock.domain.events.event_types import EventType
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage


class Event(HidesInternals):
    """Something that happened to a message, with the recipients to whom it happened.

    ``occurred_at`` is in seconds since 1970; ``details`` are what the event's type tells beyond that, None if it
    tells nothing; ``has_taker`` is whether an event destination or a notification topic takes it. The document that
    SES publishes is made when it is looked at.
    """

    __slots__ = ("_feedback_id", "details", "has_taker", "message", "occurred_at", "recipients", "type")

    _INTERNAL = frozenset({"has_taker", "occurred_at"})

    type: EventType
    """What happened, such as ``"Bounce"``."""
    message: SentMessage
    """The message that it happened to."""
    recipients: tuple[Address, ...]
    """The recipients to whom it happened."""
    details: Details | None
    """What the type tells beyond that, None if it tells nothing."""

    def __init__(
        self,
        type: EventType,  # noqa: A002 - the name that it has in all that SES says
        message: SentMessage,
        occurred_at: float,
        recipients: tuple[Address, ...],
        details: Details | None = None,
    ) -> None:
        self.type = type
        self.message = message
        self.occurred_at = occurred_at
        self.recipients = recipients
        self.details = details
        self.has_taker = False
        self._feedback_id: str | None = None

    def __repr__(self) -> str:
        recipients = ", ".join(map(addresses.display, self.recipients[:3]))
        more = f" and {len(self.recipients) - 3} more" if len(self.recipients) > 3 else ""
        return f"<Event {self.type} of {self.message.subject!r} to {recipients}{more}>"

    @property
    def message_id(self) -> str:
        """The id of the message."""
        return self.message.message_id

    @property
    def recipient(self) -> Address:
        """The only one of `recipients`; raise `ValueError` if there are more, or none."""
        return get_only("recipient", self.recipients)

    @property
    def region(self) -> str:
        """The region that the message was sent in."""
        return self.message.region

    @property
    def account_id(self) -> str:
        """The twelve digits of the account that sent the message."""
        return self.message.account_id

    @property
    def api(self) -> str:
        """The boto3 client that sent the message."""
        return self.message.api

    @property
    def operation(self) -> str:
        """The operation that sent the message."""
        return self.message.operation

    @property
    def configuration_set(self) -> str | None:
        """The name of the configuration set that the message was sent with, if any."""
        return self.message.configuration_set

    @property
    def sender(self) -> Address:
        """The sender of the message."""
        return self.message.sender

    @property
    def subject(self) -> str:
        """The subject of the message."""
        return self.message.subject

    @property
    def tag(self) -> Mapping[str, str]:
        """The tags of the message."""
        return self.message.tags

    @property
    def timestamp(self) -> datetime:
        """When it happened: aware, UTC, whole milliseconds."""
        return to_datetime(self.occurred_at)

    @property
    def feedback_id(self) -> str:
        """The id of a bounce or a complaint: of the form of a message id, with the event's time."""
        with self.message.account.world.lock:
            if self._feedback_id is None:
                self._feedback_id = ids.make_message_id(self.message.region, self.occurred_at)
        return self._feedback_id

    @property
    def document(self) -> dict[str, Any]:
        """The event as SES publishes it, its keys in SES's order; each time a dict of its own."""
        from sesmock.domain.events import event_documents

        return event_documents.document(self)

    @property
    def json(self) -> str:
        """The exact text that SES publishes; at an SNS topic and in Firehose a newline follows it."""
        from sesmock.domain.events import event_documents

        return event_documents.text(self.document)
