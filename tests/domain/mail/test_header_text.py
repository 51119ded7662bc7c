"""Header fields are decoded to readable text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sesmock.domain.mail.headers import header_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Hello", "Hello"),
        ("1 =? 2", "1 =? 2"),
        ("=?utf-8?q?caf=C3=A9?=", "café"),
        ("=?UTF-8?B?Y2Fmw6k=?= for two", "café for two"),
        ("a =?utf-8?q?b?= \t=?iso-8859-1?q?_=E9?= c", "a b é c"),
        ("=?utf-8?q?Really=3D??=", "Really=?"),
        ("=?utf-8?q?two words?=", "=?utf-8?q?two words?="),
        # RFC 2047 §5 forbids a character that is split between words, but mail clients write it.
        ("=?utf-8?q?=C3?= =?utf-8?q?=A9?=", "é"),
        ("\udce9 =?utf-8?q?=C3=A9?=", "\udce9 é"),
    ],
    ids=[
        "plain",
        "no encoded word",
        "quoted-printable",
        "base64",
        "several words",
        "question mark",
        "space in a word",
        "split character",
        "undecodable byte",
    ],
)
def test_encoded_words_are_decoded(value: str, text: str) -> None:
    """A header is decoded as mail clients decode it, including their common mistakes."""
    assert header_text.decode(value) == text


@pytest.mark.parametrize(
    "word",
    [
        "=?utf-8?b?a?=",
        "=?utf-8?b?/w==?=",
        "=?nonsense?q?a?=",
        "=?hex?q?a?=",
        "=?idna?q?=FF?=",
        "=?utf\0-8?q?a?=",
        "=?\xe9?q?a?=",
        "=?utf-8?q?\xe9?=",
        "=?unicode_escape?q?=5Cud800?=",
        "=?utf-8?x?a?=",
        "=?utf-8?q?a",
    ],
)
def test_an_undecodable_word_stays_unchanged(word: str) -> None:
    """An encoded word that cannot be decoded stays unchanged, and the words around it are still decoded."""
    value = f"Re: =?utf-8?q?caf=C3=A9?= =?utf-8?q?!?= {word} =?utf-8?q?=C3=A9?="

    assert header_text.decode(value) == f"Re: café! {word} é"


@given(st.text() | st.from_regex(r"(=\?(utf-8|[^?\s]+)\?[qb]\?[^?]*\?=[ x]?)+"))
@example("=?utf-8?b?a?=")
def test_decoding_never_fails(value: str) -> None:
    """Any header value can be decoded to a string."""
    assert isinstance(header_text.decode(value), str)
