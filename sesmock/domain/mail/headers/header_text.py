"""Decode header fields to readable text (RFC 2047)."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import decode_header, make_header
from itertools import groupby

# The text of an encoded word cannot contain the start of another word, so matching a hostile header takes linear time.
_WORD = re.compile(r"=\?[^?\s]+\?[bq]\?(?:(?!=\?(?!=))[!-~])*?\?=", re.IGNORECASE)
_WORDS = re.compile(rf"{_WORD.pattern}(?:\s*{_WORD.pattern})*", re.IGNORECASE)
# Invalid base64 is a HeaderParseError, which is a MessageError; an unknown charset is a LookupError.
_UNDECODABLE = (MessageError, LookupError, ValueError)


def decode(value: str) -> str:
    """Return a header value with its encoded words decoded; words that cannot be decoded stay unchanged."""
    return _WORDS.sub(_decode_words, value) if "=?" in value else value


def decode_bytes(data: bytes) -> str:
    """Return the text of unencoded header bytes, read as UTF-8 or else as Latin-1."""
    try:
        return data.decode()
    except ValueError:
        # Latin-1 has a character for every byte, so this cannot fail.
        return data.decode("latin-1")


def _decode_words(words: re.Match[str]) -> str:
    """Decode consecutive words together, because a character may be split between them, or one by one if that fails."""
    try:
        return _decode(words[0])
    except _UNDECODABLE:
        groups = groupby(_WORD.findall(words[0]), _is_decodable)
        return " ".join(
            "".join(map(_decode, group)) if is_text else " ".join(group) for is_text, group in groups
        )


def _is_decodable(word: str) -> bool:
    try:
        _decode(word)
    except _UNDECODABLE:
        return False
    return True


def _decode(words: str) -> str:
    """Return the text of encoded words; raise `ValueError` for a lone surrogate, which is not valid text."""
    text = str(make_header(decode_header(words)))
    text.encode()
    return text
