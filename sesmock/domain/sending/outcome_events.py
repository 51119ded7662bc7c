"""The events of a message whose recipients have different outcomes. Spec: simulator.md §1; choices.md §2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.events.event_details import (
    Bounce,
    BounceSubtype,
    BounceType,
    Complaint,
    ComplaintSubtype,
    PlainDelivery,
)
from sesmock.domain.events.event_types import EventType
from sesmock.domain.events.events import Event
from sesmock.domain.mail import addresses, event_constants
from sesmock.domain.mail.outcomes import Outcome
from sesmock.domain.suppression.suppression import WithheldFor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sesmock.domain.account import Account
    from sesmock.domain.events.event_details import Details
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage

_Kind = tuple[EventType, "Details | None"]

_DELIVERED: _Kind = (EventType.DELIVERY, None)
_REJECTED: _Kind = (EventType.REJECT, None)
_DELIVERED_PLAIN: _Kind = (EventType.DELIVERY, PlainDelivery())
_BOUNCED: _Kind = (EventType.BOUNCE, Bounce())
_BOUNCED_PLAIN: _Kind = (EventType.BOUNCE, Bounce(BounceType.TRANSIENT, lacks_tls=True))
_ANSWERED: _Kind = (EventType.BOUNCE, Bounce(BounceType.TRANSIENT, automatic_reply=True))
_COMPLAINED: _Kind = (EventType.COMPLAINT, Complaint())
_SIMULATED_COMPLAINT: _Kind = (EventType.COMPLAINT, Complaint(user_agent=event_constants.SIMULATOR))
_WITHHELD: dict[WithheldFor, _Kind] = {
    WithheldFor.BOUNCE: (EventType.BOUNCE, Bounce(subtype=BounceSubtype.ON_ACCOUNT_SUPPRESSION_LIST)),
    WithheldFor.COMPLAINT: (
        EventType.COMPLAINT,
        Complaint(ComplaintSubtype.ON_ACCOUNT_SUPPRESSION_LIST, None, None),
    ),
    WithheldFor.TENANT_LIST: (EventType.BOUNCE, Bounce(subtype=BounceSubtype.ON_TENANT_SUPPRESSION_LIST)),
    WithheldFor.VALIDATION: (EventType.BOUNCE, Bounce(subtype=BounceSubtype.EMAIL_VALIDATION_SUPPRESSED)),
    WithheldFor.OPT_OUT: (EventType.BOUNCE, Bounce(opted_out=True)),
}
_ORDER = (EventType.REJECT, EventType.DELIVERY, EventType.BOUNCE, EventType.COMPLAINT)


def record(account: Account, message: SentMessage, reasons: Mapping[Address, WithheldFor]) -> None:
    """Record one event for each group of recipients with the same outcome: deliveries, then bounces and complaints.

    ``reasons`` are the reasons why SES withholds the message from some recipients. Spec: simulator.md §1 [D].
    """
    groups: dict[_Kind, list[Address]] = {}
    for recipient, outcome in message.outcomes.items():
        lacks_tls = recipient in message.without_tls
        for kind in _list_kinds(recipient, outcome, reasons, lacks_tls=lacks_tls):
            groups.setdefault(kind, []).append(recipient)
    for kind in sorted(groups, key=lambda each: _ORDER.index(each[0])):
        event_type, details = kind
        account.world.record(Event(event_type, message, message.accepted_at, tuple(groups[kind]), details))


def _list_kinds(
    recipient: Address, outcome: Outcome, reasons: Mapping[Address, WithheldFor], *, lacks_tls: bool
) -> Iterator[_Kind]:
    """Yield the types and details of events for one recipient, in order."""
    mailbox = addresses.find_simulator_mailbox(recipient)
    if outcome is Outcome.REJECTED:
        yield _REJECTED
    elif outcome is Outcome.SUPPRESSED:
        # If the test itself suppressed the recipient, there is no reason, and a bounce is assumed.
        yield _WITHHELD[reasons.get(recipient, WithheldFor.BOUNCE)]
    elif outcome is Outcome.BOUNCED:
        yield _BOUNCED_PLAIN if lacks_tls else _BOUNCED
    elif outcome is not Outcome.WAITING:
        yield _DELIVERED_PLAIN if lacks_tls else _DELIVERED
        if outcome is Outcome.COMPLAINED:
            yield _COMPLAINED if mailbox is None else _SIMULATED_COMPLAINT
        # ooto@simulator.amazonses.com accepts mail and replies that the recipient is out of the office.
        elif mailbox == "ooto":
            yield _ANSWERED
