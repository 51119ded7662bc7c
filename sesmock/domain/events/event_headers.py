"""The headers of a message in events. Spec: events.md §4, §5, §8."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.errors import InvalidParameter
from sesmock.domain.events.event_types import EventType
from sesmock.domain.mail import addresses, raw_mail
from sesmock.domain.mail.content import RawContent
from sesmock.domain.mail.headers import header_text, outgoing_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.domain.events.events import Event
    from sesmock.domain.mail.messages import SentMessage

Fields = tuple[tuple[str, str], ...]

# Since 2025, these events contain no fields that SES added. Spec: events.md §4 [R].
_READER_EVENTS = frozenset({EventType.OPEN, EventType.CLICK})
_MAX_SIZE = 10 * 1024  # Spec: events.md §3 [D]
# The headers in the Send event of a templated send, which has no subject yet. Spec: events.md §8 [R].
_KNOWN_BEFORE_RENDERING = frozenset({"return-path", "from", "reply-to", "to", "cc", "mime-version"})
# The headers in `commonHeaders`, in its order, and their keys there. Spec: events.md §5 [R].
_ADDRESSES = {"from": "from", "reply-to": "replyTo", "to": "to", "cc": "cc", "bcc": "bcc"}
_COMMON = ("return-path", "from", "date", "reply-to", "to", "cc", "bcc", "sender", "message-id", "subject")
_KEYS = {"return-path": "returnPath", "message-id": "messageId", **_ADDRESSES}


def list_mail_headers(event: Event) -> dict[str, object]:
    """Return the members of ``mail`` that describe headers; a message that was not rendered has no headers."""
    if event.type is EventType.RENDERING_FAILURE:
        return {"headersTruncated": False}
    fields = _fields(event)
    shown_fields = truncate(fields)
    return {
        "headersTruncated": len(shown_fields) < len(fields),
        "headers": [{"name": name, "value": header_text.decode(value)} for name, value in shown_fields],
        "commonHeaders": _common(event.message, fields),
    }


def find_from_domain(message: SentMessage) -> str | None:
    """Return the domain of the From header, or None if there is no such header."""
    if not isinstance(message.content, RawContent):
        return message.sender.domain
    values = (
        value for name, value in raw_mail.read_event_header(message.content.data) if name.lower() == "from"
    )
    mailboxes = [address for value in values for address in _split_addresses(value)]
    return addresses.lenient(mailboxes[0]).domain if mailboxes else None


def _fields(event: Event) -> Fields:
    message = event.message
    fields = _original_fields(message)
    if message.template is not None:
        if event.type is EventType.SEND:
            return tuple(field for field in fields if field[0].lower() in _KNOWN_BEFORE_RENDERING)
        if event.type not in _READER_EVENTS:
            fields = (("Date", outgoing_fields.date(message.sent_at)), *fields)
    return fields


def _original_fields(message: SentMessage) -> Fields:
    """Return the header fields that a message had before SES added its own."""
    if isinstance(message.content, RawContent):
        return raw_mail.read_event_header(message.content.data)
    header = raw_mail.read_event_header(message.authored)
    fields = tuple(field for field in header if field[0].lower() not in outgoing_fields.NAMES)
    return fields if message.return_path is None else (("Return-Path", message.return_path), *fields)


def truncate(fields: Fields) -> Fields:
    """Return the fields that fit into 10 KB. Spec: events.md §3 [D]."""
    size = 0
    for position, (name, value) in enumerate(fields):
        size += len(name) + len(value)
        # Headers of exactly 10 KB are truncated, too.
        if size >= _MAX_SIZE:
            return fields[:position]
    return fields


def common_headers(fields: Fields, names: Sequence[str]) -> dict[str, object]:
    """Return the header fields for ``commonHeaders``, in the order of ``names``, which are lower case."""
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name.lower(), []).append(value)
    return {_KEYS.get(name, name): _common_value(name, values[name]) for name in names if name in values}


def _common(message: SentMessage, fields: Fields) -> dict[str, object]:
    # A message without a Message-ID of its own has SES's id here. Spec: events.md §5 [R].
    has_message_id = any(name.lower() == "message-id" for name, _ in fields)
    return common_headers(
        fields if has_message_id else (*fields, ("Message-ID", message.message_id)), _COMMON
    )


def _common_value(name: str, values: Sequence[str]) -> object:
    if name in _ADDRESSES:
        return [header_text.decode(address) for value in values for address in _split_addresses(value)]
    return header_text.decode(values[0])


def _split_addresses(value: str) -> Sequence[str]:
    """Return the addresses in a header as separate items; a malformed list is one item."""
    try:
        return addresses.parse_header(value)
    except InvalidParameter:
        return [value]
