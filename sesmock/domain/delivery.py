"""What becomes of an accepted message at each of its recipients."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from sesmock.domain import addresses

if TYPE_CHECKING:
    from sesmock.domain.addresses import Address
    from sesmock.domain.messages import SentMessage
    from sesmock.domain.world import World


class Outcome(str, enum.Enum):
    """What became of a message at one recipient."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    SUPPRESSED = "suppressed"
    REJECTED = "rejected"
    NOT_RENDERED = "not rendered"

    __str__ = str.__str__


_SIMULATED = {
    "success": Outcome.DELIVERED,
    "bounce": Outcome.BOUNCED,
    "complaint": Outcome.COMPLAINED,
    "ooto": Outcome.DELIVERED,
    "suppressionlist": Outcome.BOUNCED,
}


def deliver(world: World, message: SentMessage) -> None:
    """Decide what becomes of a message that was just accepted. Spec: events.md §3.1, §8."""
    usual = Outcome.DELIVERED if world.options.delivery == "instant" else Outcome.WAITING
    message.outcomes = {recipient: _outcome(recipient, usual) for recipient in message.recipients}


def _outcome(recipient: Address, usual: Outcome) -> Outcome:
    mailbox = addresses.simulator_mailbox(recipient)
    return usual if mailbox is None else _SIMULATED.get(mailbox, Outcome.BOUNCED)
