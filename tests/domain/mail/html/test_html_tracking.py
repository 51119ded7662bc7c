"""Tracking rewrites the links of a page and adds a pixel, and changes nothing else."""

from __future__ import annotations

import pytest

from sesmock.domain.mail.html import html_tracking

PIXEL = "<img>"


def link_page(html: str) -> str:
    """Return a page whose links are replaced by their target, number and tags."""
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
def test_a_link_gets_a_new_target(html: str, expected: str) -> None:
    """A link gets a new target however it is written, and the rest of its tag stays."""
    assert link_page(html) == expected


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
def test_other_links_stay_unchanged(html: str) -> None:
    """Anything but a link to the web stays the same, byte for byte."""
    assert link_page(html) == html


def test_ses_attributes_set_tracking_and_tags() -> None:
    """The attributes ses:no-track and ses:tags take effect and are removed."""
    # Spec: tracking.md §3.
    html = (
        '<a ses:no-track href="https://e.org">x</a><a href="https://e.org" ses:tags="p:b;g:f;g:h;bad">y</a>'
    )

    assert link_page(html) == ('<a href="https://e.org">x</a><a href="[https://e.org 1 p g]">y</a>')
    assert html_tracking.find_link_tags(html, "https://e.org") == {"p": ["b"], "g": ["f", "h"]}
    assert html_tracking.find_link_tags(html, "https://e.net") is None


def test_the_links_of_a_target_are_numbered() -> None:
    """Links are numbered separately for each target."""
    pages = ["https://a.org", "https://b.org", "https://a.org"]
    html = "".join(f'<a href="{page}">' for page in pages)

    assert link_page(html) == (
        '<a href="[https://a.org 1 ]"><a href="[https://b.org 1 ]"><a href="[https://a.org 2 ]">'
    )


def test_only_250_links_are_tracked() -> None:
    """Links after the 250th stay unchanged, and untracked links do not count."""
    # Spec: tracking.md §1.
    html = '<a ses:no-track href="https://e.org">' + '<a href="https://e.org">' * 251

    assert link_page(html).count("[https://e.org") == html_tracking.MAX_LINKS
    assert link_page(html).endswith('250 ]"><a href="https://e.org">')


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<body><p>x</p></body>", f"<body><p>x</p>{PIXEL}</body>"),
        ("<p>x</p>", f"<p>x</p>{PIXEL}"),
        ("<p></body></p></BODY >", f"<p></body></p>{PIXEL}</BODY >"),
        ("a{{ses:openTracker}}b{{ses:openTracker}}c</body>", f"a{PIXEL}bc</body>"),
    ],
)
def test_the_pixel_replaces_its_placeholder(html: str, expected: str) -> None:
    """The pixel replaces the first placeholder, or is added at the end of the page if there is none."""
    # Spec: tracking.md §2.
    assert html_tracking.add_pixel(html, PIXEL) == expected


@pytest.mark.slow
@pytest.mark.parametrize("filling", [" ", " a", "=", '"', "/"])
def test_hostile_tags_take_linear_time(filling: str) -> None:
    """A tag of a million characters is parsed in linear time; quadratic time would hang the test."""
    html = f"<a href='https://e.org' {filling * (1_000_000 // len(filling))}>x</a>"

    assert "https://e.org" in link_page(html)
