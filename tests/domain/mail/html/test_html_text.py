"""Text and links extracted from HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesmock.domain.mail.html import html_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello&nbsp;<b>Ada</b></p><p>Bye</p>", "Hello Ada\n\nBye"),
        ("<div>one<br>two<br/>three</div>", "one\ntwo\nthree"),
        ("<head><title>no</title></head><style>p{}</style><script>x()</script>yes", "yes"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ('<img alt="Logo" src=x> &amp; <img src=y>', "Logo &"),
        ("<p>broken <b>markup </p></style></td> here", "broken markup\nhere"),
        ("<![if !mso]>a<![endif]><!--[if mso]>b<![endif]-->", "a"),
        ("", ""),
    ],
)
def test_html_becomes_readable_text(html: str, text: str) -> None:
    """HTML becomes text with a line for each block, and without hidden content."""
    assert html_text.extract_text(html) == text


def test_the_start_of_a_large_page_is_its_first_text() -> None:
    """The start has at least the requested number of characters, without blanks, and ends with a whole piece."""
    html = "<style>p{}</style><!-- x --><p>   \n</p><p>Hello</p><p>Ada</p>" + "<p>Bye</p>" * 100

    assert html_text.extract_start(html, 6) == "Hello\n\nAda"
    assert html_text.extract_start("<p>Hello</p>", 100) == "Hello"


@given(
    st.lists(st.sampled_from(["<", "!", "[", "]", ">", "--", "/", "if ", "a", " ", "=", '"', "&", "#", "x"]))
)
def test_invalid_markup_never_fails(pieces: list[str]) -> None:
    """Text and links can be extracted from any markup, valid or not."""
    html = "".join(pieces)

    assert isinstance(html_text.extract_text(html), str)
    assert isinstance(html_text.extract_links(html, html), tuple)


@pytest.mark.parametrize("html", ["<![x[y]]>a", "<![ ", "<![1]>a", "<![", "<!DOCTYPE html [ <!x"])
def test_unknown_sections_are_skipped(html: str) -> None:
    """Marked sections that make the standard library's parser raise an error are skipped."""
    assert html_text.extract_links(None, html + '<a href="/x">') in {("/x",), ()}


@pytest.mark.parametrize(
    ("text", "html", "links"),
    [
        (None, None, ()),
        (
            "See https://a.example/x. Or (http://b.example/y)!",
            None,
            ("https://a.example/x", "http://b.example/y"),
        ),
        ("https://en.wikipedia.org/wiki/A_(b)", None, ("https://en.wikipedia.org/wiki/A_(b)",)),
        (
            "https://a.example/token__ *https://b.example/*",
            None,
            ("https://a.example/token__", "https://b.example/"),
        ),
        ("_https://a.example/_, **https://b.example/**.", None, ("https://a.example/", "https://b.example/")),
        (
            "https://a.example/",
            '<a href=" https://a.example/ ">a</a><a>none</a><a href="mailto:x@y.z">b</a><area href="/c">',
            ("https://a.example/", "mailto:x@y.z", "/c"),
        ),
        (None, '<a href="/?at=1&timestamp=2&amp;reg=3">a</a>', ("/?at=1&timestamp=2&reg=3",)),
    ],
)
def test_each_link_is_listed_once(text: str | None, html: str | None, links: tuple[str, ...]) -> None:
    """Each link is listed once, those of the HTML first, and without punctuation that belongs to a sentence."""
    assert html_text.extract_links(text, html) == links
