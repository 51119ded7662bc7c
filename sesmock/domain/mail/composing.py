"""The MIME that SES composes from the parts of a message. Spec: messages.md §6; events.md §4."""

from __future__ import annotations

import base64
import mimetypes
import quopri
from typing import TYPE_CHECKING
from zlib import crc32

from sesmock.domain.mail.content import RawContent
from sesmock.domain.mail.headers import header_encoding, outgoing_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.content import AttachmentContent, Content, SimpleContent, Text
    from sesmock.domain.mail.headers.outgoing_fields import Postmark

_CRLF = b"\r\n"
# Custom headers that SES drops or replaces. Spec: messages.md §7 [D].
_REPLACED = outgoing_fields.NAMES | {"bcc", "return-path"}
_BINARY = "application/octet-stream"


def compose(
    content: SimpleContent,
    *,
    sender: Address,
    to: Sequence[Address],
    cc: Sequence[Address],
    reply_to: Sequence[Address],
    postmark: Postmark,
) -> bytes:
    """Return the mail that a recipient gets: without Bcc, and with the fields that SES adds."""
    boundaries = Boundaries(postmark.message_id, int(postmark.sent_at.timestamp() * 1000))
    mailboxes = [("From", [sender]), ("Reply-To", reply_to), ("To", to), ("Cc", cc)]
    part = _body(content, boundaries)
    signatures, ids, trace = (
        [b"%s: %s" % field for field in fields]
        for fields in (postmark.signatures, [postmark.outgoing_id, postmark.date], postmark.trace)
    )
    lines = [
        *signatures,
        *[header_encoding.write_mailbox_field(name, values) for name, values in mailboxes if values],
        *[
            header_encoding.write_text_field(*field)
            for field in content.headers
            if field[0].lower() not in _REPLACED
        ],
        *_top_fields(content),
        *part.header,
        *ids,
        *trace,
    ]
    return _CRLF.join([*lines, b"", part.body])


def compose_test(content: SimpleContent, sent_at: datetime) -> bytes:
    """Return the MIME of a test rendering, which has no addresses. Spec: templates.md §5 [I]."""
    part = _body(content, Boundaries(content.subject.data, int(sent_at.timestamp() * 1000)))
    lines = [header_encoding.write_text_field("Date", outgoing_fields.date(sent_at)), *_top_fields(content)]
    return _CRLF.join([*lines, *part.header, b"", part.body])


def _top_fields(content: SimpleContent) -> list[bytes]:
    return [header_encoding.write_text_field("Subject", *content.subject), b"MIME-Version: 1.0"]


def estimate_size(content: Content) -> int:
    """Return the size of a message in bytes without composing it; the estimate for parts is slightly too high.

    Text counts as UTF-8. Attachments count in base64 if that is their transfer encoding.
    """
    if isinstance(content, RawContent):
        return len(content.data)
    size = sum(map(_estimate_attachment, content.attachments)) if content.attachments else 0
    for part in (content.subject, content.text, content.html):
        if part is not None:
            # ASCII text has one byte per character. A lone surrogate cannot be encoded, so it counts as a "?".
            size += len(part.data) if part.data.isascii() else len(part.data.encode("utf-8", "replace"))
    return size


def guess_content_type(attachment: AttachmentContent) -> str:
    """Return the content type of an attachment, guessed from the file name if the caller passed none.

    Spec: messages.md §4 [D].
    """
    return attachment.content_type or mimetypes.guess_type(attachment.file_name)[0] or _BINARY


def encode_transfer(data: bytes) -> tuple[str, bytes]:
    """Return the transfer encoding that suits some text, and the text in that encoding."""
    encoding = "7bit" if _is_seven_bit(data) else _choose_encoding(data)
    return encoding, _transfer(data, encoding)


class _Part:
    """A part of a message: its header lines and its body."""

    def __init__(self, header: list[bytes], body: bytes) -> None:
        self.header = header
        self.body = body


class Boundaries:
    """JavaMail-style boundaries, derived from the message id so that composing a message twice gives the same bytes."""

    def __init__(self, message_id: str, milliseconds: int) -> None:
        # Not hash(), whose value for a string differs from process to process.
        self._number = crc32(message_id.encode())
        self._milliseconds = milliseconds
        self._made = 0

    def next(self) -> str:
        """Return a new boundary."""
        self._made += 1
        return f"----=_Part_{self._made}_{self._number + self._made}.{self._milliseconds}"


def _body(content: SimpleContent, boundaries: Boundaries) -> _Part:
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


def _multipart(subtype: str, parts: Iterable[_Part], boundaries: Boundaries) -> _Part:
    boundary = boundaries.next()
    # JavaMail folds with a tab after the space, so events show two spaces. Spec: events.md §4 [R].
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
    """Return the charset and bytes of a string; unencodable characters become question marks, as in Java (inferred)."""
    charset = text.charset or "UTF-8"
    return charset, text.data.encode(charset, "replace")


def _is_seven_bit(data: bytes) -> bool:
    return data.isascii() and all(len(line) <= header_encoding.MAX_LINE for line in data.splitlines())


def _choose_encoding(data: bytes) -> str:
    """Return quoted-printable for mostly ASCII data and base64 for the rest, which is JavaMail's rule (inferred)."""
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
    """Return the part of an attachment; without base64, SES sends its bytes unencoded.

    Spec: messages.md §4 [U], §6.
    """
    name = _parameter(attachment.file_name)
    header = [
        f"Content-Type: {header_encoding.join_lines(guess_content_type(attachment))}; name={name}",
        f"Content-Transfer-Encoding: {attachment.transfer_encoding}",
        f"Content-Disposition: {attachment.disposition}; filename={name}",
    ]
    if attachment.content_id:
        header.append(f"Content-ID: <{header_encoding.join_lines(attachment.content_id)}>")
    lines = [header_encoding.fold(line).encode("utf-8", "replace") for line in header]
    if attachment.description:
        lines.append(header_encoding.write_text_field("Content-Description", attachment.description))
    is_7bit = attachment.transfer_encoding == "7bit"
    return _Part(
        lines,
        attachment.content if is_7bit else _transfer(attachment.content, attachment.transfer_encoding),
    )


def _parameter(value: str) -> str:
    if not value.isascii():
        value = header_encoding.encode_words(value, "UTF-8")
    value = header_encoding.join_lines(value)
    return (
        value if value.replace(".", "").replace("-", "").replace("_", "").isalnum() else f'"{_escape(value)}"'
    )


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _estimate_attachment(attachment: AttachmentContent) -> int:
    size = len(attachment.content)
    # A line of base64 encodes 57 bytes as 76 characters, and ends with a CRLF.
    return -(-size // 57) * 78 if attachment.transfer_encoding == "base64" else size
