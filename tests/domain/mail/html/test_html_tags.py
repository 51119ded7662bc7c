"""Tokens and attributes are parsed as browsers parse them, by every version of Python."""

from __future__ import annotations

from time import process_time

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
    """Attributes are parsed in every quoting style, and the first of two with the same name counts."""
    assert StartTag("a", 0, start_tag).attributes == expected


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ("?a&amp;b", "?a&b"),
        ("?a&#38;b&#x26;c&#38d", "?a&b&c&d"),
        # HTML standard, "named character reference state": in an attribute, "&copy=" is text for historical reasons.
        ("?a=1&copy=2&timestamp=3&notify=4", "?a=1&copy=2&timestamp=3&notify=4"),
        ("&copy;&copy &copy", "©© ©"),
        ("&nonsense;&nonsense &", "&nonsense;&nonsense &"),
    ],
)
def test_parameters_of_a_link_are_not_character_references(attribute: str, expected: str) -> None:
    """A character reference without a semicolon is decoded only if no letter, digit or equals sign follows."""
    assert StartTag("a", 0, f'<a href="{attribute}">').link == expected


def test_a_page_is_a_sequence_of_tags_and_text() -> None:
    """Tags have a lowercase name and a position, references are decoded, and comments are dropped."""
    html = "<P>a&amp;b<br/><!-- c --></P>"

    assert tokenize(html) == [StartTag("p", 0, "<P>"), "a&b", StartTag("br", 10, "<br/>"), EndTag("p")]


@pytest.mark.parametrize(
    ("html", "start", "source"),
    [
        ("<![if !mso]><b>", 12, "<b>"),
        ("<b><![endif]>", 0, "<b>"),
        ("\n<![x]><![y]>\n<b\nid=c>", 14, "<b\nid=c>"),
        ("<b <![x]>id=c>", 0, "<b <![x]>"),
    ],
)
def test_the_position_of_a_tag_counts_marked_sections(html: str, start: int, source: str) -> None:
    """Marked sections are not tokens, but count in the positions of tags."""
    [tag] = [token for token in tokenize(html) if isinstance(token, StartTag)]

    assert (tag.start, tag.source) == (start, source)


@pytest.mark.parametrize("tag", [StartTag("b", 0, '<b href="/x">'), StartTag("a", 0, "<a href=' '>")])
def test_only_links_and_areas_with_a_target_are_links(tag: StartTag) -> None:
    """A tag without a target, or one that cannot have a target, is not a link."""
    assert tag.link is None


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a < b<", ["a < b<"]),
        ("a<!-- > -->b<!-->c<!--->d<!-- x --!>e<!--f", ["a", "b", "c", "d", "e"]),
        ("<!DOCTYPE html><?xml?></>a<!b", ["a"]),
        ("<b title='>' x=a'>' c", [StartTag("b", 0, "<b title='>' x=a'>"), "' c"]),
        ("a<b title='>", ["a"]),
        ("a<b", ["a"]),
        ("</B x='>'>", [EndTag("b")]),
        (
            "<style><!-- a&amp;b </STYLE >",
            [StartTag("style", 0, "<style>"), "<!-- a&amp;b ", EndTag("style")],
        ),
        ("<script></scripts><b>", [StartTag("script", 0, "<script>"), "</scripts><b>"]),
        ("<title></title>", [StartTag("title", 0, "<title>"), EndTag("title")]),
    ],
)
def test_broken_markup_is_read_as_browsers_read_it(html: str, expected: list[object]) -> None:
    """An unclosed comment or tag ends at the end of the page, and the content of scripts and styles is plain text."""
    assert tokenize(html) == expected


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<",
        "<a ",
        "<a x='",
        '<a "',
        "<?",
        "<!",
        "<![",
        "<![CDATA[",
        "</",
        "</a",
        "&",
        "<script>",
        "=",
        "<a =",
    ],
)
def test_hostile_html_takes_linear_time(piece: str) -> None:
    """A quarter of a megabyte of unclosed markup is parsed in less than a second of CPU time."""
    html = piece * (256 * 1024 // len(piece))
    start = process_time()
    tokenize(html)

    assert process_time() - start < 1
