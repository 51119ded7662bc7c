"""Parse an email into its parts without recursion, however deeply they are nested.

The standard library's parser recurses into nested parts, so a few hundred of them overflow the stack. This module
searches for boundaries itself and leaves headers, their parameters and transfer encodings to the standard library.
"""

from __future__ import annotations

import email.policy
import re
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import collapse_rfc2231_value
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from sesmock.domain.mail.headers import header_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

T = TypeVar("T")

MAX_DEPTH = 30
"""The depth at which nested parts are no longer parsed: the mail is at 1, an email attached to it at 3."""

_FOLD = re.compile(r"[\r\n]+[ \t]*")
# Lines may end in CRLF, in a bare CR or in a bare LF, as the standard library's parser allows.
_LINE_START = rb"(?:\A|(?<=\n)|(?<=\r)(?!\n))"
_LINE_END = rb"(?:\r\n?|\n)"
_ANY_DELIMITER = re.compile(rb"%s--[^\r\n]" % _LINE_START)
_LAST_LINE_END = re.compile(rb"%s\Z" % _LINE_END)
_DELIMITER = re.compile(rb"%s--([^\r\n]*)%s?" % (_LINE_START, _LINE_END))
# A boundary with a colon does not count as a field, so headers never overlap and a hostile email takes linear time.
_END_OF_HEADER = re.compile(rb"%s(?!From |(?!--)[!-9;-~]*:|[\t ])(%s?)" % (_LINE_START, _LINE_END))


class Part:
    """A part of an email: its header reaches from ``start`` to ``body``, its body from ``body`` to ``end``.

    An unreadable parameter counts as missing, because the standard library raises errors of many types for it.
    """

    def __init__(self, data: bytes, start: int, depth: int) -> None:
        self._data = data
        self.start = start
        self.depth = depth
        self.end = len(data)
        end_of_header = _END_OF_HEADER.search(data, start)
        self.body = len(data) if end_of_header is None else end_of_header.end()
        self.header: Message = BytesHeaderParser().parsebytes(data[start : self.body])
        self.is_container = False
        self.is_related = False

    @property
    def content_type(self) -> str:
        """The type in lower case, such as ``text/html``."""
        return self.header.get_content_type()

    @cached_property
    def boundary(self) -> bytes | None:
        """The boundary between the parts of a multipart; None for other types."""
        if self.header.get_content_maintype() != "multipart":
            return None
        boundary = _readable(self.header.get_boundary)
        return None if boundary is None else boundary.encode("utf-8", "surrogateescape")

    @property
    def charset(self) -> str | None:
        """The charset in the header of a text part."""
        charset = _readable(partial(self.header.get_param, "charset"))
        return collapse_rfc2231_value(charset) if charset else None

    @property
    def lacks_start_boundary(self) -> bool:
        """Whether a multipart has no boundary line that starts a part.

        Without a boundary parameter, any line that looks like a boundary is enough, as in JavaMail.
        """
        if self.header.get_content_maintype() != "multipart" or self.is_container or self.depth >= MAX_DEPTH:
            return False
        return self.boundary is not None or not _ANY_DELIMITER.search(self._data, self.body, self.end)

    def fields(self, name: str) -> list[str]:
        """Return the values of a field, unfolded."""
        return [str(value) for value in self._text_header.get_all(name, [])]

    @property
    def is_attachment(self) -> bool:
        """Whether the header marks the part as an attachment."""
        return self.header.get_content_disposition() == "attachment"

    @property
    def is_inline(self) -> bool:
        """Whether the part is shown inline: it is marked as such, or is an image of the HTML next to it."""
        disposition = self.header.get_content_disposition()
        is_picture = disposition is None and self.is_related and self.content_id is not None
        return is_picture or disposition == "inline"

    @property
    def file_name(self) -> str | None:
        """The decoded file name; it may have any of the forms that mail clients write."""
        return self._parameter("filename", "Content-Disposition") or self._parameter("name", "Content-Type")

    @property
    def content_id(self) -> str | None:
        """The Content-ID without its brackets."""
        content_id = self._text_header.get("Content-ID")
        return None if content_id is None else content_id.strip("<> ")

    @property
    def is_eight_bit(self) -> bool:
        """Whether the body has non-ASCII bytes that no transfer encoding covers."""
        return not self._data[self.body : self.end].isascii()

    @property
    def content(self) -> bytes:
        """The body after decoding its transfer encoding."""
        # Message takes bytes as surrogates in a string; get_payload(decode=True) turns them back into bytes.
        self.header.set_payload(self._data[self.body : self.end].decode("ascii", "surrogateescape"))
        payload = self.header.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else b""

    def decode(self) -> tuple[str, str]:
        """Return the body as text and its charset; Latin-1 if the charset of the header does not fit."""
        content, charset = self.content, _readable(self.header.get_content_charset) or "utf-8"
        try:
            text = content.decode(charset)
            text.encode()  # fails for a lone surrogate, which is not valid text
        except (LookupError, ValueError):
            return content.decode("latin-1"), "latin-1"
        return text, charset

    @cached_property
    def _text_header(self) -> Message:
        """The header unfolded and with non-ASCII bytes decoded."""
        header = Message()
        for name, value in self.header.raw_items():
            data = str(value).encode("ascii", "surrogateescape")
            header[name] = _FOLD.sub(" ", header_text.decode_bytes(data))
        return header

    def _parameter(self, name: str, field: str) -> str | None:
        """Return a parameter, preferring the form with a charset (RFC 2231) to the fallback for old mail clients."""
        parameters = _readable(partial(self._text_header.get_params, [], field)) or []
        values = [value for parameter, value in parameters if parameter.lower() == name]
        # get_params() returns a tuple for the form with a charset, and a string for the other one.
        values.sort(key=lambda value: isinstance(value, str))
        text = _readable(lambda: collapse_rfc2231_value(values[0], fallback_charset="utf-8"))
        return None if text is None else header_text.decode(text.encode("utf-8", "replace").decode()).strip()


def parse_parts(data: bytes) -> list[Part]:
    """Return the parts of an email in order, starting with the mail itself; do not parse parts at `MAX_DEPTH`."""
    return _Reader(data).read()


def parse_leaves(data: bytes) -> list[Part]:
    """Return the parts of an email that contain no other parts; an attached email counts as one part."""
    return [part for part in parse_own_parts(data) if not part.is_container or _is_forwarded_mail(part)]


def parse_own_parts(data: bytes) -> list[Part]:
    """Return the parts of an email, starting with the mail itself, without the parts of attached emails."""
    parts: list[Part] = []
    attached_depth = MAX_DEPTH
    for part in parse_parts(data):
        if part.depth <= attached_depth:
            attached_depth = part.depth if _is_forwarded_mail(part) else MAX_DEPTH
            parts.append(part)
    return parts


def build_email_message(data: bytes) -> EmailMessage:
    """Return an email as the standard library parses it; parts at `MAX_DEPTH` are not parsed further."""
    parts = parse_parts(data)
    if all(part.depth < MAX_DEPTH for part in parts):
        return message_from_bytes(data, policy=email.policy.default)
    parser = BytesHeaderParser(policy=email.policy.default)
    path: list[EmailMessage] = []
    for part in parts:
        message = parser.parsebytes(data[part.start : part.body if part.is_container else part.end])
        if part.is_container:
            message.set_payload([])
        if part.depth > 1:
            path[part.depth - 2].attach(message)
        path[part.depth - 1 :] = [message]
    return path[0]


def _readable(read_parameter: Callable[[], T]) -> T | None:
    try:
        return read_parameter()
    except (LookupError, TypeError, ValueError):
        return None


class _Reader:
    """A parser that goes through the boundary lines of an email and tracks which open part each of them ends."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._parts: list[Part] = []
        self._path: list[Part] = []
        self._depths: dict[bytes, int] = {}  # the depth of each open multipart, by boundary

    def read(self) -> list[Part]:
        self._begin(0)
        for line in _DELIMITER.finditer(self._data):
            # White space may pad a boundary line (RFC 2046 §5.1.1).
            text = line[1].rstrip(b" \t")
            if text in self._depths:
                self._continue(self._depths[text], line.start(), line.end())
            elif text.endswith(b"--") and text[:-2] in self._depths:
                self._end(self._depths.pop(text[:-2]), line.start())
        if self._depths:
            self._end(min(self._depths.values()), len(self._data))
        return self._parts

    def _continue(self, depth: int, position: int, start: int) -> None:
        """Close the part before a boundary and open the one after it; an immediately repeated boundary counts once."""
        last = self._parts[-1]
        if last.start == position and last.depth == depth + 1:
            del self._parts[-1]
        self._end(depth, position)
        self._begin(start)

    def _begin(self, start: int) -> None:
        """Open a part, and the mail inside it if it is a forwarded message."""
        part = self._open(start)
        while _is_forwarded_mail(part) and part.depth < MAX_DEPTH:
            part = self._open(part.body)
        if part.boundary is not None and part.depth < MAX_DEPTH:
            self._depths.setdefault(part.boundary, part.depth)

    def _open(self, start: int) -> Part:
        part = Part(self._data, start, len(self._path) + 1)
        if self._path:
            parent = self._path[-1]
            parent.is_container = True
            part.is_related = parent.content_type == "multipart/related"
            # The parts of a digest are mail unless they say otherwise (RFC 2046 §5.1.5).
            if parent.content_type == "multipart/digest":
                part.header.set_default_type("message/rfc822")
        self._parts.append(part)
        self._path.append(part)
        return part

    def _end(self, depth: int, position: int) -> None:
        """Close the parts below a depth; the line end before a boundary belongs to the boundary."""
        line_end = _LAST_LINE_END.search(self._data[max(0, position - 2) : position])
        end = position if line_end is None else position - len(line_end[0])
        for part in self._path[depth:]:
            part.end = max(part.body, end)
            if part.boundary is not None and self._depths.get(part.boundary) == part.depth:
                del self._depths[part.boundary]
        del self._path[depth:]


def _is_forwarded_mail(part: Part) -> bool:
    """Return whether a part is an attached mail; a delivery status has only header fields and is kept as text."""
    return part.header.get_content_maintype() == "message" and part.content_type != "message/delivery-status"
