"""Send a message: run SES's checks in SES's order, then record the message in the outbox.

Spec: sending.md §1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain import ids
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.configuration_sets.errors import (
    ConfigurationSetDoesNotExist,
    ConfigurationSetSendingPaused,
    DefaultConfigurationSetDoesNotExist,
)
from sesmock.domain.errors import AccountSendingPaused
from sesmock.domain.identities import identities
from sesmock.domain.mail import composing, message_tags, raw_mail
from sesmock.domain.mail.content import OutgoingContent, RawContent, TemplatedContent
from sesmock.domain.mail.headers import header_rules
from sesmock.domain.mail.messages import SentMessage
from sesmock.domain.mail.outcomes import Outcome
from sesmock.domain.mail.transmissions import DEFAULT
from sesmock.domain.sending import authorization, delivery, envelopes
from sesmock.domain.sending.errors import (
    AccountPausedByAws,
    AccountSuspended,
    DailyQuotaExceeded,
    MaximumSendRateExceeded,
    MessageTooLong,
    NoBody,
    TooManyRecipients,
)

if TYPE_CHECKING:
    from sesmock.calls import Call
    from sesmock.domain.account import Account
    from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.content import RequestedContent
    from sesmock.domain.mail.raw_mail import HeaderFields
    from sesmock.domain.mail.send_request import ListManagement, SendOptions, SendRequest
    from sesmock.domain.mail.transmissions import Transmission
    from sesmock.domain.sending.bulk import BulkRequest
    from sesmock.domain.sending.envelopes import CallAddresses, Envelope
    from sesmock.domain.sending.tracking import Tracking
    from sesmock.domain.tenants.tenants import Tenant

MAX_RECIPIENTS = 50  # To, Cc and Bcc together. Spec: sending.md §3 [U]


class Submission(NamedTuple):
    """A request with its parsed, resolved and rendered parts; its content is not checked yet.

    ``header`` is the header of a raw message, None for other content; ``options`` include the options in the header.
    """

    request: SendRequest
    options: SendOptions
    addresses: CallAddresses
    configuration_set: ConfigurationSet | None
    content: OutgoingContent
    header: HeaderFields | None = None
    tenant: Tenant | None = None


def send(account: Account, request: SendRequest) -> SentMessage:
    """Check a request against the rules of an account, then send its message.

    Raise the `DomainError` of the first check that fails; nothing changes in that case.
    """
    return dispatch(account, _prepare(account, request))


def rehearse(account: Account, request: SendRequest) -> tuple[SentMessage, str | None]:
    """Return the message that `send` would send, and its rendering failure, if any, without sending it.

    Raise the errors of `send`, except for quotas.
    """
    submission = _prepare(account, request)
    envelope, authority = _check(account, submission)
    accepted_at = round(account.world.clock.time(), 3)
    message = SentMessage(
        message_id=ids.make_message_id(account.region, accepted_at),
        call=request.call,
        account=account,
        accepted_at=accepted_at,
        envelope=envelope,
        content=submission.content,
        authorized_by=authority,
    )
    return message, submission.content.rendering_failure


def _prepare(account: Account, request: SendRequest) -> Submission:
    """Run the checks that do not need the content; raise the `DomainError` of the first one that fails."""
    header = _read_header(request.content)
    options = request.options if header is None else raw_mail.read_options(header, request.options)
    # SES checks the tenant before recipients and identities. Spec: sending.md §1 [P].
    tenant = find_tenant(account, request, options, header) if options.tenant else None
    if options.tags:
        message_tags.check(options.tags)
    addresses = envelopes.parse(request)
    configuration_set = find_configuration_set(account, options, addresses.sender, header)
    if options.list_management is not None:
        _require_list(account, options.list_management)
    require_sending_enabled(account)
    envelopes.check_lengths(addresses)
    content = _render(account, request.content)
    return Submission(request, options, addresses, configuration_set, content, header, tenant)


def dispatch(account: Account, submission: Submission) -> SentMessage:
    """Run the checks that need the final content, then send; raise the `DomainError` of the first one that fails."""
    envelope, authority = _check(account, submission)
    transmission = _resolve_transmission(account, submission, envelope)
    return _accept(account, submission, envelope, authority, transmission)


def _check(account: Account, submission: Submission) -> tuple[Envelope, str | None]:
    """Run the checks that need the final content; return the envelope and the identity that authorizes the send."""
    _check_recipient_count(submission.addresses)
    _check_size(submission)
    _check_content(submission)
    envelope = envelopes.build(submission.addresses, submission.options, submission.header)
    # The header of raw mail may have added recipients.
    if submission.header:
        _check_recipient_count(envelope)
    authority = authorization.require(account, submission.request, envelope)
    _require_reputation(account, authority, submission.configuration_set)
    return envelope, authority


def send_bounce(account: Account, call: Call, content: RawContent, envelope: Envelope) -> SentMessage:
    """Send a report about a received message, within the quota; the message has no events.

    Raise `DailyQuotaExceeded` or `MaximumSendRateExceeded`. Spec: receiving.md §10 [I].
    """
    now = _require_quota(account)
    accepted_at = round(now, 3)
    message = SentMessage(
        message_id=ids.make_message_id(account.region, accepted_at),
        call=call,
        account=account,
        accepted_at=accepted_at,
        envelope=envelope,
        content=OutgoingContent(content),
    )
    message.decide(dict.fromkeys(envelope.recipients, Outcome.DELIVERED))
    account.quota.add(now, envelopes.count_recipients(envelope.recipients))
    account.world.outbox.append(message)
    return message


def find_tenant(
    account: Account,
    request: SendRequest | BulkRequest,
    options: SendOptions,
    header: HeaderFields | None = None,
) -> Tenant | None:
    """Return the tenant in the call or in the header of raw mail; most messages have none.

    Raise `UnknownSendingTenant`, `TenantNotAssociated` or `TenantSendingPaused`.
    """
    if not options.tenant:
        return None
    from sesmock.domain.sending import tenant_sends

    return tenant_sends.require(account, options.tenant, request, options, header)


def find_configuration_set(
    account: Account, options: SendOptions, sender: Address | None, header: HeaderFields | None = None
) -> ConfigurationSet | None:
    """Return the configuration set of the call or header, or else the default of the sender's identity.

    Raise `ConfigurationSetDoesNotExist`, `DefaultConfigurationSetDoesNotExist` or `ConfigurationSetSendingPaused`.
    """
    if options.configuration_set:
        configuration_set = configuration_sets.get(account, options.configuration_set)
    else:
        default = _default_configuration_set(account, sender or envelopes.find_header_sender(header or ()))
        if default is None:
            return None
        configuration_set = default
    if not configuration_set.options.sending_enabled:
        raise ConfigurationSetSendingPaused(configuration_set.name)
    return configuration_set


def require_sending_enabled(account: Account) -> None:
    """Refuse to send for an account that may not send.

    Raise `AccountSuspended`, `AccountPausedByAws` or `AccountSendingPaused`.
    """
    if account.suspended:
        raise AccountSuspended
    if account.is_shut_down:
        raise AccountPausedByAws
    if not account.sending_enabled:
        raise AccountSendingPaused


def _require_list(account: Account, management: ListManagement) -> None:
    from sesmock.domain.sending import list_management  # imported for the first message with a list

    list_management.require(account, management)


def _read_header(content: RequestedContent) -> HeaderFields | None:
    return raw_mail.read_header_section(content.data) if isinstance(content, RawContent) else None


def _default_configuration_set(account: Account, sender: Address | None) -> ConfigurationSet | None:
    """Return the default configuration set of the sender's address, or else of its domain.

    Spec: sending.md §5 [D].
    """
    if sender is None:
        return None
    for identity in identities.list_verified(account, sender):
        if identity.default_configuration_set is not None:
            try:
                return configuration_sets.get(account, identity.default_configuration_set)
            except ConfigurationSetDoesNotExist as error:
                raise DefaultConfigurationSetDoesNotExist(error.name) from error
    return None


def _require_reputation(
    account: Account, authority: str | None, configuration_set: ConfigurationSet | None
) -> None:
    """Refuse an identity or a set that is disabled as a reputation entity; few accounts have such entities."""
    if account.reputation.entities:
        from sesmock.domain.reputation import reputation

        set_name = None if configuration_set is None else configuration_set.name
        reputation.require_enabled(account, authority, set_name)


def _render(account: Account, content: RequestedContent) -> OutgoingContent:
    if not isinstance(content, TemplatedContent):
        return OutgoingContent(content)
    from sesmock.domain.templates import template_sends  # imported for the first template

    return template_sends.render(account, content)


def _check_recipient_count(envelope: CallAddresses | Envelope) -> None:
    if len(envelope.recipients) > MAX_RECIPIENTS:
        raise TooManyRecipients(MAX_RECIPIENTS)


def _check_size(submission: Submission) -> None:
    size, maximum = composing.estimate_size(submission.content.content), submission.request.max_bytes
    if size > maximum:
        raise MessageTooLong(maximum, size)


def _check_content(submission: Submission) -> None:
    content, template, _ = submission.content
    if isinstance(content, RawContent):
        from sesmock.domain.mail import mime_rules  # imported for the first raw mail

        header = submission.header or ()
        header_rules.check_section(header)
        mime_rules.check_header(header)
        if raw_mail.may_have_parts(content.data):
            mime_rules.check_structure(content.data)
            raw_mail.check_attachments(content.data)
        return
    header_rules.check_content(content, has_reply_to=bool(submission.addresses.reply_to))
    if template is None and content.text is None and content.html is None:
        raise NoBody


def _require_quota(account: Account) -> float:
    """Refuse a send if a quota is exhausted, and return the time; a single message may exceed the quota.

    Spec: account.md §1 [D, U].
    """
    now = account.world.clock.time()
    # A maximum of -1 is an unlimited quota. Spec: account.md §2 [D].
    if 0 <= account.max_24_hour_send <= account.quota.sent_last_24_hours(now):
        raise DailyQuotaExceeded
    if account.world.options.enforce_rate and account.quota.sent_this_second(now) >= account.max_send_rate:
        raise MaximumSendRateExceeded
    return now


def _resolve_transmission(account: Account, submission: Submission, envelope: Envelope) -> Transmission:
    """Return the delivery settings of a message: the default, unless its configuration set or account has others."""
    if (
        submission.configuration_set is None
        and not account.dedicated_ips.addresses
        and account.settings.vdm is None
    ):
        return DEFAULT
    from sesmock.domain.sending import transmissions

    return transmissions.resolve(account, submission, envelope.sender)


def _accept(
    account: Account,
    submission: Submission,
    envelope: Envelope,
    authority: str | None,
    transmission: Transmission,
) -> SentMessage:
    """Record a message in the outbox, or as a rendering failure, and determine its outcomes.

    Raise the `DomainError` of an exhausted quota.
    """
    now = _require_quota(account)
    request, options, _, configuration_set, content, _, tenant = submission
    accepted_at = round(now, 3)
    message = SentMessage(  # keyword arguments would take 3 µs longer
        ids.make_message_id(account.region, accepted_at),
        request.call,
        account,
        accepted_at,
        envelope,
        content,
        options.tags,
        configuration_set,
        authority,
        _resolve_tracking(configuration_set, options, transmission),
        transmission,
        tenant,
        options.endpoint_id,
        options.list_management,
    )
    account.quota.add(now, envelopes.count_recipients(envelope.recipients))
    if content.rendering_failure is not None:
        account.world.rendering_failures.append(message)
        delivery.fail_rendering(account, message, content.rendering_failure)
        return message
    account.world.outbox.append(message)
    delivery.deliver(account, message)
    return message


def _resolve_tracking(
    configuration_set: ConfigurationSet | None, options: SendOptions, transmission: Transmission
) -> Tracking | None:
    """Return the tracking of a message, or None for most messages, which have no configuration set."""
    if (
        configuration_set is None
        and not transmission.engagement_metrics
        and not (options.tracks_opens or options.tracks_clicks)
    ):
        return None
    from sesmock.domain.sending import tracking

    return tracking.resolve(configuration_set, options, engagement_metrics=transmission.engagement_metrics)
