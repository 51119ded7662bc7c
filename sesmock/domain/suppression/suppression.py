"""The suppression lists of an account and of its tenants: addresses that get no mail, because it came back or annoyed.

Spec: v2.md §7, nouns.md §6.3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

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
    from sesmock.domain.tenants.tenants import Tenant


class Reason(Word):
    """Why an address is listed."""

    BOUNCE = "BOUNCE"
    COMPLAINT = "COMPLAINT"


class SuppressionScope(Word):
    """Whose list is asked and kept: the account's, or that of the tenant who sends."""

    ACCOUNT = "ACCOUNT"
    TENANT = "TENANT"


class WithheldFor(Word):
    """Why a recipient gets no mail: listed by the account or a tenant, doubted by Auto Validation, or opted out."""

    BOUNCE = "BOUNCE"
    COMPLAINT = "COMPLAINT"
    TENANT_LIST = "TENANT_LIST"
    VALIDATION = "VALIDATION"
    OPT_OUT = "OPT_OUT"


class SuppressedDestination(NamedTuple):
    """An address on the list: why, since when (seconds since 1970), and by which message if it came by one."""

    address: str
    reason: Reason
    updated_at: float
    message_id: str | None = None


@dataclass(slots=True, eq=False)
class Suppression:
    """The list of an account by key, the reasons that count, and the threshold of Auto Validation once it was set."""

    destinations: dict[str, SuppressedDestination] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = tuple(Reason)  # Spec: sending.md §5 [D]
    validation: Threshold | None = None


def parse_reasons(names: Iterable[str | None]) -> tuple[Reason, ...]:
    """Return the reasons of those names; raise `UnknownReason`."""
    return tuple([_parse_reason(name) for name in names])


def put(account: Account, text: str, reason: Reason, tenant_name: str | None = None) -> None:
    """Put an address on the list of the account or of a tenant, or change why it is there.

    Raise `InvalidParameter` for what is no address, `ProductionAccessRequired` in the sandbox, `TenantDoesNotExist`.
    Spec: sending.md §5 [D].
    """
    if account.sandbox:
        raise ProductionAccessRequired
    address = text.strip()
    identities.check_email_address(address)
    _store(account, _destinations(account, tenant_name), address, reason, None)


def get(account: Account, text: str, tenant_name: str | None = None) -> SuppressedDestination:
    """Return what is known of an address on the list; raise `TenantDoesNotExist` or `NotSuppressed`."""
    destination = _destinations(account, tenant_name).get(_key(text))
    if destination is None:
        raise NotSuppressed(_key(text), is_of_tenant=tenant_name is not None)
    return destination


def delete(account: Account, text: str, tenant_name: str | None = None) -> None:
    """Take an address off the list; raise `TenantDoesNotExist` or `NotSuppressed`."""
    get(account, text, tenant_name)
    del _destinations(account, tenant_name)[_key(text)]


def list_destinations(
    account: Account,
    *,
    reasons: Collection[str] | None,
    after: float | None,
    before: float | None,
    tenant_name: str | None = None,
) -> list[SuppressedDestination]:
    """Return the addresses listed for one of the reasons, from *after* on and up to *before* (seconds since 1970).

    Raise `TenantDoesNotExist`.
    """
    return [
        entry
        for entry in _destinations(account, tenant_name).values()
        if (not reasons or entry.reason in reasons)
        and (after is None or entry.updated_at >= after)
        and (before is None or entry.updated_at <= before)
    ]


def find_withheld(message: SentMessage) -> dict[Address, WithheldFor]:
    """Return which recipients of a message get no mail, and why: reasons to be listed that do not count are left out.

    Spec: events.md §1.7, §3.2 [D, Q], v2.md §17, nouns.md §6.3 [D].
    """
    account, recipients = message.account, message.recipients
    reasons = _find_listed(message)
    validation = effective_validation(account, message.used_configuration_set)
    if validation is None:
        return reasons
    doubtful = validation.find_doubtful(account.world.confidences, recipients)
    held_back: dict[Address, WithheldFor] = dict.fromkeys(doubtful, WithheldFor.VALIDATION)
    return held_back | reasons


def _find_listed(message: SentMessage) -> dict[Address, WithheldFor]:
    tenant = _listing_tenant(message)
    destinations = message.account.suppression.destinations if tenant is None else tenant.suppressed
    if not destinations:
        return {}
    reasons = effective_reasons(message)
    matches = ((recipient, destinations.get(recipient.key)) for recipient in message.recipients)
    return {
        recipient: WithheldFor(entry.reason) if tenant is None else WithheldFor.TENANT_LIST
        for recipient, entry in matches
        if entry and entry.reason in reasons
    }


def learn(message: SentMessage, recipient: Address, reason: Reason) -> None:
    """List a recipient at which a message bounced or annoyed, if that is a reason that counts."""
    if reason in effective_reasons(message):
        tenant = _listing_tenant(message)
        destinations = message.account.suppression.destinations if tenant is None else tenant.suppressed
        _store(message.account, destinations, recipient.address, reason, message.message_id)


def take_back(message: SentMessage, recipient: Address) -> None:
    """Take a recipient off a tenant's list who says that a message was no spam. Spec: nouns.md §6.3 [D]."""
    tenant = _listing_tenant(message)
    entry = None if tenant is None else tenant.suppressed.get(recipient.key)
    if tenant is not None and entry is not None and entry.reason is Reason.COMPLAINT:
        del tenant.suppressed[recipient.key]


def effective_reasons(message: SentMessage) -> tuple[Reason, ...]:
    """Return the reasons that count: the configuration set's own, else the tenant's, else the account's.

    Spec: nouns.md §6.3 [D].
    """
    configuration_set, tenant = message.used_configuration_set, message.used_tenant
    own = None if configuration_set is None else configuration_set.options.suppression.reasons
    if own is not None:
        return own
    if tenant is not None and tenant.suppression is not None:
        return tenant.suppression.reasons
    return message.account.suppression.reasons


def _listing_tenant(message: SentMessage) -> Tenant | None:
    """Return the tenant whose list is asked and kept, None for the account's: the set's own scope, else the tenant's.

    Spec: nouns.md §6.3 [D].
    """
    tenant = message.used_tenant
    if tenant is None:
        return None
    configuration_set = message.used_configuration_set
    scope = None if configuration_set is None else configuration_set.options.suppression.scope
    if scope is None and tenant.suppression is not None:
        scope = tenant.suppression.scope
    return tenant if scope is SuppressionScope.TENANT else None


def effective_validation(account: Account, configuration_set: ConfigurationSet | None) -> Threshold | None:
    """Return the threshold of Auto Validation that counts: the configuration set's own, else the account's."""
    own = None if configuration_set is None else configuration_set.options.suppression.validation
    return account.suppression.validation if own is None else own


def _destinations(account: Account, tenant_name: str | None) -> dict[str, SuppressedDestination]:
    """Return the list of the account, or of a tenant; raise `TenantDoesNotExist`."""
    if tenant_name is None:
        return account.suppression.destinations
    return account.tenants.require(tenant_name).suppressed


def _store(
    account: Account,
    destinations: dict[str, SuppressedDestination],
    address: str,
    reason: Reason,
    message_id: str | None,
) -> None:
    key = _key(address)
    destinations[key] = SuppressedDestination(key, reason, account.world.clock.time(), message_id)


def _parse_reason(name: str | None) -> Reason:
    try:
        return Reason(name)
    except ValueError:
        raise UnknownReason("null" if name is None else name, Reason) from None


def _key(text: str) -> str:
    """Return what identifies an address: trimmed, its domain in lower case. Spec: sending.md §3.3 [P]."""
    return addresses.lenient(text.strip()).key
