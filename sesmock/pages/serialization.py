"""The records of a mock as plain values, which reports send between processes and embed in pages."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from sesmock.calls import list_recipients
from sesmock.domain.events import event_documents
from sesmock.domain.mail import addresses
from sesmock.inspector import failure_text, lint
from sesmock.pages import checks, mail_links, template_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sesmock.calls import Call
    from sesmock.domain.events.events import Event
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.mail.parsed_mail import Attachment
    from sesmock.domain.receiving.received import Received
    from sesmock.domain.world import World
    from sesmock.inspector.records import Record

# A page can have thousands of emails, and readers need no more than this of a single one. Numbers are characters or
# bytes.
_MAX_SOURCE = 64 * 1024
_MAX_TEXT = 256 * 1024
_MAX_ATTACHMENT = 128 * 1024
_MAX_EML = 512 * 1024


def serialize_record(record: Record) -> dict[str, object]:
    """Return the messages by kind (sent, not rendered, written by SES, received), and the refused calls and entries."""
    return {
        "sent": [serialize_checked(message, record.world) for message in record.sent.items()],
        "unrendered": [serialize_unrendered(message) for message in record.unrendered.items()],
        "notices": [serialize_checked(message, record.world) for message in record.notices.items()],
        "received": [serialize_received(received) for received in record.received.items()],
        "rejected": [
            *map(serialize_refusal, record.rejected()),
            *(
                serialize_refused_send(entry.call, entry.params, entry.error)
                for entry in record.unsent_entries()
            ),
        ],
    }


def serialize_message(message: SentMessage) -> dict[str, object]:
    """Return a message with its addresses, parts, source, outcomes, events and links."""
    return {
        **_serialize_mail(message),
        "call": f"{message.api} {message.operation}".rstrip(),
        "sent_at": message.sent_at.isoformat(timespec="milliseconds"),
        "return_path": addresses.display(message.return_path or ""),
        "outcomes": [
            [addresses.display(recipient), str(outcome)] for recipient, outcome in message.outcomes.items()
        ],
        "events": list(map(_serialize_event, message.events)),
        "tags": dict(message.tags),
        "template": message.template and (message.template.name or message.template.arn or "inline template"),
        "template_data": template_texts.dump_data(message),
        **_serialize_links(mail_links.list_links(message)),
        "configuration_set": message.configuration_set,
        "transmission": _serialize_transmission(message),
        "hint": "; ".join(lint.unencoded_names(message)),
    }


def serialize_checked(message: SentMessage, world: World) -> dict[str, object]:
    """Return a message with the problems that the checks report."""
    return {**serialize_message(message), "checks": checks.list_checks(message, world)}


def serialize_unrendered(message: SentMessage) -> dict[str, object]:
    """Return a message that could not be rendered, and the reason."""
    return {
        **serialize_message(message),
        "error": failure_text.rendering_error(message),
        "rendering": template_texts.describe_failure(message),
    }


def _serialize_transmission(message: SentMessage) -> list[list[str]]:
    """Return the special settings that a message was sent with, as names and values; most messages have none."""
    transmission = message.transmission
    seconds = transmission.max_delivery_seconds
    values = {
        "Tenant": message.tenant,
        "Contact list": message.contact_list,
        "Topic": message.topic,
        "Global endpoint": message.endpoint_id,
        "Sending pool": transmission.sending_pool,
        "Dedicated IP": transmission.dedicated_ip,
        "TLS": "required" if transmission.requires_tls else None,
        "Time limit": None if seconds is None else f"{seconds} seconds",
        "Archive": message.archive,
        "Signed by": message.signed_by,
        "Engagement metrics": "on" if transmission.engagement_metrics else None,
        "Optimized shared delivery": "on" if transmission.optimized_shared_delivery else None,
    }
    return [[name, value] for name, value in values.items() if value is not None]


def serialize_received(received: Received) -> dict[str, object]:
    """Return received mail in the format of a sent message, with SES's reply and the actions of the rules."""
    outcomes = {recipient: received.refusals.get(recipient, "accepted") for recipient in received.recipients}
    return {
        **_serialize_mail(received),
        "call": f"from {received.host} [{received.source_ip}]",
        "sent_at": received.received_at.isoformat(timespec="milliseconds"),
        "return_path": str(received.source or ""),
        "outcomes": [[addresses.display(recipient), outcome] for recipient, outcome in outcomes.items()],
        "events": [],
        "tags": {},
        "template": None,
        "template_data": None,
        **_serialize_links(mail_links.list_received_links(received)),
        "configuration_set": None,
        "transmission": [],
        "checks": checks.list_html_checks(received.html),
        "accepted": received.accepted,
        "reply": received.smtp_reply,
        "actions": [
            [f"{run.rule}: {run.type}", _shorten(repr(run.action), _MAX_TEXT)] for run in received.actions
        ],
    }


def _serialize_mail(mail: SentMessage | Received) -> dict[str, object]:
    return {
        "id": mail.message_id,
        "place": f"{mail.account_id} {mail.region}",
        "from": addresses.display(mail.sender or ""),
        **{
            name: list(map(addresses.display, getattr(mail, name)))
            for name in ("to", "cc", "bcc", "reply_to", "recipients")
        },
        "subject": mail.subject,
        "text": _shorten(mail.text, _MAX_TEXT),
        "html": _shorten(mail.html, _MAX_TEXT),
        "headers": [[name, value] for name in mail.headers for value in mail.headers.get_all(name)],
        **_serialize_source(mail.raw),
        "attachments": list(map(_serialize_attachment, mail.attachments)),
    }


def _serialize_links(links: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Return the links that a page shows, and the number of those that it does not show."""
    return {
        "links": links[: mail_links.MAX_LINKS],
        "more_links": max(0, len(links) - mail_links.MAX_LINKS),
    }


def _serialize_source(raw: bytes) -> dict[str, str | None]:
    """Return the source of an email as text; if this loses something, also the bytes as ``eml``.

    ``eml`` is Base64, or None if the email is too large.
    """
    source = _shorten(raw[: _MAX_SOURCE + 1].decode("utf-8", "replace"), _MAX_SOURCE)
    if source is not None and source.encode("utf-8", "replace") == raw:
        return {"source": source}
    small = len(raw) <= _MAX_EML
    return {"source": source, "eml": base64.b64encode(raw).decode() if small else None}


def _serialize_event(event: Event) -> dict[str, object]:
    return {
        "type": str(event.type),
        "at": event.timestamp.isoformat(timespec="milliseconds"),
        "to": list(map(addresses.display, event.recipients)),
        "body": event_documents.build_body(event),
    }


def serialize_refusal(call: Call) -> dict[str, object]:
    """Return a refused call and its error."""
    return serialize_refused_send(call, call.params, str(call.error))


def serialize_refused_send(call: Call, params: Mapping[str, Any], error: str) -> dict[str, object]:
    """Return a refused call, or a refused entry of a bulk send with its parameters and error."""
    return {
        "call": f"{call.service} {call.operation}",
        "place": f"{call.account_id} {call.region}",
        "to": list_recipients(params),
        "error": error,
        "params": _shorten(repr(dict(params)), _MAX_SOURCE),
    }


def _serialize_attachment(attachment: Attachment) -> dict[str, object]:
    small = len(attachment.content) <= _MAX_ATTACHMENT
    return {
        "name": attachment.file_name or "",
        "type": attachment.content_type,
        "size": len(attachment.content),
        "inline": attachment.inline,
        "content_id": attachment.content_id,
        "content": base64.b64encode(attachment.content).decode() if small else None,
    }


def _shorten(text: str | None, length: int) -> str | None:
    return text if text is None or len(text) <= length else text[:length] + "\n… (cut)"
