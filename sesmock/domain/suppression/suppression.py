"""The suppression list of an account: addresses that get no mail, because it came back or annoyed. Spec: v2.md §7."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sesmock.domain.identities import identities
from sesmock.domain.mail import addresses
from sesmock.domain.suppression.errors import NotSuppressed, ProductionAccessRequired, UnknownReason
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sesmock.domain.account import Account
    from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
    from sesmock.domain.identities.auto_validation import Threshold
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage


class Reason(Word):
    """Why an address is listed."""

    BOUNCE = "BOUNCE"
    COMPLAINT = "COMPLAINT"


class SuppressionScope(Word):
    """Whose list is asked and kept: the account's, or that of the tenant who sends."""

    ACCOUNT = "ACCOUNT"
    TENANT = "TENANT"


class WithheldFor(Word):
    """Why a recipient gets no mail: for what it is listed, or as Auto Validation doubts that it exists."""

    BOUNCE = "BOUNCE"
    COMPLAINT = "COMPLAINT"
    VALIDATION = "VALIDATION"


@dataclass(frozen=True, slots=True)
class SuppressedDestination:
    """An address on the list: why, since when (seconds since 1970), and by which message if it came by one."""

    address: str
    reason: Reason
    updated_at: float
    message_id: str | None = None


@dataclass(slots=True)
class Suppression:
    """The list of an account by key, the reasons that count, and the threshold of Auto Validation once it was set."""

    destinations: dict[str, SuppressedDestination] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = tuple(Reason)  # Spec: sending.md §5 [D]
    validation: Threshold | None = None


def parse_reasons(names: Iterable[str | None]) -> tuple[Reason, ...]:
    """Return the reasons of those names; raise `UnknownReason`."""
    return tuple([_parse_reason(name) for name in names])


def put(account: Account, text: str, reason: Reason) -> None:
    """Put an address on the list, or change why it is there.

    Raise `InvalidParameter` for what is no address, `ProductionAccessRequired` in the sandbox. Spec: sending.md §5 [D].
    """
    if account.sandbox:
        raise ProductionAccessRequired
    address = text.strip()
    identities.check_email_address(address)
    _store(account, address, reason, None)


def get(account: Account, text: str) -> SuppressedDestination:
    """Return what is known of an address on the list; raise `NotSuppressed`."""
    destination = account.suppression.destinations.get(_key(text))
    if destination is None:
        raise NotSuppressed(_key(text))
    return destination


def delete(account: Account, text: str) -> None:
    """Take an address off the list; raise `NotSuppressed`."""
    get(account, text)
    del account.suppression.destinations[_key(text)]


def list_destinations(
    account: Account,
    *,
    reasons: Collection[str] | None,
    after: float | None,
    before: float | None,
) -> list[SuppressedDestination]:
    """Return the addresses listed for one of the reasons, from *after* on and up to *before* (seconds since 1970)."""
    return [
        entry
        for entry in account.suppression.destinations.values()
        if (not reasons or entry.reason in reasons)
        and (after is None or entry.updated_at >= after)
        and (before is None or entry.updated_at <= before)
    ]


def find_withheld(
    account: Account, configuration_set: ConfigurationSet | None, recipients: Iterable[Address]
) -> dict[Address, WithheldFor]:
    """Return which recipients get no mail, and why: reasons to be listed that do not count are left out.

    Spec: events.md §1.7, §3.2 [D, Q], v2.md §17.
    """
    reasons = _find_listed(account, configuration_set, recipients) if account.suppression.destinations else {}
    validation = effective_validation(account, configuration_set)
    if validation is None:
        return reasons
    doubtful = validation.find_doubtful(account.world.confidences, recipients)
    held_back: dict[Address, WithheldFor] = dict.fromkeys(doubtful, WithheldFor.VALIDATION)
    return held_back | reasons


def _find_listed(
    account: Account, configuration_set: ConfigurationSet | None, recipients: Iterable[Address]
) -> dict[Address, WithheldFor]:
    destinations = account.suppression.destinations
    reasons = effective_reasons(account, configuration_set)
    matches = ((recipient, destinations.get(recipient.key)) for recipient in recipients)
    return {
        recipient: WithheldFor(entry.reason)
        for recipient, entry in matches
        if entry and entry.reason in reasons
    }


def learn(message: SentMessage, recipient: Address, reason: Reason) -> None:
    """List a recipient at which a message bounced or annoyed, if that is a reason that counts."""
    account = message.account
    if reason in effective_reasons(account, message.used_configuration_set):
        _store(account, recipient.address, reason, message.message_id)


def effective_reasons(account: Account, configuration_set: ConfigurationSet | None) -> tuple[Reason, ...]:
    """Return the reasons that count: the configuration set's own, else the account's."""
    own = None if configuration_set is None else configuration_set.options.suppression.reasons
    return account.suppression.reasons if own is None else own


def effective_validation(account: Account, configuration_set: ConfigurationSet | None) -> Threshold | None:
    """Return the threshold of Auto Validation that counts: the configuration set's own, else the account's."""
    own = None if configuration_set is None else configuration_set.options.suppression.validation
    return account.suppression.validation if own is None else own


def _store(account: Account, address: str, reason: Reason, message_id: str | None) -> None:
    key = _key(address)
    entry = SuppressedDestination(key, reason, account.world.clock.time(), message_id)
    account.suppression.destinations[key] = entry


def _parse_reason(name: str | None) -> Reason:
    try:
        return Reason(name)
    except ValueError:
        raise UnknownReason("null" if name is None else name, Reason) from None


def _key(text: str) -> str:
    """Return what identifies an address: trimmed, its domain in lower case. Spec: sending.md §3.3 [P]."""
    return addresses.lenient(text.strip()).key
