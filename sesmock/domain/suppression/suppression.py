"""The suppression lists of an account and its tenants: addresses that get no mail after a bounce or complaint.

Spec: suppression.md §3; tenants.md §3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.identities import identities
from sesmock.domain.mail import addresses
from sesmock.domain.suppression.errors import NotSuppressed, ProductionAccessRequired, UnknownReason
from sesmock.domain.suppression.suppression_list import SuppressionList
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
    """The reason why an address is on a suppression list."""

    BOUNCE = "BOUNCE"
    COMPLAINT = "COMPLAINT"


class SuppressionScope(Word):
    """The suppression list that applies to a tenant's mail: the account's or the tenant's."""

    ACCOUNT = "ACCOUNT"
    TENANT = "TENANT"


class WithheldFor(Word):
    """The reason why a recipient gets no mail: a list of the account or tenant, Auto Validation, or an opt-out."""

    BOUNCE = "BOUNCE"
    COMPLAINT = "COMPLAINT"
    TENANT_LIST = "TENANT_LIST"
    VALIDATION = "VALIDATION"
    OPT_OUT = "OPT_OUT"


class SuppressedDestination(NamedTuple):
    """An address on a suppression list.

    ``updated_at`` is in seconds since 1970; ``message_id`` is the id of the message that caused the entry, if any.
    """

    address: str
    reason: Reason
    updated_at: float
    message_id: str | None = None


@dataclass(slots=True, eq=False)
class Suppression:
    """The suppression settings of an account: its list, the enabled reasons, and the threshold of Auto Validation."""

    destinations: SuppressionList = field(default_factory=SuppressionList)
    reasons: tuple[Reason, ...] = tuple(Reason)  # Spec: suppression.md §1 [D]
    validation: Threshold | None = None


def parse_reasons(names: Iterable[str | None]) -> tuple[Reason, ...]:
    """Return the reasons with these names; raise `UnknownReason` for any other name."""
    return tuple([_parse_reason(name) for name in names])


def put(account: Account, text: str, reason: Reason, tenant_name: str | None = None) -> None:
    """Put an address on the list of the account or of a tenant, or change its reason.

    Raise `InvalidParameter` for an invalid address, `ProductionAccessRequired` in the sandbox, or
    `TenantDoesNotExist`. Spec: suppression.md §1 [D].
    """
    if account.sandbox:
        raise ProductionAccessRequired
    address = text.strip()
    identities.check_email_address(address)
    # Only automatic entries have a message that caused them. Spec: suppression.md §3 [I].
    _store(account, _destinations(account, tenant_name), address, reason, None)


def get(account: Account, text: str, tenant_name: str | None = None) -> SuppressedDestination:
    """Return the entry of an address; raise `NotSuppressed` if there is none, or `TenantDoesNotExist`."""
    destination = _destinations(account, tenant_name).get(_key(text))
    if destination is None:
        # SES shows every address in its stored form. Spec: suppression.md §2 [P].
        raise NotSuppressed(_key(text), is_of_tenant=tenant_name is not None)
    return destination


def delete(account: Account, text: str, tenant_name: str | None = None) -> None:
    """Remove an address from the list; raise `TenantDoesNotExist` or `NotSuppressed`."""
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
    """Return the entries with one of the reasons, updated between *after* and *before* (seconds since 1970, inclusive).

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
    """Return the recipients of a message who get no mail, each with the reason.

    An entry on a list counts only if its reason is enabled.

    Spec: events.md §7; suppression.md §1 [D, U], §3; tenants.md §3 [D].
    """
    account, recipients = message.account, message.recipients
    reasons = _find_listed(message)
    validation = find_effective_validation(account, message.used_configuration_set)
    if validation is None:
        return reasons
    doubtful = validation.find_doubtful(account.world.confidences, recipients)
    held_back: dict[Address, WithheldFor] = dict.fromkeys(doubtful, WithheldFor.VALIDATION)
    return held_back | reasons


def _find_listed(message: SentMessage) -> dict[Address, WithheldFor]:
    tenant = None if message.used_tenant is None else _listing_tenant(message)
    destinations = message.account.suppression.destinations if tenant is None else tenant.suppressed
    if not destinations:
        return {}
    reasons = find_effective_reasons(message)
    return {
        recipient: WithheldFor(entry.reason) if tenant is None else WithheldFor.TENANT_LIST
        for recipient in message.recipients
        for entry in destinations.find_matches(recipient.key)
        if entry.reason in reasons
    }


def learn(message: SentMessage, recipient: Address, reason: Reason) -> None:
    """Suppress a recipient after a bounce or complaint, if that reason is enabled."""
    # SES's own global list, which also gets hard bounces, is not modeled.
    if reason in find_effective_reasons(message):
        tenant = _listing_tenant(message)
        destinations = message.account.suppression.destinations if tenant is None else tenant.suppressed
        _store(message.account, destinations, recipient.address, reason, message.message_id)


def take_back(message: SentMessage, recipient: Address) -> None:
    """Remove a recipient from a tenant's list, because the recipient reported that a message was not spam.

    Spec: tenants.md §3 [D].
    """
    tenant = _listing_tenant(message)
    if tenant is None:
        return
    for entry in tenant.suppressed.find_matches(recipient.key):
        # The report withdraws a complaint; an entry added by a bounce is kept. Spec: tenants.md §3 [D].
        if entry.reason is Reason.COMPLAINT:
            del tenant.suppressed[entry.address]


def find_effective_reasons(message: SentMessage) -> tuple[Reason, ...]:
    """Return the enabled reasons: the configuration set's, or else the tenant's, or else the account's.

    Spec: tenants.md §3 [D].
    """
    configuration_set, tenant = message.used_configuration_set, message.used_tenant
    own = None if configuration_set is None else configuration_set.options.suppression.reasons
    # An empty tuple also counts: it disables suppression for the set. Spec: suppression.md §1 [D, U].
    if own is not None:
        return own
    if tenant is not None and tenant.suppression is not None:
        return tenant.suppression.reasons
    return message.account.suppression.reasons


def _listing_tenant(message: SentMessage) -> Tenant | None:
    """Return the tenant whose list applies, or None for the account's list.

    The scope of the configuration set takes precedence over the tenant's. Spec: tenants.md §3 [D].
    """
    tenant = message.used_tenant
    if tenant is None:
        return None
    configuration_set = message.used_configuration_set
    scope = None if configuration_set is None else configuration_set.options.suppression.scope
    if scope is None and tenant.suppression is not None:
        scope = tenant.suppression.scope
    return tenant if scope is SuppressionScope.TENANT else None


def find_effective_validation(
    account: Account, configuration_set: ConfigurationSet | None
) -> Threshold | None:
    """Return the threshold of Auto Validation: the configuration set's, or else the account's."""
    own = None if configuration_set is None else configuration_set.options.suppression.validation
    return account.suppression.validation if own is None else own


def _destinations(account: Account, tenant_name: str | None) -> SuppressionList:
    """Return the list of the account, or of a tenant; raise `TenantDoesNotExist` for an unknown tenant."""
    if tenant_name is None:
        return account.suppression.destinations
    return account.tenants.require(tenant_name).suppressed


def _store(
    account: Account,
    destinations: SuppressionList,
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
    """Return the key of an address: trimmed, with its domain in lower case. Spec: suppression.md §2 [P]."""
    return addresses.lenient(text.strip()).key
