"""Simulation of the servers and readers that receive a message, driven by a test.

Spec: events.md §7; suppression.md §1.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from sesmock.domain.argument_checks import check_boolean
from sesmock.domain.events import bounces
from sesmock.domain.events.event_details import (
    Bounce,
    BounceSubtype,
    BounceType,
    Click,
    Complaint,
    Delay,
    DelayType,
    FeedbackType,
    Open,
)
from sesmock.domain.events.event_types import EventType
from sesmock.domain.events.events import Event
from sesmock.domain.mail import addresses, event_constants
from sesmock.domain.mail.outcomes import Outcome
from sesmock.domain.suppression import suppression
from sesmock.domain.suppression.suppression import Reason
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sesmock.domain.events.event_details import Details
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.world import World

Choice = TypeVar("Choice", bound=Word)

# How long SES tries to deliver a message by default, in seconds. Spec: events.md §9 [D].
_RETRY_SECONDS = 14 * 3600.0
_WAITING = frozenset({Outcome.WAITING})
_ARRIVED = frozenset({Outcome.DELIVERED, Outcome.COMPLAINED})
# The subtypes of hard bounces, after which SES suppresses the recipient.
_HARD = frozenset({BounceSubtype.GENERAL, BounceSubtype.NO_EMAIL})


class RecipientSimulation:
    """The simulated servers and readers of a world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def deliver(self, message: SentMessage, recipient: str | None) -> Event:
        """Deliver a waiting message."""
        with self._world.change():
            recipients = _find_recipients(message, recipient, _WAITING, "delivered")
            message.decide(dict.fromkeys(recipients, Outcome.DELIVERED))
            return _record(message, EventType.DELIVERY, recipients)

    def bounce(
        self,
        message: SentMessage,
        bounce_type: str,
        subtype: str | None,
        recipient: str | None,
    ) -> Event:
        """Bounce a message, either while it waits or after its delivery."""
        details = _bounce(bounce_type, subtype)
        with self._world.change():
            recipients = _find_recipients(message, recipient, {Outcome.WAITING, Outcome.DELIVERED}, "bounced")
            is_withheld = bounces.is_withheld(details)
            message.decide(dict.fromkeys(recipients, Outcome.SUPPRESSED if is_withheld else Outcome.BOUNCED))
            if details.type is BounceType.PERMANENT and details.subtype in _HARD:
                _learn(message, recipients, Reason.BOUNCE)
            return _record(message, EventType.BOUNCE, recipients, details)

    def complain(self, message: SentMessage, feedback_type: str, recipient: str | None) -> Event:
        """Report a delivered message as its recipient; ``not-spam`` withdraws a report (inferred).

        A withdrawal removes the reader from a tenant's suppression list. Spec: tenants.md §3 [D].
        """
        report = _parse("feedback_type", feedback_type, FeedbackType)
        with self._world.change():
            recipients = _find_recipients(message, recipient, {Outcome.DELIVERED}, "complained about")
            if report is FeedbackType.NOT_SPAM:
                for address in recipients:
                    suppression.take_back(message, address)
            else:
                message.decide(dict.fromkeys(recipients, Outcome.COMPLAINED))
                _learn(message, recipients, Reason.COMPLAINT)
            return _record(message, EventType.COMPLAINT, recipients, Complaint(feedback_type=report))

    def delay(self, message: SentMessage, delay_type: str, recipient: str | None) -> Event:
        """Delay a waiting message; SES gives up at the maximum delivery time of its configuration set.

        Spec: configuration_sets.md §2 [D].
        """
        reason = _parse("type", delay_type, DelayType)
        with self._world.change():
            recipients = _find_recipients(message, recipient, _WAITING, "delayed")
            limit = message.transmission.max_delivery_seconds
            expires_at = message.accepted_at + (limit or _RETRY_SECONDS)
            if limit is not None:
                if self._world.clock.time() >= expires_at:
                    return _give_up(message, recipients, expires_at)
                self._world.schedule(expires_at, partial(_give_up_waiting, message, recipients, expires_at))
            return _record(message, EventType.DELIVERY_DELAY, recipients, Delay(reason, expires_at))

    def reject(self, message: SentMessage) -> Event:
        """Reject a waiting message as infected, for all recipients."""
        with self._world.change():
            if len(_find_recipients(message, None, _WAITING, "rejected")) < len(message.outcomes):
                raise ValueError(_refusal(message, "rejected", message.outcomes, _WAITING))
            message.decide(dict.fromkeys(message.outcomes, Outcome.REJECTED))
            return _record(message, EventType.REJECT, message.recipients)

    def open(
        self,
        message: SentMessage,
        user_agent: str = event_constants.READER_USER_AGENT,
        ip_address: str = event_constants.READER_IP,
    ) -> Event:
        """Open a delivered message as a reader."""
        with self._world.change():
            if message.html is None:
                raise ValueError(f"{message!r} has no HTML, so SES cannot track opens")
            recipients = _find_recipients(message, None, _ARRIVED, "opened")
            return _record(message, EventType.OPEN, recipients, Open(user_agent, ip_address))

    def click(self, message: SentMessage, link: str, user_agent: str, ip_address: str) -> Event:
        """Click one of the author's links in a delivered message as a reader."""
        from sesmock.domain.mail import unsubscribe_links
        from sesmock.domain.mail.html import html_tracking

        if unsubscribe_links.has_links(message) and link == unsubscribe_links.page_link(message):
            return self.opt_out(message, None, unsubscribe_links.PAGE_SOURCE)
        if link not in message.links:
            links = ", ".join(map(repr, message.links)) or "none"
            raise ValueError(f"{link!r} is not a link of {message!r}; its links: {links}")
        link_tags = html_tracking.find_link_tags(message.html or "", link)
        return self.follow(message, link, link_tags, user_agent, ip_address)

    def follow(
        self,
        message: SentMessage,
        target: str,
        link_tags: Mapping[str, Sequence[str]] | None,
        user_agent: str = event_constants.READER_USER_AGENT,
        ip_address: str = event_constants.READER_IP,
    ) -> Event:
        """Record a click on a link of a delivered message; *target* is the URL that the author wrote."""
        with self._world.change():
            recipients = _find_recipients(message, None, _ARRIVED, "clicked")
            details = Click(target, link_tags, user_agent, ip_address)
            return _record(message, EventType.CLICK, recipients, details)

    def unsubscribe(
        self, message: SentMessage, topic: str | Iterable[str] | None, *, everything: bool
    ) -> Event:
        """Unsubscribe as the recipient of a message: by its header, or on SES's page from topics or everything."""
        from sesmock.domain.mail.unsubscribe_links import HEADER_SOURCE, PAGE_SOURCE
        from sesmock.domain.sending.list_management import EVERYTHING

        check_boolean("everything", everything)
        if topic is None:
            return self.opt_out(
                message, EVERYTHING if everything else None, PAGE_SOURCE if everything else HEADER_SOURCE
            )
        topics = _read_topics(topic)
        if everything or not topics:
            raise ValueError(f"pass one topic or more, or everything=True alone, got topic={topic!r}")
        return self.opt_out(message, topics, PAGE_SOURCE)

    def opt_out(self, message: SentMessage, topics: Sequence[str] | None, source: str) -> Event:
        """Opt out of topics as the recipient of a message, like `list_management.unsubscribe`."""
        from sesmock.domain.mail import unsubscribe_links
        from sesmock.domain.sending import list_management

        if not unsubscribe_links.has_links(message):
            raise ValueError(
                f"{message!r} has no unsubscribe link: SES adds one only to mail that has ListManagementOptions, a "
                "single recipient and no DKIM signature of its sender"
            )
        with self._world.change():
            recipients = _find_recipients(message, None, _ARRIVED, "unsubscribed from")
            details = list_management.unsubscribe(message, topics, source)
            return _record(message, EventType.SUBSCRIPTION, recipients, details)


def _read_topics(topic: str | Iterable[str]) -> tuple[str, ...]:
    """Return the names of one or several topics; raise `TypeError` for any other type."""
    if isinstance(topic, str):
        return (topic,)
    topics = tuple(topic) if isinstance(topic, Iterable) else (topic,)
    if not all(isinstance(name, str) for name in topics):
        raise TypeError(f"topic must be the name of a topic, or several names, got {topic!r}")
    return topics


def _give_up_waiting(message: SentMessage, recipients: tuple[Address, ...], expires_at: float) -> None:
    """Bounce a message for the recipients for whom it is still pending."""
    late = tuple(address for address in recipients if message.outcomes[address] in _WAITING)
    if late:
        _give_up(message, late, expires_at)


def _give_up(message: SentMessage, recipients: tuple[Address, ...], expires_at: float) -> Event:
    message.decide(dict.fromkeys(recipients, Outcome.BOUNCED))
    details = Bounce(BounceType.TRANSIENT, BounceSubtype.CUSTOM_TIMEOUT_EXCEEDED)
    event = Event(EventType.BOUNCE, message, expires_at, recipients, details)
    message.account.world.record(event)
    return event


def _bounce(type_text: str, subtype: str | None) -> Bounce:
    """Return a bounce of a type; the default subtype is the first one of the type, the general one."""
    bounce_type = _parse("type", type_text, BounceType)
    subtypes = bounces.BOUNCES[bounce_type]
    if not subtype:
        return Bounce(bounce_type, next(iter(subtypes)))
    if subtype not in subtypes:
        raise ValueError(
            f"subtype of a {bounce_type} bounce must be one of {', '.join(map(repr, subtypes))}, got {subtype!r}"
        )
    return Bounce(bounce_type, BounceSubtype(subtype))


def _parse(name: str, text: str, words: type[Choice]) -> Choice:
    try:
        return words(text)
    except ValueError:
        # A caller who passes an address here probably means the recipient, which is a keyword argument.
        advice = f"; write recipient={text!r}" if "@" in str(text) else ""
        expected = ", ".join(map(repr, words))
        raise ValueError(f"{name} must be one of {expected}, got {text!r}{advice}") from None


def _find_recipients(
    message: SentMessage, recipient: str | None, fit: Collection[Outcome], action: str
) -> tuple[Address, ...]:
    """Return the recipients that an action applies to, one or all; raise `ValueError` if there are none.

    *fit* are the outcomes that allow the action.
    """
    if not message.operation:
        raise ValueError(f"{message!r} is mail that SES wrote itself, which has no events")
    candidates = list(message.outcomes) if recipient is None else _match_recipient(message, recipient)
    recipients = tuple(address for address in candidates if message.outcomes[address] in fit)
    if not recipients or (recipient is not None and len(recipients) < len(candidates)):
        raise ValueError(_refusal(message, action, candidates, fit))
    return recipients


def _match_recipient(message: SentMessage, recipient: str) -> list[Address]:
    key = addresses.lenient(recipient).key
    matches = [address for address in message.outcomes if address.key == key]
    if not matches:
        names = ", ".join(map(addresses.display, message.outcomes))
        raise ValueError(f"{recipient!r} is not a recipient of {message!r}; its recipients: {names}")
    return matches


def _refusal(
    message: SentMessage, action: str, recipients: Collection[Address], fit: Collection[Outcome]
) -> str:
    states = ", ".join(
        f"{addresses.display(recipient)} {message.outcomes[recipient]}" for recipient in recipients
    )
    if fit == _WAITING:
        hint = ' Messages wait with mock_ses(delivery="manual").'
    else:
        waits = any(message.outcomes[recipient] is Outcome.WAITING for recipient in recipients)
        hint = " Deliver it first: message.deliver()." if waits else ""
    return f"{message!r} cannot be {action}; outcomes: {states}.{hint}"


def _learn(message: SentMessage, recipients: tuple[Address, ...], reason: Reason) -> None:
    """Put recipients on the suppression list, except for the simulator. Spec: simulator.md §2 [D]."""
    for recipient in recipients:
        if not addresses.is_simulator(recipient):
            suppression.learn(message, recipient, reason)


def _record(
    message: SentMessage,
    event_type: EventType,
    recipients: tuple[Address, ...],
    details: Details | None = None,
) -> Event:
    # A test may move the clock back after a send, but no event happens before its message is accepted.
    occurred_at = max(round(message.account.world.clock.time(), 3), message.accepted_at)
    event = Event(event_type, message, occurred_at, recipients, details)
    message.account.world.record(event)
    return event
