"""The text of header fields as their reader sees it (RFC 2047)."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import decode_header, make_header
from itertools import groupby

# No text of a word holds the start of another, so a hostile header is read in one pass.
_WORD = re.compile(r"=\?[^?\s]+\?[bq]\?(?:(?!=\?(?!=))[!-~])*?\?=", re.IGNORECASE)
_WORDS = re.compile(rf"{_WORD.pattern}(?:\s*{_WORD.pattern})*", re.IGNORECASE)
_UNDECODABLE = (MessageError, LookupError, ValueError)


def decode(value: str) -> str:
    """Return a header's value with its encoded words decoded; a word that cannot be decoded stays as it stands."""
    return _WORDS.sub(_decode_words, value) if "=?" in value else value


def decode_bytes(data: bytes) -> str:
    """Return what a header has unencoded as readers show it: UTF-8, or else Latin-1."""
    try:
        return data.decode()
    except ValueError:
        return data.decode("latin-1")


def _decode_words(words: re.Match[str]) -> str:
    """Decode words in a row together, as some mail programs cut a character in two; one by one if that fails."""
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
    """Return the text of words; raise `ValueError` for half of a surrogate pair, which is no text."""
    text = str(make_header(decode_header(words)))
    text.encode()
    return text
