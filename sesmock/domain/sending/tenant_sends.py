"""The checks of a send for a tenant. Spec: tenants.md §4 [P]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.identities import identities
from sesmock.domain.mail import addresses
from sesmock.domain.mail.content import TemplatedContent
from sesmock.domain.reputation.entities import SendingStatus
from sesmock.domain.sending import envelopes
from sesmock.domain.tenants.errors import TenantNotAssociated, TenantSendingPaused, UnknownSendingTenant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.domain.account import Account
    from sesmock.domain.identities.identities import Identity
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.raw_mail import HeaderFields
    from sesmock.domain.mail.send_request import SendOptions, SendRequest
    from sesmock.domain.sending.bulk import BulkRequest
    from sesmock.domain.tenants.tenants import Tenant


def require(
    account: Account,
    name: str,
    request: SendRequest | BulkRequest,
    options: SendOptions,
    header: HeaderFields | None,
) -> Tenant:
    """Return the tenant with a name, if it may send the requested message.

    Raise `UnknownSendingTenant`, `TenantNotAssociated` or `TenantSendingPaused`.
    """
    tenant = account.tenants.by_name.get(name)
    if tenant is None:
        raise UnknownSendingTenant(name, account.account_id)
    missing = [
        arn for arn in _list_resources(account, request, options, header) if arn not in tenant.associations
    ]
    if missing:
        raise TenantNotAssociated(missing)
    if tenant.sending_status is SendingStatus.DISABLED:
        raise TenantSendingPaused(name)
    return tenant


def _list_resources(
    account: Account, request: SendRequest | BulkRequest, options: SendOptions, header: HeaderFields | None
) -> Iterator[str]:
    """Yield the ARNs of a send's identity, configuration set and stored template, in this order.

    Spec: tenants.md §4 [P]; choices.md §3 [I].
    """
    sender = (
        addresses.lenient(request.sender) if request.sender else envelopes.find_header_sender(header or ())
    )
    covering = [] if sender is None else identities.list_verified(account, sender)
    identity_arn = _identity_arn(account, options, sender, covering)
    if identity_arn is not None:
        yield identity_arn
    set_name = options.configuration_set or _default_set(covering)
    if set_name:
        yield account.arn(f"configuration-set/{set_name}")
    content = request.content
    if isinstance(content, TemplatedContent) and content.inline is None:
        yield content.arn or account.arn(f"template/{content.name}")


def _identity_arn(
    account: Account, options: SendOptions, sender: Address | None, covering: list[Identity]
) -> str | None:
    """Return the ARN of the identity that authorizes a send, or the ARN of the domain of an unknown sender.

    Return None if there is no sender, or if identities are not checked.
    """
    arn = options.source_arn or options.from_arn
    if arn is not None:
        named = identities.find_by_name_or_arn(account, arn)
        return arn if named is None else account.arn(f"identity/{named.name}")
    if covering:
        return account.arn(f"identity/{covering[0].name}")
    if sender is None or account.world.accepts_any_sender:
        return None
    identity = identities.find(account, sender.address)
    return account.arn(f"identity/{sender.domain if identity is None else identity.name}")


def _default_set(covering: list[Identity]) -> str | None:
    """Return the default configuration set of the most specific identity that has one."""
    defaults = (identity.default_configuration_set for identity in covering)
    return next((name for name in defaults if name is not None), None)
