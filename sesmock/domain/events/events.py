"""Events, such as the delivery or the bounce of a message."""

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
    """Something that happened to a message for some of its recipients. The published document is built on access."""

    # ``occurred_at`` is in seconds since 1970. ``has_consumer`` is true if an event destination or a notification topic
    # publishes the event.
    __slots__ = ("_feedback_id", "details", "has_consumer", "message", "occurred_at", "recipients", "type")

    _INTERNAL = frozenset({"has_consumer", "occurred_at"})

    type: EventType
    """The type of the event, such as ``"Bounce"``."""
    message: SentMessage
    """The message of the event."""
    recipients: tuple[Address, ...]
    """The recipients to whom the event applies."""
    details: Details | None
    """The details that depend on the type; None for types without details."""

    def __init__(
        self,
        type: EventType,  # noqa: A002 - the name in SES
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
        self.has_consumer = False
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
        """The only recipient; raise `ValueError` if there are several or none."""
        return get_only("recipient", self.recipients)

    @property
    def region(self) -> str:
        """The region that the message was sent in."""
        return self.message.region

    @property
    def account_id(self) -> str:
        """The 12-digit id of the account that sent the message."""
        return self.message.account_id

    @property
    def api(self) -> str:
        """The name of the boto3 client that sent the message."""
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
        """The time of the event: aware, UTC, in whole milliseconds."""
        return to_datetime(self.occurred_at)

    @property
    def feedback_id(self) -> str:
        """The id of a bounce or a complaint, which looks like a message id with the time of the event."""
        # Threads that read the id for the first time must get the same one.
        with self.message.account.world.lock:
            if self._feedback_id is None:
                self._feedback_id = ids.make_message_id(self.message.region, self.occurred_at)
        return self._feedback_id

    @property
    def document(self) -> dict[str, Any]:
        """The event as SES publishes it, with the keys in SES's order; each access returns a new dict."""
        from sesmock.domain.events import event_documents

        return event_documents.build_document(self)

    @property
    def json(self) -> str:
        """The exact text that SES publishes; for SNS and Firehose, SES adds a newline."""
        from sesmock.domain.events import event_documents

        return event_documents.dump_text(self.document)
