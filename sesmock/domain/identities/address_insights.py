"""SES's insights into an address before mail is sent to it. Spec: insights.md §3."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.errors import InvalidParameter
from sesmock.domain.identities.auto_validation import Confidence
from sesmock.domain.mail import addresses

if TYPE_CHECKING:
    from sesmock.domain.identities.auto_validation import Confidences
    from sesmock.domain.mail.addresses import Address

# AWS does not list the roles and the disposable domains, so both are inferred. Spec: choices.md §3.
ROLES = frozenset("abuse admin contact help info noreply postmaster sales support webmaster".split())
_DISPOSABLE_DOMAINS = frozenset(
    "10minutemail.com guerrillamail.com mailinator.com temp-mail.org yopmail.com".split()
)


class AddressInsights(NamedTuple):
    """SES's confidence that an address has each property; for the last three, HIGH is bad."""

    is_valid: Confidence = Confidence.LOW
    has_valid_syntax: Confidence = Confidence.LOW
    has_valid_dns_records: Confidence = Confidence.LOW
    mailbox_exists: Confidence = Confidence.LOW
    is_role_address: Confidence = Confidence.LOW
    is_disposable: Confidence = Confidence.LOW
    is_random_input: Confidence = Confidence.LOW


def evaluate(confidences: Confidences, text: str) -> AddressInsights:
    """Return the insights into a string; all are LOW if it is not an address. Spec: insights.md §3 [D, I]."""
    address = _parse(text)
    if address is None:
        return AddressInsights()
    confidence = _look_up(confidences, address)
    domain = address.domain.lower()
    return AddressInsights(
        is_valid=confidence,
        has_valid_syntax=Confidence.HIGH,
        has_valid_dns_records=_limit(confidences.get(domain, Confidence.HIGH)),
        mailbox_exists=_limit(confidence),
        is_role_address=_judge(_local_part(address) in ROLES),
        is_disposable=_judge(domain in _DISPOSABLE_DOMAINS),
    )


def _parse(text: str) -> Address | None:
    with suppress(InvalidParameter):
        address = addresses.parse(text)
        # An address with a display name parses, too, but is not a bare address.
        if address.address == text:
            return address
    return None


def _look_up(confidences: Confidences, address: Address) -> Confidence:
    """Return the confidence that an address exists, which is LOW for the simulator's bounce mailbox."""
    if addresses.find_simulator_mailbox(address) == "bounce":
        return Confidence.LOW
    return confidences.look_up(address)


def _limit(confidence: Confidence) -> Confidence:
    """Return a confidence of at most MEDIUM, as in AWS's sample of a good address.

    Spec: insights.md §3 [D].
    """
    return Confidence.MEDIUM if confidence is Confidence.HIGH else confidence


def _judge(is_true: bool) -> Confidence:
    return Confidence.HIGH if is_true else Confidence.LOW


def _local_part(address: Address) -> str:
    """Return the local part of an address in lower case, without the label after a plus sign."""
    return address.address.partition("@")[0].partition("+")[0].lower()
