"""The MIME structures that SES refuses in raw mail, following JavaMail's parser. Spec: messages.md §1."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from sesmock.domain.mail import charsets, mime_parts
from sesmock.domain.mail.errors import (
    MissingParameterValue,
    MissingSemicolon,
    MissingStartBoundary,
    MissingSubtype,
    UnbalancedComment,
    UnbalancedQuote,
    UnsupportedEncoding,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.domain.mail.mime_parts import Part

# The transfer encodings that JavaMail decodes.
_TRANSFER_ENCODINGS = frozenset("7bit 8bit base64 binary quoted-printable uuencode x-uue x-uuencode".split())
_BLANKS = re.compile(r"\s*")
_TOKEN = re.compile(r"[^\s()<>@,;:\\\"/\[\]?=]+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_COMMENT_PIECE = re.compile(r"\\.|[()]", re.DOTALL)
# JavaMail refuses unquoted values with a slash, a colon or an equals sign; no such refusal by SES is known.
# Spec: messages.md §1 [I].
_VALUE = re.compile(r"[^\s;()\"]+")
_ENCODED_WORD = re.compile(r"=\?([^?\s]+)\?([^?\s]+)\?[^?\s]*\?=")


def check_header(fields: Iterable[tuple[str, str]]) -> None:
    """Refuse a raw message with encoded words in its header that SES cannot read; raise `InvalidParameter`."""
    for _, value in fields:
        if "=?" in value:
            _check_encoded_words(value)


def check_structure(data: bytes) -> None:
    """Refuse a raw message with parts that SES cannot read; raise `InvalidParameter`.

    The parts are parsed only if one of their fields is unusual. Attached messages are not checked (inferred).
    """
    if not _looks_plain(data):
        for part in mime_parts.parse_own_parts(data):
            _check_part(part)


def check_content_type(value: str) -> None:
    """Refuse a content type without a subtype, or with malformed parameters; raise `InvalidParameter`."""
    field = _Field(value)
    field.take_token()
    if field.peek() != "/":
        raise MissingSubtype(field.next_token())
    field.position += 1
    field.take_token()
    field.check_parameters()


def check_disposition(value: str) -> None:
    """Refuse a content disposition with malformed parameters; raise `InvalidParameter`."""
    field = _Field(value)
    field.take_token()
    field.check_parameters()


class _Field:
    """A parser of a MIME field that treats comments as white space."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.position = 0

    def peek(self) -> str:
        """Return the next character outside white space and comments; ``""`` at the end."""
        self._skip_blanks()
        while self._text.startswith("(", self.position):
            self._skip_comment()
            self._skip_blanks()
        return self._text[self.position : self.position + 1]

    def next_token(self) -> str:
        """Return the next word, quoted text or special character without consuming it."""
        character = self.peek()
        if character == '"':
            return self._match_quoted()[1]
        token = _TOKEN.match(self._text, self.position)
        return character if token is None else token[0]

    def take_token(self) -> str:
        """Return the next word and move past it; ``""`` if there is none."""
        self.peek()
        token = _TOKEN.match(self._text, self.position)
        if token is None:
            return ""
        self.position = token.end()
        return token[0]

    def check_parameters(self) -> None:
        """Refuse parameters without a semicolon, an equals sign or a closing quote; raise `InvalidParameter`."""
        while self.peek():
            if self.peek() != ";":
                raise MissingSemicolon(self.next_token())
            self.position += 1
            if not self.take_token():
                return  # a trailing semicolon is allowed
            if self.peek() != "=":
                raise MissingParameterValue(self.next_token())
            self.position += 1
            self._skip_value()

    def _skip_value(self) -> None:
        value = self._match_quoted() if self.peek() == '"' else _VALUE.match(self._text, self.position)
        if value is not None:
            self.position = value.end()

    def _match_quoted(self) -> re.Match[str]:
        match = _QUOTED.match(self._text, self.position)
        if match is None:
            raise UnbalancedQuote
        return match

    def _skip_blanks(self) -> None:
        self.position = _BLANKS.match(self._text, self.position).end()  # type: ignore[union-attr]

    def _skip_comment(self) -> None:
        depth = 0
        for piece in _COMMENT_PIECE.finditer(self._text, self.position):
            depth += {"(": 1, ")": -1}.get(piece[0], 0)
            if depth == 0:
                self.position = piece.end()
                return
        raise UnbalancedComment


def _check_part(part: Part) -> None:
    for value in part.fields("Content-Type"):
        check_content_type(value)
    for value in part.fields("Content-Disposition"):
        check_disposition(value)
    for value in part.fields("Content-Transfer-Encoding"):
        _check_transfer_encoding(value)
    if part.content_type.startswith("text/"):
        _check_charset(part.charset)
    if part.lacks_start_boundary:
        raise MissingStartBoundary


def _check_charset(value: str | None) -> None:
    charset = _Field(value or "").take_token()
    if charset and not charsets.is_known_to_java(charset):
        raise UnsupportedEncoding(charset)


def _check_transfer_encoding(value: str) -> None:
    encoding = _Field(value).take_token()
    if encoding and encoding.lower() not in _TRANSFER_ENCODINGS:
        raise UnsupportedEncoding(encoding)


def _check_encoded_words(value: str) -> None:
    for charset, encoding in _ENCODED_WORD.findall(value):
        if not charsets.is_known_to_java(charset.partition("*")[0]):
            raise UnsupportedEncoding(charset)
        if encoding.lower() not in {"b", "q"}:
            raise UnsupportedEncoding(encoding)


def _looks_plain(data: bytes) -> bool:
    """Return whether the fields of all parts have a usual form and each boundary appears after its declaration.

    This cheap check is true for most mail, which then needs no parsing.
    """
    lower = data.lower()
    boundaries = set()
    position = lower.find(b"content-")
    while position >= 0:
        field = _plain_field().match(lower, position)
        if field is None:
            return False
        boundary = field["quoted"] or field["bare"]
        if field["multipart"]:
            if (
                boundary is None
                or boundary in boundaries
                or not _is_boundary_after(lower, boundary, field.end())
            ):
                return False
            boundaries.add(boundary)
        position = lower.find(b"content-", field.end())
    return True


def _is_boundary_after(data: bytes, boundary: bytes, position: int) -> bool:
    """Return whether the first line that begins with a boundary starts a part."""
    delimiter = b"\n--" + boundary
    start = data.find(delimiter, position)
    return start >= 0 and data.startswith((b"\r\n", b"\n"), start + len(delimiter))


@cache
def _plain_field() -> re.Pattern[bytes]:
    """Return the pattern of the usual part fields in lower case; it also matches fields that SES does not parse."""
    blanks, token = rb"(?:[ \t]|\r?\n[ \t])*", rb"[!#$%&'*+.^_`{|}~0-9a-z-]+"
    other = token + rb"=(?:\"[^\"\\\r\n]*\"|" + token + rb")"
    charset = rb"charset=(?:utf-8|us-ascii|iso-8859-1|\"(?:utf-8|us-ascii|iso-8859-1)\")"
    boundary = rb"boundary=(?:\"(?P<quoted>[^\"\\\r\n]+)\"|(?P<bare>[^\s;()\"]+))"
    type_parameter = rb"(?:" + charset + rb"|" + boundary + rb"|(?!charset|boundary)" + other + rb")"
    separator, last = blanks + rb";" + blanks, rb"(?:" + blanks + rb";)?[ \t]*(?=\r?\n(?![ \t])|\Z)"
    fields = [
        rb"type:" + blanks + rb"(?:(?P<multipart>multipart)|" + token + rb")/" + token,
        rb"(?:" + separator + type_parameter + rb")*" + last,
        rb"|disposition:" + blanks + token + rb"(?:" + separator + other + rb")*" + last,
        rb"|transfer-encoding:" + blanks + rb"(?:7bit|8bit|base64|binary|quoted-printable)" + last,
        rb"|(?!type|disposition|transfer-encoding)",
    ]
    return re.compile(rb"content-(?:" + b"".join(fields) + rb")")
