"""The MIME that SES composes of a message's parts. Spec: sending.md §4, events.md §1.4."""

from __future__ import annotations

import base64
import mimetypes
import quopri
from email.header import Header
from email.utils import format_datetime
from typing import TYPE_CHECKING
from zlib import crc32

from sesmock.domain.mail.content import RawContent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.content import AttachmentContent, Content, SimpleContent, Text

_CRLF = b"\r\n"
_MAX_LINE = 998
# Custom headers that do not go out, or are written anew. Spec: sending.md §4, Rewriting [D].
_REPLACED = frozenset({"bcc", "date", "message-id", "return-path"})
_BINARY = "application/octet-stream"


def compose(
    content: SimpleContent,
    *,
    sender: Address | str,
    to: Sequence[Address],
    cc: Sequence[Address],
    reply_to: Sequence[Address],
    message_id: str,
    sent_at: datetime,
    region: str,
) -> bytes:
    """Return the mail that a recipient gets: no Bcc, and with the Date and Message-ID that SES gives it."""
    boundaries = _Boundaries(message_id, int(sent_at.timestamp() * 1000))
    header = [
        ("From", sender),
        ("Reply-To", ", ".join(reply_to)),
        ("To", ", ".join(to)),
        ("Cc", ", ".join(cc)),
        *[field for field in content.headers if field[0].lower() not in _REPLACED],
        ("Subject", content.subject.data),
        ("MIME-Version", "1.0"),
    ]
    lines = [_header_line(name, value) for name, value in header if value or name == "Subject"]
    part = _body(content, boundaries)
    trace_fields = [("Date", date(sent_at)), ("Message-ID", f"<{outgoing_id(message_id, region)}>")]
    return _CRLF.join(
        [*lines, *part.header, *[_header_line(*field) for field in trace_fields], b"", part.body]
    )


def compose_test(content: SimpleContent, sent_at: datetime) -> bytes:
    """Return the mail that a trial rendering shows: no addresses are known. Spec: events.md §4.5 [I]."""
    part = _body(content, _Boundaries(content.subject.data, int(sent_at.timestamp() * 1000)))
    header = [("Date", date(sent_at)), ("Subject", content.subject.data), ("MIME-Version", "1.0")]
    lines = [_header_line(*field) for field in header]
    return _CRLF.join([*lines, *part.header, b"", part.body])


def estimate_size(content: Content) -> int:
    """Return the size of a message in bytes without composing it; of parts an estimate, a little high.

    Text counts as UTF-8, an attachment as base64 makes it if that is its encoding.
    """
    if isinstance(content, RawContent):
        return len(content.data)
    size = sum(map(_estimate_attachment, content.attachments))
    for part in (content.subject, content.text, content.html):
        if part is not None:
            size += len(part.data) if part.data.isascii() else len(part.data.encode("utf-8", "replace"))
    return size


def date(time: datetime) -> str:
    """Return a time as mail headers write it."""
    return format_datetime(time)


def outgoing_id(message_id: str, region: str) -> str:
    """Return the Message-ID of outgoing mail. Spec: sending.md §4, Rewriting [D]."""
    return f"{message_id}@{'email' if region == 'us-east-1' else region}.amazonses.com"


def guess_content_type(attachment: AttachmentContent) -> str:
    """Return an attachment's type, guessed from its name if the caller gave none. Spec: sending.md §2.8 [D]."""
    return attachment.content_type or mimetypes.guess_type(attachment.file_name)[0] or _BINARY


def encode_transfer(data: bytes) -> tuple[str, bytes]:
    """Return the encoding that suits a text, and the text in it."""
    encoding = "7bit" if _is_seven_bit(data) else _choose_encoding(data)
    return encoding, _transfer(data, encoding)


class _Part:
    """A part of a message: its header lines and its body."""

    def __init__(self, header: list[bytes], body: bytes) -> None:
        self.header = header
        self.body = body


class _Boundaries:
    """Boundaries as JavaMail makes them; the numbers follow from the message id, so a mail is always the same."""

    def __init__(self, message_id: str, milliseconds: int) -> None:
        self._number = crc32(message_id.encode())
        self._milliseconds = milliseconds
        self._made = 0

    def next(self) -> str:
        self._made += 1
        return f"----=_Part_{self._made}_{self._number + self._made}.{self._milliseconds}"


def _body(content: SimpleContent, boundaries: _Boundaries) -> _Part:
    texts = [("plain", content.text), ("html", content.html)]
    parts = [_text_part(subtype, text) for subtype, text in texts if text is not None]
    body = parts[0] if len(parts) == 1 else _multipart("alternative", parts, boundaries)
    inline = [
        _attachment_part(attachment)
        for attachment in content.attachments
        if attachment.disposition == "inline"
    ]
    if inline:
        body = _multipart("related", [body, *inline], boundaries)
    attachments = [
        _attachment_part(attachment)
        for attachment in content.attachments
        if attachment.disposition != "inline"
    ]
    return _multipart("mixed", [body, *attachments], boundaries) if attachments else body


def _multipart(subtype: str, parts: Iterable[_Part], boundaries: _Boundaries) -> _Part:
    boundary = boundaries.next()
    header = [f"Content-Type: multipart/{subtype}; ".encode(), f'\tboundary="{boundary}"'.encode()]
    pieces = [_CRLF.join([f"--{boundary}".encode(), *part.header, b"", part.body]) for part in parts]
    return _Part(header, _CRLF.join([*pieces, f"--{boundary}--".encode(), b""]))


def _text_part(subtype: str, text: Text) -> _Part:
    charset, data = _encode(text)
    encoding, body = encode_transfer(data)
    header = [
        f"Content-Type: text/{subtype}; charset={charset}".encode(),
        f"Content-Transfer-Encoding: {encoding}".encode(),
    ]
    return _Part(header, body)


def _encode(text: Text) -> tuple[str, bytes]:
    """Return charset and bytes of a text; what does not fit its charset goes out as UTF-8."""
    charset = text.charset or "UTF-8"
    try:
        if charset.isascii() and charset.isprintable():
            return charset, text.data.encode(charset)
    except (LookupError, UnicodeError):
        pass
    return "UTF-8", text.data.encode("utf-8", "replace")


def _is_seven_bit(data: bytes) -> bool:
    return data.isascii() and all(len(line) <= _MAX_LINE for line in data.splitlines())


def _choose_encoding(data: bytes) -> str:
    """Return quoted-printable for what is mostly ASCII, base64 for the rest: JavaMail's rule (inferred)."""
    ascii_bytes = sum(byte < 0x80 for byte in data)
    return "quoted-printable" if ascii_bytes * 2 > len(data) else "base64"


def _transfer(data: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return base64.encodebytes(data).replace(b"\n", _CRLF)
    if encoding == "quoted-printable":
        return _with_crlf(quopri.encodestring(data))
    return _with_crlf(data)


def _with_crlf(data: bytes) -> bytes:
    return data.replace(_CRLF, b"\n").replace(b"\r", b"\n").replace(b"\n", _CRLF)


def _attachment_part(attachment: AttachmentContent) -> _Part:
    """Return an attachment's part; without base64 its bytes go out as they are, as SES has it.

    Spec: sending.md §2.8 [U], §4.
    """
    name = _parameter(attachment.file_name)
    header = [
        f"Content-Type: {_one_line(guess_content_type(attachment))}; name={name}",
        f"Content-Transfer-Encoding: {attachment.transfer_encoding}",
        f"Content-Disposition: {attachment.disposition}; filename={name}",
    ]
    if attachment.content_id:
        header.append(f"Content-ID: <{_one_line(attachment.content_id)}>")
    lines = [line.encode("utf-8", "replace") for line in header]
    if attachment.description:
        lines.append(_header_line("Content-Description", attachment.description))
    is_7bit = attachment.transfer_encoding == "7bit"
    return _Part(
        lines,
        attachment.content if is_7bit else _transfer(attachment.content, attachment.transfer_encoding),
    )


def _parameter(value: str) -> str:
    if not value.isascii():
        value = Header(value, "utf-8", maxlinelen=10_000).encode()
    value = _one_line(value)
    return (
        value if value.replace(".", "").replace("-", "").replace("_", "").isalnum() else f'"{_escape(value)}"'
    )


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _one_line(value: str) -> str:
    """Keep line ends out of a header: what a caller gives must not become a header of its own."""
    return " ".join(value.splitlines())


def _header_line(name: str, value: str) -> bytes:
    value = _one_line(value)
    encoded = value if value.isascii() else _encode_words(value)
    return f"{name}: {encoded}".encode("ascii", "replace")


def _encode_words(value: str) -> str:
    """Write a header's value in encoded words, but for the bare addresses in it."""
    name, start, address = value.rpartition("<")
    words = Header((name or address).strip(), "utf-8").encode(linesep="\r\n")
    return (
        f"{words} <{address}"
        if start and address.isascii()
        else Header(value, "utf-8").encode(linesep="\r\n")
    )


def _estimate_attachment(attachment: AttachmentContent) -> int:
    size = len(attachment.content)
    return -(-size // 57) * 78 if attachment.transfer_encoding == "base64" else size
