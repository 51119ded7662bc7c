"""Events as the notifications that SNS delivers to an identity's owner. Spec: notifications.md §1."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from sesmock.domain.events import event_documents
from sesmock.domain.events.event_types import EventType
from sesmock.domain.mail import event_constants

if TYPE_CHECKING:
    from sesmock.domain.events.event_documents import Document
    from sesmock.domain.events.events import Event

# In these notifications, the details come before the mail. Spec: notifications.md §1 [R].
_BODY_FIRST = frozenset({EventType.BOUNCE, EventType.COMPLAINT})
_HEADER_KEYS = ("headersTruncated", "headers", "commonHeaders")


def build_document(event: Event, *, headers: bool) -> Document:
    """Return an event as a notification, with or without the headers of its message.

    Spec: notifications.md §1 [R].
    """
    kind = event.type.value
    parts: Document = {"mail": _mail(event, headers=headers), kind.lower(): _body(event)}
    order = reversed(parts) if event.type in _BODY_FIRST else iter(parts)
    return {"notificationType": kind, **{key: parts[key] for key in order}}


def dump_text(event: Event, *, headers: bool) -> str:
    """Return a notification as SES writes it, without a trailing newline. Spec: notifications.md §1 [R]."""
    return event_documents.dump_text(build_document(event, headers=headers))


def dump_confirmation(topic: str, kind: EventType, identity: str) -> str:
    """Return the text that SES publishes when a topic is set for notifications.

    Spec: notifications.md §1 [U].
    """
    document = {
        "notificationType": "AmazonSnsSubscriptionSucceeded",
        "message": f"You have successfully subscribed your Amazon SNS topic '{topic}' to receive '{kind}' "
        f"notifications from Amazon SES for identity '{identity}'.",
    }
    return f"{json.dumps(document, separators=(',', ':'), ensure_ascii=False)}\n"


def _mail(event: Event, *, headers: bool) -> Document:
    mail: dict[str, Any] = event_documents.build_mail(event)
    document: Document = {
        "timestamp": mail["timestamp"],
        "source": mail["source"],
        "sourceArn": event.message.source_arn,
        "sourceIp": event_constants.SOURCE_IP,
        "callerIdentity": event_constants.CALLER_IDENTITY,
        **{key: mail[key] for key in ("sendingAccountId", "messageId", "destination")},
    }
    if headers:
        document.update({key: mail[key] for key in _HEADER_KEYS})
        document["commonHeaders"] = _common_headers(mail["commonHeaders"], event.message.message_id)
    return document


def _common_headers(common: dict[str, object], message_id: str) -> dict[str, object]:
    """Leave out the message id that SES assigned; notifications contain a message id only if the sender set it."""
    return {key: value for key, value in common.items() if (key, value) != ("messageId", message_id)}


def _body(event: Event) -> Document:
    """Return the object that describes the event; bounces and complaints have whole seconds.

    Spec: notifications.md §1 [R].
    """
    body = event_documents.build_body(event)
    if event.type in _BODY_FIRST:
        body["timestamp"] = event_documents.format_time(math.floor(event.occurred_at))
    return body
