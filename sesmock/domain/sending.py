"""The one way by which every message leaves: SES's checks in SES's order, then the outbox.

The order of the checks is that of sending.md §2.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import (
    authorization,
    configuration_sets,
    delivery,
    envelopes,
    header_rules,
    identities,
    ids,
    inferred,
    message_tags,
    mime,
    raw_mail,
)
from sesmock.domain.content import RawContent
from sesmock.domain.errors import (
    AccountPausedByAws,
    AccountSendingPaused,
    AccountSuspended,
    ConfigurationSetDoesNotExist,
    ConfigurationSetSendingPaused,
    DailyQuotaExceeded,
    DefaultConfigurationSetDoesNotExist,
    InvalidParameter,
    MaximumSendRateExceeded,
)
from sesmock.domain.messages import SentMessage

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.addresses import Address
    from sesmock.domain.drafts import Draft, TemplateUse
    from sesmock.domain.envelopes import Envelope
    from sesmock.domain.tracking import Tracking

MAX_RECIPIENTS = 50


def send(account: Account, draft: Draft) -> SentMessage:
    """Check a draft against the rules of an account, then send it.

    Raise the `DomainError` of the first check that fails; nothing is changed then.
    """
    if isinstance(draft.content, RawContent):
        raw_mail.read_header(draft, draft.content)
    message_tags.check(draft.tags)
    envelope = envelopes.address(draft)
    configuration_set = open_way(account, draft, envelope)
    envelopes.check_lengths(envelope)
    if draft.template_use is not None:
        _fill(account, draft, draft.template_use)
    return dispatch(account, draft, envelope, configuration_set)


def open_way(account: Account, draft: Draft, envelope: Envelope) -> str | None:
    """Return the configuration set that mail goes through; raise the `DomainError` if it or the account is closed."""
    configuration_set = _configuration_set(account, draft, envelope)
    _require_active(account)
    return configuration_set


def dispatch(
    account: Account, draft: Draft, envelope: Envelope, configuration_set: str | None
) -> SentMessage:
    """Do the checks that need the finished content, then send; raise the `DomainError` of the first that fails."""
    _check_recipient_count(envelope)
    _check_size(draft)
    _check_content(draft)
    envelopes.complete(envelope, draft)
    _check_recipient_count(envelope)
    authorization.require(account, draft, envelope)
    now = _require_quota(account)
    return _accept(account, draft, envelope, configuration_set, now)


def _configuration_set(account: Account, draft: Draft, envelope: Envelope) -> str | None:
    """Return the set to use: the request's, the header's, or the default of the sender's identity."""
    if draft.configuration_set:
        configuration_set = configuration_sets.get(account, draft.configuration_set)
    else:
        default = _default_configuration_set(account, envelope.sender or envelopes.header_sender(draft))
        if default is None:
            return None
        configuration_set = default
    if not configuration_set.sending_enabled:
        raise ConfigurationSetSendingPaused(configuration_set.name)
    return configuration_set.name


def _default_configuration_set(
    account: Account, sender: Address | None
) -> configuration_sets.ConfigurationSet | None:
    """Return the default of the address that is sent from, else of its domain. Spec: sending.md §5 [D]."""
    if sender is None:
        return None
    for identity in identities.verified_covering(account, sender):
        if identity.default_configuration_set is not None:
            try:
                return configuration_sets.get(account, identity.default_configuration_set)
            except ConfigurationSetDoesNotExist as error:
                raise DefaultConfigurationSetDoesNotExist(error.name) from error
    return None


def _require_active(account: Account) -> None:
    if account.suspended:
        raise AccountSuspended
    if account.shut_down:
        raise AccountPausedByAws
    if not account.sending_enabled:
        raise AccountSendingPaused


def _fill(account: Account, draft: Draft, use: TemplateUse) -> None:
    from sesmock.domain import templated  # the engine is imported when the first template is used

    templated.fill(account, draft, use)


def _check_recipient_count(envelope: Envelope) -> None:
    if len(envelope.recipients) > MAX_RECIPIENTS:
        raise InvalidParameter(f"Recipient count exceeds {MAX_RECIPIENTS}.")


def _require_quota(account: Account) -> float:
    """Refuse when nothing of a quota is left, and return the time; a message may overdraw it.

    Spec: sending.md §5 [D, U].
    """
    now = account.world.clock.time()
    if 0 <= account.max_24_hour_send <= account.quota.sent_last_24_hours(now):
        raise DailyQuotaExceeded
    if account.world.options.enforce_rate and account.quota.sent_this_second(now) >= account.max_send_rate:
        raise MaximumSendRateExceeded
    return now


def _check_size(draft: Draft) -> None:
    size = mime.size_of(draft.content)
    if size > draft.max_bytes:
        raise InvalidParameter(f"Message length is more than {draft.max_bytes} bytes long: '{size}'.")


def _check_content(draft: Draft) -> None:
    content = draft.content
    if isinstance(content, RawContent):
        header_rules.check_section(draft.header or ())
        raw_mail.check_attachments(content.data)
        return
    header_rules.check_content(content)
    if draft.template is None and content.text is None and content.html is None:
        raise InvalidParameter(inferred.NO_BODY)


def _accept(
    account: Account, draft: Draft, envelope: Envelope, configuration_set: str | None, now: float
) -> SentMessage:
    accepted_at = round(now, 3)
    message = SentMessage(
        message_id=ids.message_id(account.region, accepted_at),
        draft=draft,
        envelope=envelope,
        account=account,
        accepted_at=accepted_at,
        configuration_set=configuration_set,
    )
    message.tracking = _tracking(account, draft, configuration_set)
    account.quota.add(now, envelopes.counted_recipients(envelope.recipients))
    if draft.rendering_failure is not None:
        account.world.rendering_failures.append(message)
        delivery.fail_rendering(account, message, draft.rendering_failure)
        return message
    account.world.outbox.append(message)
    delivery.deliver(account, message, draft.content)
    return message


def _tracking(account: Account, draft: Draft, configuration_set: str | None) -> Tracking | None:
    """Return what is tracked of a message; most are sent without a configuration set, and nothing is."""
    if configuration_set is None and account.vdm is None and not (draft.tracks_opens or draft.tracks_clicks):
        return None
    from sesmock.domain import tracking

    return tracking.of(account, account.configuration_sets.get(configuration_set or ""), draft)
