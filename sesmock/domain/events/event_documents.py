"""Events as the JSON documents that SES publishes, with its order of keys and its time format.

Spec: events.md §1.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sesmock.apis import SES, SMTP
from sesmock.bulk_calls import is_bulk
from sesmock.domain.clock import to_datetime
from sesmock.domain.events import bounces, event_headers, mailbox_providers
from sesmock.domain.events.event_details import (
    Bounce,
    Click,
    Complaint,
    Delay,
    Open,
    PlainDelivery,
    Preferences,
    RenderingFailure,
    Subscription,
)
from sesmock.domain.events.event_types import EventType
from sesmock.domain.mail import event_constants
from sesmock.domain.mail.content import RawContent

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.events.events import Event
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.words import Word

Document = dict[str, object]

_KEYS = {
    EventType.SEND: "send",
    EventType.REJECT: "reject",
    EventType.BOUNCE: "bounce",
    EventType.COMPLAINT: "complaint",
    EventType.DELIVERY: "delivery",
    EventType.OPEN: "open",
    EventType.CLICK: "click",
    EventType.RENDERING_FAILURE: "failure",
    EventType.DELIVERY_DELAY: "deliveryDelay",
    EventType.SUBSCRIPTION: "subscription",
}
# The readers of a test are not bots. Spec: events.md §7 [D, R].
_IS_BOT_EVENT = "Unlikely"
# In these events, the details come before the mail. Spec: events.md §2 [R].
_BODY_FIRST = frozenset({EventType.BOUNCE, EventType.COMPLAINT})
# These events have no sourceArn. Spec: events.md §3 [R].
_READER_EVENTS = frozenset({EventType.OPEN, EventType.CLICK})


def build_document(event: Event) -> Document:
    """Return an event as SES publishes it to event destinations. Spec: events.md §2 [R]."""
    parts: Document = {"mail": build_mail(event), _KEYS[event.type]: build_body(event)}
    order = reversed(parts) if event.type in _BODY_FIRST else iter(parts)
    return {"eventType": str(event.type), **{key: parts[key] for key in order}}


def dump_text(document: Document) -> str:
    """Return a document as compact JSON without a trailing newline, as SES writes it.

    Spec: events.md §2 [R].
    """
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    # Bytes of raw mail that are not valid text are lone surrogates here, which UTF-8 cannot encode.
    return text.encode("utf-8", "replace").decode()


def build_mail(event: Event) -> Document:
    """Return the ``mail`` object of an event, which describes its message. Spec: events.md §3 [R]."""
    message = event.message
    document: Document = {"timestamp": format_time(message.accepted_at), "source": str(message.sender)}
    if _contains_identity(event):
        document["sourceArn"] = message.source_arn
    document["sendingAccountId"] = message.account_id
    document["messageId"] = message.message_id
    document["destination"] = [recipient.address for recipient in message.recipients]
    document.update(event_headers.list_mail_headers(event))
    document["tags"] = list_tags(event)
    return document


def build_body(event: Event) -> Document:
    """Return the object that describes the event itself. Spec: events.md §7 [R]."""
    return _BODIES[type(event.details)](event, event.details)


def format_time(seconds: float) -> str:
    """Return a time in SES's format: UTC with three decimals. Spec: events.md §3 [R]."""
    # Rounded first, because isoformat() cuts digits off instead of rounding them.
    return f"{to_datetime(round(seconds, 3)).isoformat(timespec='milliseconds').removesuffix('+00:00')}Z"


def _contains_identity(event: Event) -> bool:
    """Return whether an event contains the ARN of the identity that authorized the send.

    Spec: events.md §3, §8 [R].
    """
    # SES publishes the Send event of a templated send before it renders the template.
    is_unrendered = event.type is EventType.SEND and event.message.template is not None
    return not is_unrendered and event.type not in _READER_EVENTS


def list_tags(event: Event) -> dict[str, list[str]]:
    """Return SES's own tags of a message and the tags of the caller. Spec: events.md §6 [R]."""
    message = event.message
    is_delivery = event.type is EventType.DELIVERY
    is_encrypted = is_delivery and not isinstance(event.details, PlainDelivery)
    vdm = message.account.settings.vdm
    has_vdm = vdm is not None and vdm.enabled
    # The order is that of the recorded events, with the caller's tags between SES's. Spec: events.md §6 [R].
    leading_tags = {
        "ses:source-tls-version": event_constants.TLS_VERSION,
        "ses:operation": _operation(message),
        "ses:configuration-set": message.configuration_set,
        "ses:outgoing-tls-version": event_constants.TLS_VERSION if is_encrypted else None,
        # With several recipients, the first one counts (inferred).
        "ses:recipient-isp": mailbox_providers.find_provider(message.recipients[0]) if has_vdm else None,
        "ses:source-ip": event_constants.SOURCE_IP,
        "ses:from-domain": event_headers.find_from_domain(message),
        "ses:sender-identity": message.source_arn.partition("/")[2] if has_vdm else None,
        "ses:tenant-name": message.tenant,
        "ses:multi-region-endpoint-id": message.endpoint_id,
    }
    event_tags = {name: [value] for name, value in leading_tags.items() if value is not None}
    for name, value in message.tag_pairs:
        event_tags.setdefault(name, []).append(value)
    event_tags["ses:caller-identity"] = [event_constants.CALLER_IDENTITY]
    if is_delivery:
        event_tags["ses:outgoing-ip"] = [message.outgoing_host.ip_address]
    return event_tags


def _operation(message: SentMessage) -> str:
    """Return the operation as events name it; for SES v2, it depends on the content (inferred).

    Spec: events.md §6.
    """
    if message.api in (SES.name, SMTP):
        return message.operation
    if is_bulk(message.operation):
        return "SendBulkTemplatedEmail"
    if message.template is not None:
        return "SendTemplatedEmail"
    return "SendRawEmail" if isinstance(message.content, RawContent) else message.operation


def _timestamp(event: Event) -> str:
    return format_time(event.occurred_at)


def _plain(event: Event, _: PlainDelivery | None) -> Document:
    if event.type is EventType.DELIVERY:
        return _delivery(event)
    # The only reason that AWS documents. Spec: events.md §7 [D].
    return {"reason": "Bad content"} if event.type is EventType.REJECT else {}


def _delivery(event: Event) -> Document:
    host = event.message.outgoing_host
    return {
        "timestamp": _timestamp(event),
        "processingTimeMillis": round((event.occurred_at - event.message.accepted_at) * 1000),
        "recipients": [recipient.address for recipient in event.recipients],
        "smtpResponse": event_constants.SMTP_RESPONSE,
        "remoteMtaIp": event_constants.REMOTE_MTA_IP,
        # Unlike in a bounce, the name has no "dns; " before it. Spec: events.md §7 [R].
        "reportingMTA": host.name,
    }


def _bounce(event: Event, bounce: Bounce) -> Document:
    document: Document = {
        "feedbackId": event.feedback_id,
        "bounceType": bounce.type.value,
        "bounceSubType": bounce.subtype.value,
        "bouncedRecipients": [_bounce_recipient(bounce, recipient) for recipient in event.recipients],
        "timestamp": _timestamp(event),
    }
    if bounce.automatic_reply:
        return document
    if bounces.is_withheld(bounce):
        return {**document, "reportingMTA": f"dns; {event_constants.WITHHOLDING_MTA}"}
    host = event.message.outgoing_host
    return {**document, "remoteMtaIp": event_constants.REMOTE_MTA_IP, "reportingMTA": f"dns; {host.name}"}


def _bounce_recipient(bounce: Bounce, recipient: Address) -> Document:
    """Return an entry of the bounced recipients; for withheld mail, the address is spelled as the caller wrote it.

    Spec: suppression.md §1 [R].
    """
    address = str(recipient) if bounces.is_withheld(bounce) else recipient.address
    if bounce.automatic_reply:
        return {"emailAddress": address}
    status, sentence = bounces.find_diagnosis(bounce, recipient)
    return {"emailAddress": address, "action": "failed", "status": status, "diagnosticCode": sentence}


def _complaint(event: Event, complaint: Complaint) -> Document:
    document: Document = {
        "feedbackId": event.feedback_id,
        "complaintSubType": _text(complaint.subtype),
        "complainedRecipients": [{"emailAddress": recipient.address} for recipient in event.recipients],
        "timestamp": _timestamp(event),
    }
    report = {"userAgent": complaint.user_agent, "complaintFeedbackType": _text(complaint.feedback_type)}
    document.update({name: value for name, value in report.items() if value is not None})
    return {**document, "arrivalDate": _timestamp(event)}


def _text(word: Word | None) -> str | None:
    return None if word is None else word.value


def _delay(event: Event, delay: Delay) -> Document:
    status, sentence = bounces.find_delay_diagnosis(delay.type)
    return {
        "timestamp": _timestamp(event),
        "delayType": delay.type.value,
        "expirationTime": format_time(delay.expires_at),
        "delayedRecipients": [
            {"emailAddress": recipient.address, "status": status, "diagnosticCode": sentence}
            for recipient in event.recipients
        ],
    }


def _failure(_: Event, failure: RenderingFailure) -> Document:
    return {"errorMessage": failure.error_message, "templateName": failure.template_name}


def _open(event: Event, details: Open) -> Document:
    return {
        "timestamp": _timestamp(event),
        "userAgent": details.user_agent,
        "ipAddress": details.ip_address,
        "isBotEvent": _IS_BOT_EVENT,
    }


def _click(event: Event, click: Click) -> Document:
    tags = click.link_tags
    return {
        "timestamp": _timestamp(event),
        "ipAddress": click.ip_address,
        "userAgent": click.user_agent,
        "link": click.link,
        "linkTags": None if tags is None else {name: list(values) for name, values in tags.items()},
        "isBotEvent": _IS_BOT_EVENT,
    }


def _subscription(event: Event, subscription: Subscription) -> Document:
    return {
        "contactList": subscription.contact_list,
        "timestamp": _timestamp(event),
        "source": subscription.source,
        "newTopicPreferences": _preferences(subscription.new),
        "oldTopicPreferences": _preferences(subscription.old),
    }


def _preferences(preferences: Preferences) -> Document:
    return {
        "unsubscribeAll": preferences.unsubscribe_all,
        "topicSubscriptionStatus": [
            {"topicName": topic, "subscriptionStatus": status} for topic, status in preferences.topics
        ],
    }


_BODIES: dict[type, Callable[[Event, Any], Document]] = {
    type(None): _plain,
    PlainDelivery: _plain,
    Bounce: _bounce,
    Complaint: _complaint,
    Delay: _delay,
    RenderingFailure: _failure,
    Open: _open,
    Click: _click,
    Subscription: _subscription,
}
