"""The documents about incoming mail that SES passes to topics and functions. Spec: receiving.md §4, §5."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.domain.events import event_headers
from sesmock.domain.events.event_documents import format_time
from sesmock.domain.mail import raw_mail
from sesmock.domain.mail.headers import header_text
from sesmock.domain.receiving.actions import (
    BounceAction,
    LambdaAction,
    S3Action,
    SnsAction,
    SnsEncoding,
    WorkMailAction,
)
from sesmock.domain.receiving.incoming import MAX_HEADER_SIZE, parse_header_addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.receiving.actions import Action
    from sesmock.domain.receiving.verdicts import Verdicts

Document = dict[str, object]

RECEIPT_SUBJECT = "Amazon SES Email Receipt Notification"
"""The subject of notifications in SNS. Spec: receiving.md §4 [R]."""
PROCESSING_TIME = 357
"""The milliseconds until an action runs; constant, because nothing takes time in a mock."""
_COMMON_HEADERS = (
    *("return-path", "from", "date", "to", "cc", "bcc", "sender", "reply-to", "message-id", "subject"),
)


class StoredMail(NamedTuple):
    """An email as it is when an action runs; ``source`` is the address in MAIL FROM."""

    message_id: str
    received_at: float
    source: str
    recipients: Sequence[Address]
    raw: bytes


class Receipt(NamedTuple):
    """The result of a rule for an email: the matching recipients and the verdicts."""

    recipients: Sequence[Address]
    verdicts: Verdicts
    is_scanned: bool


def build_notification(mail: StoredMail, receipt: Receipt, action: Action) -> Document:
    """Return the notification about an action; an SNS action's own topic also gets the content of the mail.

    Spec: receiving.md §4 [R].
    """
    document: Document = {"notificationType": "Received", **_facts(mail, receipt, action)}
    if isinstance(action, SnsAction):
        document["content"] = _content(mail.raw, action)
    return document


def build_lambda_event(mail: StoredMail, receipt: Receipt, action: Action) -> dict[str, Any]:
    """Return the event that SES invokes a function with. Spec: receiving.md §5 [D]."""
    record = {"eventSource": "aws:ses", "eventVersion": "1.0", "ses": _facts(mail, receipt, action)}
    return {"Records": [record]}


def build_object_key(action: S3Action, message_id: str) -> str:
    """Return the key of an email in a bucket. Spec: receiving.md §6 [R]."""
    prefix = action.key_prefix or ""
    # SES inserts a slash unless the prefix ends with one.
    return f"{prefix}{'' if not prefix or prefix.endswith('/') else '/'}{message_id}"


def _facts(mail: StoredMail, receipt: Receipt, action: Action) -> Document:
    return {"mail": _mail(mail), "receipt": _receipt(mail, receipt, action)}


def _mail(mail: StoredMail) -> Document:
    fields = raw_mail.read_event_header(mail.raw[:MAX_HEADER_SIZE])
    fitting = event_headers.truncate(fields)
    # The recipients in the header; the receipt lists those of the envelope. Spec: receiving.md §4 [D].
    destination = parse_header_addresses(fields, "to", "cc") or mail.recipients
    return {
        "timestamp": format_time(mail.received_at),
        "source": mail.source,
        "messageId": mail.message_id,
        "destination": [recipient.address for recipient in destination],
        "headersTruncated": len(fitting) < len(fields),
        "headers": [{"name": name, "value": header_text.decode(value)} for name, value in fitting],
        "commonHeaders": _common_headers(fields),
    }


def _common_headers(fields: event_headers.Fields) -> Document:
    common = event_headers.common_headers(fields, _COMMON_HEADERS)
    if "returnPath" in common:
        common["returnPath"] = str(common["returnPath"]).strip("<>")
    return common


def _receipt(mail: StoredMail, receipt: Receipt, action: Action) -> Document:
    return {
        "timestamp": format_time(mail.received_at),
        "processingTimeMillis": PROCESSING_TIME,
        "recipients": [recipient.address for recipient in receipt.recipients],
        **receipt.verdicts.describe(scanned=receipt.is_scanned),
        "action": _action(mail, action),
    }


def _action(mail: StoredMail, action: Action) -> Document:
    facts = _ACTIONS.get(type(action), _nothing)(mail, action)
    # SES omits topicArn if the action has no topic. Spec: receiving.md §9 [D].
    document = {"type": action.type, "topicArn": action.topic, **facts}
    return {name: value for name, value in document.items() if value is not None}


def _s3(mail: StoredMail, action: S3Action) -> Document:
    return {
        "bucketName": action.bucket,
        "objectKeyPrefix": action.key_prefix,
        "objectKey": build_object_key(action, mail.message_id),
    }


def _sns(_: StoredMail, action: SnsAction) -> Document:
    # Requests spell the encoding UTF-8 or Base64, notifications UTF8 or BASE64. Spec: receiving.md §4 [R].
    return {"encoding": action.encoding.name}


def _lambda(_: StoredMail, action: LambdaAction) -> Document:
    return {"functionArn": action.function_arn, "invocationType": action.invocation_type}


def _bounce(_: StoredMail, action: BounceAction) -> Document:
    return {
        "smtpReplyCode": action.smtp_reply_code,
        "statusCode": action.status_code,
        "message": action.message,
        "sender": action.sender,
    }


def _work_mail(_: StoredMail, action: WorkMailAction) -> Document:
    return {"organizationArn": action.organization_arn}


def _nothing(_: StoredMail, __: Action) -> Document:
    return {}


def _content(raw: bytes, action: SnsAction) -> str:
    if action.encoding is SnsEncoding.BASE64:
        return base64.b64encode(raw).decode()
    return raw.decode("utf-8", "replace")


_ACTIONS: dict[type, Callable[[StoredMail, Any], Document]] = {
    S3Action: _s3,
    SnsAction: _sns,
    LambdaAction: _lambda,
    BounceAction: _bounce,
    WorkMailAction: _work_mail,
}
