"""Tokens and attributes are read as browsers read them, by every version of Python."""

from __future__ import annotations

import pytest

from sesmock.domain.mail.html.html_tags import EndTag, StartTag, tokenize


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
    assert StartTag("a", 0, start_tag).attributes == expected


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
    assert StartTag("a", 0, f'<a href="{written}">').link == expected


def test_a_page_is_a_sequence_of_tags_and_text() -> None:
    """A tag is lower case and knows where it stands; references in text are characters, comments are left out."""
    html = "<P>a&amp;b<br/><!-- c --></P>"

    assert tokenize(html) == [StartTag("p", 0, "<P>"), "a&b", StartTag("br", 10, "<br/>"), EndTag("p")]


@pytest.mark.parametrize(
    ("html", "start", "source"),
    [
        ("<![if !mso]><b>", 12, "<b>"),
        ("<b><![endif]>", 0, "<b>"),
        ("\n<![x]><![y]>\n<b\nid=c>", 14, "<b\nid=c>"),
        ("<b <![x]>id=c>", 0, "<b <![x]>id=c>"),
    ],
)
def test_a_tag_stands_where_it_stands_in_the_page(html: str, start: int, source: str) -> None:
    """Marked sections are no tokens, but they count in positions."""
    [tag] = [token for token in tokenize(html) if isinstance(token, StartTag)]

    assert (tag.start, tag.source) == (start, source)


@pytest.mark.parametrize("tag", [StartTag("b", 0, '<b href="/x">'), StartTag("a", 0, "<a href=' '>")])
def test_what_leads_nowhere_is_not_a_link(tag: StartTag) -> None:
    """Only links and areas with a target are."""
    assert tag.link is None
