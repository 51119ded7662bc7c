"""SendBounce, which bounces a received message. Spec: receiving.md §10."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sesmock.domain.aws.arns import is_arn
from sesmock.domain.mail import addresses
from sesmock.domain.mail.content import RawContent, SimpleContent, Text
from sesmock.domain.mail.send_request import SendOptions, SendRequest
from sesmock.domain.quota import DAY_SECONDS
from sesmock.domain.receiving.errors import (
    BounceSenderRefused,
    InvalidExtensionField,
    NobodyToBounceTo,
    NoBouncedRecipients,
    NoBounceReason,
    NotARecipient,
    NothingToBounce,
)
from sesmock.domain.receiving.reports import bounce_reports, delivery_reports
from sesmock.domain.receiving.reports.delivery_reports import (
    DeliveryReport,
    DsnAction,
    Fields,
    RecipientStatus,
)
from sesmock.domain.sending import authorization, sending
from sesmock.domain.sending.envelopes import Envelope, Sender
from sesmock.domain.sending.errors import IdentitiesNotVerified, InvalidIdentityArn
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sesmock.calls import Call
    from sesmock.domain.account import Account
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.receiving.received import Received


class BounceReason(Word):
    """The reason for bouncing an email."""

    DOES_NOT_EXIST = "DoesNotExist"
    MESSAGE_TOO_LARGE = "MessageTooLarge"
    EXCEEDED_QUOTA = "ExceededQuota"
    CONTENT_REJECTED = "ContentRejected"
    UNDEFINED = "Undefined"
    TEMPORARY_FAILURE = "TemporaryFailure"


# Spec: receiving.md §10 [I].
_STATUSES = {
    BounceReason.DOES_NOT_EXIST: "5.1.1",
    BounceReason.MESSAGE_TOO_LARGE: "5.3.4",
    BounceReason.EXCEEDED_QUOTA: "5.2.2",
    BounceReason.CONTENT_REJECTED: "5.6.1",
    BounceReason.UNDEFINED: "5.0.0",
    BounceReason.TEMPORARY_FAILURE: "4.0.0",
}
# Spec: requests.md §7.
_FIELD_NAME = re.compile(r"[A-Za-z0-9-]{1,50}")
_MAX_FIELD_VALUE = 2048


@dataclass(frozen=True, slots=True)
class BouncedRecipient:
    """A recipient of a bounced message, with a reason or with the status that the report states."""

    address: str
    reason: BounceReason | None = None
    status: RecipientStatus | None = None
    identity_arn: str | None = None


@dataclass(frozen=True, slots=True)
class BounceRequest:
    """A request to bounce an email; SES chooses the value of a member that is None."""

    call: Call
    original_message_id: str
    sender: str
    recipients: tuple[BouncedRecipient, ...]
    sender_arn: str | None = None
    explanation: str | None = None
    reporting_mta: str | None = None
    arrival: datetime | None = None
    extensions: Fields = ()


def send(account: Account, request: BounceRequest) -> SentMessage:
    """Bounce a received message to its sender; the report counts as a sent message and has no events.

    Raise `InvalidParameter`, `BounceNotGenerated`, or an error that prevents all sending.
    Spec: receiving.md §10.
    """
    _check(request)
    sending.require_sending_enabled(account)
    sender = addresses.parse(request.sender)
    # SES names an unverified sender even if the original message is unknown. Spec: receiving.md §10 [U].
    _require_verified(account, request)
    original = _original(account, request)
    statuses = tuple(_status(original, request, recipient) for recipient in request.recipients)
    report = DeliveryReport(
        request.sender,
        _return_address(original),
        request.reporting_mta or bounce_reports.find_reporting_mta(account.region),
        statuses,
        bounce_reports.read_original_header(original),
        request.explanation,
        request.arrival,
        request.extensions,
    )
    content = RawContent(delivery_reports.compose(report, bounce_reports.make_boundary(original)))
    to = (addresses.parse(report.to),)
    return sending.send_bounce(account, request.call, content, Envelope(sender, None, to=to, recipients=to))


def _check(request: BounceRequest) -> None:
    """Refuse members that a report cannot contain; raise `InvalidParameter`."""
    addresses.parse(request.sender)
    if not request.recipients:
        raise NoBouncedRecipients
    for recipient in request.recipients:
        _check_recipient(recipient)
    for name, value in _extensions(request):
        # A line break would end the field and start another one.
        if not _FIELD_NAME.fullmatch(name) or len(value) > _MAX_FIELD_VALUE or len(value.splitlines()) > 1:
            raise InvalidExtensionField(name)


def _check_recipient(recipient: BouncedRecipient) -> None:
    addresses.parse(recipient.address)
    if recipient.status is not None:
        addresses.parse(recipient.status.recipient)
    elif recipient.reason is None:
        raise NoBounceReason(recipient.address)
    arn = recipient.identity_arn
    if arn is not None and not is_arn(arn, "ses", r"identity/.+"):
        raise InvalidIdentityArn(arn)


def _extensions(request: BounceRequest) -> Iterator[tuple[str, str]]:
    yield from request.extensions
    for recipient in request.recipients:
        if recipient.status is not None:
            yield from recipient.status.extensions


def _require_verified(account: Account, request: BounceRequest) -> None:
    """Refuse a sender that no verified identity covers; raise `BounceNotGenerated`.

    Spec: receiving.md §10 [U].
    """
    sender = addresses.parse(request.sender)
    # With raw content, policies would have to allow ses:SendRawEmail instead of ses:SendBounce.
    send_request = SendRequest(
        call=request.call, content=SimpleContent(Text("")), max_bytes=0, options=SendOptions()
    )
    envelope = Envelope(sender, None, senders=(Sender(sender, request.sender, request.sender_arn),))
    try:
        authorization.require_senders(account, send_request, envelope)
    except IdentitiesNotVerified as error:
        raise BounceSenderRefused(request.original_message_id, error.identities) from error


def _original(account: Account, request: BounceRequest) -> Received:
    """Return the mail to bounce; raise `BounceNotGenerated` unless it arrived in the last 24 hours."""
    earliest = account.world.clock.time() - DAY_SECONDS
    for received in reversed(account.world.received):
        if received.message_id == request.original_message_id:
            here = received.accepted and received.account is account
            if here and received.received_seconds >= earliest:
                return received
    raise NothingToBounce(request.original_message_id)


def _return_address(original: Received) -> str:
    if original.source is None:
        raise NobodyToBounceTo(original.message_id)
    return original.source


def _status(original: Received, request: BounceRequest, recipient: BouncedRecipient) -> RecipientStatus:
    """Return the status for a recipient of the original mail; raise `BounceNotGenerated` for any other address."""
    status = recipient.status
    if status is None:
        assert recipient.reason is not None
        code = _STATUSES[recipient.reason]
        status = RecipientStatus(recipient.address, DsnAction.FAILED, code)
    # Either the recipient or the final recipient must be one of the original mail. Spec: receiving.md §10 [D].
    original_keys = {each.key for each in original.accepted_recipients}
    keys = {addresses.parse(each).key for each in (recipient.address, status.recipient)}
    if original_keys.isdisjoint(keys):
        raise NotARecipient(request.original_message_id, recipient.address)
    return status
