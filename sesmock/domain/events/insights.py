"""The insights of Virtual Deliverability Manager into one message, by recipient. Spec: insights.md §2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sesmock.domain.events import mailbox_providers
from sesmock.domain.events.errors import InvalidMessageId, MessageDoesNotExist
from sesmock.domain.events.event_types import EventType
from sesmock.domain.events.metrics import require_vdm
from sesmock.domain.mail import addresses

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.events.events import Event
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage

# For messages to several recipients, SES tracks neither kind of event; for mail to the simulator, no server events.
# Spec: insights.md §2.
_SERVER_EVENTS = frozenset({EventType.DELIVERY, EventType.BOUNCE, EventType.COMPLAINT})
_READER_EVENTS = frozenset({EventType.OPEN, EventType.CLICK})
_MESSAGE_ID = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-[0-9]{6}")


@dataclass(frozen=True, slots=True)
class RecipientInsights:
    """The events of a message for one recipient."""

    recipient: Address
    provider: str
    events: tuple[Event, ...]


def find(account: Account, message_id: str) -> SentMessage:
    """Return the message with an id, unless it is a bounce that SendBounce sent, which has no events.

    Raise `VdmNotEnabled`, `InvalidParameter` or `MessageDoesNotExist`.
    """
    # Without VDM, SES does not look at the id. Spec: insights.md §1 [P].
    require_vdm(account)
    if not _MESSAGE_ID.fullmatch(message_id):
        raise InvalidMessageId
    world = account.world
    for message in (*world.outbox, *world.rendering_failures):
        if message.message_id == message_id and message.account is account and message.events:
            return message
    raise MessageDoesNotExist(message_id, account.account_id)


def group_by_recipient(message: SentMessage) -> list[RecipientInsights]:
    """Return the insights for each recipient of a message."""
    return [
        RecipientInsights(recipient, mailbox_providers.find_provider(recipient), _events(message, recipient))
        for recipient in dict.fromkeys(message.recipients)
    ]


def _events(message: SentMessage, recipient: Address) -> tuple[Event, ...]:
    has_several_recipients = len(message.recipients) > 1
    hidden_types: frozenset[EventType] = frozenset()
    if has_several_recipients or not message.transmission.engagement_metrics:
        hidden_types |= _READER_EVENTS
    if has_several_recipients or addresses.is_simulator(recipient):
        hidden_types |= _SERVER_EVENTS
    return tuple(
        event for event in message.events if recipient in event.recipients and event.type not in hidden_types
    )
