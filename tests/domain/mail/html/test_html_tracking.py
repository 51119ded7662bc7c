"""HTML with tracked links and a pixel: only what must change changes."""

from __future__ import annotations

import pytest

from sesmock.domain.mail.html import html_tracking

PIXEL = "<img>"


def linked(html: str) -> str:
    """Return a page whose links say what was asked of them."""
    return html_tracking.track_links(
        html, lambda target, number, tags: f"[{target} {number} {' '.join(tags)}]"
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="https://e.org/">x</a>', '<a href="[https://e.org/ 1 ]">x</a>'),
        ("<A class=b HREF='http://e.org'>x</A>", '<A class=b href="[http://e.org 1 ]">x</A>'),
        ("<a href=https://e.org/a>x</a>", '<a href="[https://e.org/a 1 ]">x</a>'),
        ('<a class="b"href="https://e.org">x</a>', '<a class="b" href="[https://e.org 1 ]">x</a>'),
        ('<area href="https://e.org"/>', '<area href="[https://e.org 1 ]"/>'),
        ('<a\n  id="a"\n  href="https://e.org"\n>x</a>', '<a\n  id="a"\n  href="[https://e.org 1 ]"\n>x</a>'),
        ('ä\n<p>\n<a href="https://e.org">x</a>', 'ä\n<p>\n<a href="[https://e.org 1 ]">x</a>'),
        ('<![if\n!mso]><a href="https://e.org">', '<![if\n!mso]><a href="[https://e.org 1 ]">'),
        ('<![if !mso]>\n<a href="https://e.org">', '<![if !mso]>\n<a href="[https://e.org 1 ]">'),
        ('<a href="https://e.org?a=b&amp;c">', '<a href="[https://e.org?a=b&amp;c 1 ]">'),
        ('<a href=" https://e.org ">', '<a href="[https://e.org 1 ]">'),
        ('<a href="https://e.org?a=1&copy=2">', '<a href="[https://e.org?a=1&amp;copy=2 1 ]">'),
        ('<a/href="https://e.org">', '<a href="[https://e.org 1 ]">'),
    ],
)
def test_a_link_leads_elsewhere(html: str, expected: str) -> None:
    """However it is written; the rest of the tag stays."""
    assert linked(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        '<a href="mailto:a@e.org">x</a>',
        '<a href="tel:123">x</a>',
        '<a href="#top">x</a>',
        '<a name="x">x</a>',
        "<a href>x</a>",
        '<!-- <a href="https://e.org"> -->',
        "<script>'<a href=\"https://e.org\">'</script>",
        '<link href="https://e.org/style.css">',
        "https://e.org",
        "",
    ],
)
def test_what_is_no_link_to_the_web_stays(html: str) -> None:
    """Byte for byte."""
    assert linked(html) == html


def test_an_author_may_forbid_tracking_and_give_tags() -> None:
    """What tells SES so is taken out."""
    html = (
        '<a ses:no-track href="https://e.org">x</a><a href="https://e.org" ses:tags="p:b;g:f;g:h;bad">y</a>'
    )

    assert linked(html) == ('<a href="https://e.org">x</a><a href="[https://e.org 1 p g]">y</a>')
    assert html_tracking.find_link_tags(html, "https://e.org") == {"p": ["b"], "g": ["f", "h"]}
    assert html_tracking.find_link_tags(html, "https://e.net") is None


def test_the_links_of_a_target_are_numbered() -> None:
    """Each target counts for itself."""
    pages = ["https://a.org", "https://b.org", "https://a.org"]
    html = "".join(f'<a href="{page}">' for page in pages)

    assert linked(html) == (
        '<a href="[https://a.org 1 ]"><a href="[https://b.org 1 ]"><a href="[https://a.org 2 ]">'
    )


def test_only_so_many_links_are_tracked() -> None:
    """Those behind the 250th stay; those that are not to be tracked do not count."""
    html = '<a ses:no-track href="https://e.org">' + '<a href="https://e.org">' * 251

    assert linked(html).count("[https://e.org") == html_tracking.MAX_LINKS
    assert linked(html).endswith('250 ]"><a href="https://e.org">')


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<body><p>x</p></body>", f"<body><p>x</p>{PIXEL}</body>"),
        ("<p>x</p>", f"<p>x</p>{PIXEL}"),
        ("<p></body></p></BODY >", f"<p></body></p>{PIXEL}</BODY >"),
        ("a{{ses:openTracker}}b{{ses:openTracker}}c</body>", f"a{PIXEL}bc</body>"),
    ],
)
def test_the_pixel_stands_where_the_author_says(html: str, expected: str) -> None:
    """Else at the end of the page."""
    assert html_tracking.add_pixel(html, PIXEL) == expected


@pytest.mark.parametrize("filling", [" ", " a", "=", '"', "/"])
def test_hostile_tags_take_no_time(filling: str) -> None:
    """A tag of a million characters is read in linear time; a test that hangs would be noticed."""
    html = f"<a href='https://e.org' {filling * (1_000_000 // len(filling))}>x</a>"

    assert "https://e.org" in linked(html)
