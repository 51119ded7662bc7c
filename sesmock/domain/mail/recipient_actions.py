"""The actions that a test takes on a message in place of mail servers and readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sesmock.domain.mail import event_constants

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.domain.account import Account
    from sesmock.domain.events.event_details import (
        BounceSubtype,
        BounceSubtypeText,
        BounceType,
        BounceTypeText,
        DelayType,
        DelayTypeText,
        FeedbackType,
        FeedbackTypeText,
    )
    from sesmock.domain.events.events import Event
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.sending.recipient_simulation import RecipientSimulation


class RecipientActions:
    """The methods of a message that deliver, bounce, open or click it. Each of them records an event."""

    __slots__ = ()

    account: Account

    def deliver(self, *, recipient: str | None = None) -> Event:
        """Deliver the message to one recipient, or to all that are still pending; return the event.

        Raise `ValueError` if it is not pending for them.
        """
        return self._simulation.deliver(self._message, recipient)

    def bounce(
        self,
        type: BounceType | BounceTypeText = "Permanent",  # noqa: A002 - the name in SES
        subtype: BounceSubtype | BounceSubtypeText | None = None,
        *,
        recipient: str | None = None,
    ) -> Event:
        """Bounce the message for one recipient or for all, even after a delivery; return the event.

        A hard bounce adds the recipient to the suppression list. Raise `ValueError` for a subtype that the type does
        not have, and if the message cannot bounce for the recipient.
        """
        return self._simulation.bounce(self._message, type, subtype, recipient)

    def complain(
        self, feedback_type: FeedbackType | FeedbackTypeText = "abuse", *, recipient: str | None = None
    ) -> Event:
        """Complain about the message as one recipient or as all, which suppresses them; return the event.

        Raise `ValueError` if the message was not delivered to the recipient, or already has a complaint.
        """
        return self._simulation.complain(self._message, feedback_type, recipient)

    def delay(
        self,
        type: DelayType | DelayTypeText = "General",  # noqa: A002 - the name in SES
        *,
        recipient: str | None = None,
    ) -> Event:
        """Delay the message for one recipient or for all; return the event.

        Raise `ValueError` if it is not pending for them.
        """
        return self._simulation.delay(self._message, type, recipient)

    def reject(self) -> Event:
        """Reject the message for a virus; return the event.

        Raise `ValueError` if the outcome for any recipient is already known.
        """
        return self._simulation.reject(self._message)

    def open(
        self,
        *,
        user_agent: str = event_constants.READER_USER_AGENT,
        ip_address: str = event_constants.READER_IP,
    ) -> Event:
        """Open the message as a reader; return the event. Raise `ValueError` if it has no HTML or was not delivered."""
        return self._simulation.open(self._message, user_agent, ip_address)

    def click(
        self,
        link: str,
        *,
        user_agent: str = event_constants.READER_USER_AGENT,
        ip_address: str = event_constants.READER_IP,
    ) -> Event:
        """Click one of the message's `links` as a reader; return the event.

        Raise `ValueError` for a link that is not in the message, and if the message was not delivered.
        """
        return self._simulation.click(self._message, link, user_agent, ip_address)

    def unsubscribe(self, topic: str | Iterable[str] | None = None, *, everything: bool = False) -> Event:
        """Unsubscribe as a reader with the one-click List-Unsubscribe header; return the event.

        With one or more topics in *topic*, or with *everything*, use SES's preferences page instead. Raise
        `ValueError` if the message has no SES unsubscribe link or was not delivered, or for an unknown topic.
        """
        return self._simulation.unsubscribe(self._message, topic, everything=everything)

    @property
    def _simulation(self) -> RecipientSimulation:
        return self.account.world.recipient_simulation

    @property
    def _message(self) -> SentMessage:
        return cast("SentMessage", self)  # the only class with these methods
