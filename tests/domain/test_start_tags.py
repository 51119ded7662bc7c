"""Attributes are read as browsers read them, by every version of Python."""

from __future__ import annotations

import pytest

from sesmock.domain import start_tags


@pytest.mark.parametrize(
    ("start_tag", "expected"),
    [
        ("<a>", {}),
        ("<a HREF=/x disabled>", {"href": "/x", "disabled": ""}),
        ('<a title=\'a "b"\'href="/x y">', {"title": 'a "b"', "href": "/x y"}),
        ("<a href = /x>", {"href": "/x"}),
        ("<a/href=/x/y>", {"href": "/x/y"}),
        ("<a title=\"href='/y'\" href=/x>", {"title": "href='/y'", "href": "/x"}),
        ("<a href=/first href=/second>", {"href": "/first"}),
    ],
)
def test_attributes_are_read_by_name(start_tag: str, expected: dict[str, str]) -> None:
    """However they are quoted; the first of two counts."""
    assert start_tags.attributes(start_tag) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("?a&amp;b", "?a&b"),
        ("?a&#38;b&#x26;c&#38d", "?a&b&c&d"),
        ("?a=1&copy=2&timestamp=3&notify=4", "?a=1&copy=2&timestamp=3&notify=4"),
        ("&copy;&copy &copy", "©© ©"),
        ("&nonsense;&nonsense &", "&nonsense;&nonsense &"),
    ],
)
def test_parameters_of_a_link_are_no_characters(written: str, expected: str) -> None:
    """A name without a semicolon is one of a character only where nothing goes on."""
    assert start_tags.attributes(f'<a href="{written}">') == {"href": expected}
