"""The status codes and sentences that mail servers report for bounces and delays.

Spec: events.md §7; simulator.md §1; receiving.md §8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.events.event_details import BounceSubtype, BounceType, DelayType
from sesmock.domain.mail import addresses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.domain.events.event_details import Bounce
    from sesmock.domain.mail.addresses import Address

_GUIDE = "https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html"
_WITHHELD = (
    "Amazon SES did not send the message to this address because it is on the suppression list for your {owner}. "
    "For more information about removing addresses from the suppression list, "
    f"see the Amazon SES Developer Guide at {_GUIDE}"
)

_WITHHELD_SUBTYPES = frozenset(
    {
        BounceSubtype.SUPPRESSED,
        BounceSubtype.ON_ACCOUNT_SUPPRESSION_LIST,
        BounceSubtype.ON_TENANT_SUPPRESSION_LIST,
        BounceSubtype.EMAIL_VALIDATION_SUPPRESSED,
    }
)


class Diagnosis(NamedTuple):
    """An enhanced status code and its sentence."""

    status: str
    sentence: str


_UNKNOWN_USER = Diagnosis("5.1.1", "smtp; 550 5.1.1 user unknown")
# The subtypes of each bounce type, with their diagnoses. The sentences of the suppression lists are known; the others
# are inferred from the sentences that SES writes for SendBounce.
BOUNCES: Mapping[BounceType, Mapping[BounceSubtype, Diagnosis]] = {
    BounceType.UNDETERMINED: {
        BounceSubtype.UNDETERMINED: Diagnosis("5.0.0", "smtp; 554 5.0.0 unknown error")
    },
    BounceType.PERMANENT: {
        BounceSubtype.GENERAL: _UNKNOWN_USER,
        BounceSubtype.NO_EMAIL: _UNKNOWN_USER,
        BounceSubtype.SUPPRESSED: Diagnosis(
            "5.1.1",
            "Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an "
            "invalid address. For more information about how to remove an address from the suppression list, see the "
            "Amazon SES Developer Guide: "
            # SES's own text ends in a space.
            "http://docs.aws.amazon.com/ses/latest/DeveloperGuide/remove-from-suppressionlist.html ",
        ),
        BounceSubtype.ON_ACCOUNT_SUPPRESSION_LIST: Diagnosis("5.1.1", _WITHHELD.format(owner="account")),
        BounceSubtype.ON_TENANT_SUPPRESSION_LIST: Diagnosis("5.1.1", _WITHHELD.format(owner="tenant")),
        BounceSubtype.EMAIL_VALIDATION_SUPPRESSED: Diagnosis(
            "5.1.1",
            "Amazon SES did not send the message to this address because its validation found it to be invalid.",
        ),
    },
    BounceType.TRANSIENT: {
        BounceSubtype.GENERAL: Diagnosis("4.0.0", "smtp; 450 4.0.0 temporary failure"),
        BounceSubtype.MAILBOX_FULL: Diagnosis("5.2.2", "smtp; 552 5.2.2 mailbox full"),
        BounceSubtype.MESSAGE_TOO_LARGE: Diagnosis("5.3.4", "smtp; 552 5.3.4 message too large"),
        BounceSubtype.CONTENT_REJECTED: Diagnosis("5.6.1", "smtp; 500 5.6.1 content rejected"),
        BounceSubtype.ATTACHMENT_REJECTED: Diagnosis("5.6.1", "smtp; 500 5.6.1 attachment rejected"),
        BounceSubtype.CUSTOM_TIMEOUT_EXCEEDED: Diagnosis("4.4.7", "smtp; 450 4.4.7 delivery time expired"),
    },
}
# Spec: choices.md §3 [I].
_OPTED_OUT = Diagnosis(
    "5.1.1", "Amazon SES did not send the message to this address because the contact has opted out."
)
_NO_TLS = Diagnosis("5.7.4", "smtp; 550 5.7.4 TLS is required, but the server does not offer it")
_CONNECTION = Diagnosis("4.4.1", "smtp; 421 4.4.1 Unable to connect to remote host")
_DELAYS = {
    DelayType.MAILBOX_FULL: Diagnosis("4.2.2", "smtp; 452 4.2.2 mailbox full"),
    DelayType.SPAM_DETECTED: Diagnosis("4.7.1", "smtp; 421 4.7.1 temporarily deferred as spam"),
}


def is_withheld(bounce: Bounce) -> bool:
    """Return whether SES itself withheld the mail, so that no server has refused it."""
    return bounce.opted_out or bounce.subtype in _WITHHELD_SUBTYPES


def find_diagnosis(bounce: Bounce, recipient: Address) -> Diagnosis:
    """Return the diagnosis of a bounce for a recipient; the simulator's sentence contains the address.

    Spec: simulator.md §1 [R].
    """
    if bounce.lacks_tls:
        return _NO_TLS
    if bounce.opted_out:
        return _OPTED_OUT
    # Mail that SES withheld has not reached the simulator.
    mailbox = addresses.find_simulator_mailbox(recipient)
    if mailbox is None or is_withheld(bounce):
        return BOUNCES[bounce.type][bounce.subtype]
    bare = recipient.address
    mailbox_text = f"(suppressed address: {bare})" if mailbox == "suppressionlist" else f"<{bare}>"
    return Diagnosis("5.1.1", f"smtp; 550 5.1.1 As requested: user unknown {mailbox_text}")


def find_delay_diagnosis(delay_type: DelayType) -> Diagnosis:
    """Return the diagnosis of a delay. Spec: events.md §9 [D]."""
    return _DELAYS.get(delay_type, _CONNECTION)
