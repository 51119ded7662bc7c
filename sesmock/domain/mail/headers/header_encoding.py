"""Header fields as SES writes them into mail that it composes.

Encoded words and folding follow JavaMail's ``MimeUtility`` and ``InternetAddress``, which SES is built on.
Spec: messages.md §6.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_LINE = 998
"""The maximum length of a line in octets, without its end (RFC 5322 §2.1.1)."""

_FOLDED_LINE = 76  # the length at which JavaMail folds
_MAX_WORD = 75  # an encoded word of RFC 2047
_FRAME = len("=??Q??=")
_BLANKS = re.compile(r"(?<![ \t])[ \t]")
_LINE_END = re.compile(r"\r\n?|\n")
# The bytes that the Q encoding leaves as they are.
_LITERAL = frozenset(range(0x21, 0x7F)) - frozenset(b"=_?")
# A character that is reduced to its low byte may become a line end, which must not end the header line.
_LINE_ENDS = bytes.maketrans(b"\r\n\0", b"???")


def write_text_field(name: str, text: str, charset: str | None = None) -> bytes:
    """Return a text field; use encoded words if the text is not ASCII or has a word longer than a line."""
    text = join_lines(text).rstrip(" \t")
    if not text.isascii() or any(len(word) > MAX_LINE - len(name) - 2 for word in text.split(" ")):
        text = encode_words(text, charset or "UTF-8")
    return fold(f"{name}: {text}").encode("ascii")


def write_mailbox_field(name: str, mailboxes: Iterable[str]) -> bytes:
    """Return an address field with each address as its caller wrote it; SES does not encode display names.

    SES writes only the low byte of each UTF-16 unit of a non-ASCII character (inferred).
    Spec: sending.md §4.
    """
    line = b""
    lines = []
    for text in mailboxes:
        mailbox = _low_bytes(join_lines(text))
        if not line:
            line = f"{name}: ".encode() + mailbox
        elif len(line) + 2 + len(mailbox) > _FOLDED_LINE:
            lines.append(line + b",")
            line = b"\t" + mailbox
        else:
            line += b", " + mailbox
    return b"\r\n".join([*lines, line])


def encode_words(text: str, charset: str) -> str:
    """Return a string as encoded words (RFC 2047); characters that the charset lacks become question marks."""
    ascii_characters = sum(character.isascii() for character in text)
    encoding = "Q" if ascii_characters * 2 > len(text) else "B"
    return " ".join(
        f"=?{charset}?{encoding}?{word}?="
        for word in _words(text, charset, encoding, _MAX_WORD - _FRAME - len(charset))
    )


def fold(line: str) -> str:
    """Return a header line folded at spaces to 76 characters where possible."""
    lines: list[str] = []
    start = last_blank = 0
    # Do not fold at the space after the colon: some parsers take a line without text for the end of the header.
    blanks = (match.start() for match in _BLANKS.finditer(line, line.find(":") + 2))
    for position in (*blanks, len(line)):
        if position - start > _FOLDED_LINE and last_blank > start:
            lines.append(line[start:last_blank])
            start = last_blank
        last_blank = position
    return "\r\n".join([*lines, line[start:]])


def join_lines(value: str) -> str:
    """Replace line ends with spaces, so that a value cannot inject another header."""
    return _LINE_END.sub(" ", value)


def _words(text: str, charset: str, encoding: str, room: int) -> list[str]:
    """Split a string in half until each piece fits into an encoded word, and return the encoded pieces."""
    data = text.encode(charset, "replace")
    word = base64.b64encode(data).decode() if encoding == "B" else _quote(data)
    if len(word) <= room or len(text) < 2:
        return [word]
    # Split between characters, because an encoded word must contain whole ones (RFC 2047 §5).
    middle = len(text) // 2
    return [
        *_words(text[:middle], charset, encoding, room),
        *_words(text[middle:], charset, encoding, room),
    ]


def _quote(data: bytes) -> str:
    # In the Q encoding, an underscore is a space (RFC 2047 §4.2).
    return "".join(
        "_" if byte == 0x20 else chr(byte) if byte in _LITERAL else f"={byte:02X}" for byte in data
    )


def _low_bytes(text: str) -> bytes:
    if text.isascii():
        return text.encode()
    return text.encode("utf-16-le", "surrogatepass")[::2].translate(_LINE_ENDS)
