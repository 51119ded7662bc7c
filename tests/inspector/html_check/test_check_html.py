"""``check_html`` returns findings by line, for any HTML."""

from __future__ import annotations

from time import process_time

import pytest

from sesmock import HtmlFinding, check_html

SIZE = 128 * 1024


def test_a_finding_says_what_is_wrong_and_where() -> None:
    """A finding has the rule, an explanation, the affected clients, the line number and the source."""
    html = "<p>\r\n<b>\n<!--\n--><img\n alt='' src=x>\n<p style='float:left'>"

    assert check_html(html) == (
        HtmlFinding(
            "image-width",
            "Outlook ignores max-width on images, and shows an image without a width attribute at full size.",
            ("Outlook",),
            4,
            "<img alt='' src=x>",
        ),
        HtmlFinding(
            "float",
            "Outlook ignores float; use the align attribute of a table or an image.",
            ("Outlook",),
            6,
            "<p style='float:left'>",
        ),
    )


def test_a_finding_in_a_style_sheet_has_its_own_line() -> None:
    """A finding in a style sheet has the line of its declaration, and a long source is truncated."""
    html = f"<head>\n<style>\n/* a\n*/ p {{ float:left;\nbackground: url({'x' * 200}) }}</style></head>"
    places = [(finding.line, finding.source) for finding in check_html(html)]

    assert places == [(4, "float:left"), (5, f"background: url({'x' * 103}…")]


def test_rules_can_be_ignored() -> None:
    """Ignored rules have no findings, and a single rule can be passed as a string."""
    html = "<img src=a.png>"

    assert [finding.rule for finding in check_html(html, ignore="missing-alt")] == ["image-width"]
    assert check_html(html, ignore={"missing-alt", "image-width"}) == ()


def test_an_unknown_rule_is_an_error() -> None:
    """An unknown name in ``ignore`` is refused with a suggestion, even for mail without HTML."""
    with pytest.raises(ValueError, match="unknown rule 'mising-alt'; did you mean 'missing-alt'"):
        check_html(None, ignore=["mising-alt"])


@pytest.mark.parametrize("html", [None, ""])
def test_mail_without_html_has_no_findings(html: str | None) -> None:
    """None and empty HTML have no findings."""
    assert check_html(html) == ()


def test_a_message_is_not_html() -> None:
    """A value that is not a string raises an error that shows what to pass."""
    with pytest.raises(
        TypeError, match="html must be a string or None, got bytes; pass the html of a message"
    ):
        check_html(b"<p>")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<",
        "<div>",
        "<img>",
        "<style>",
        "<style>a:b;",
        "<style>@a",
        "<style>/*",
        "<style>a",
        "<p style='-",
        "<p style='a :",
        "<p a",
        "\x00<\ud800\n",
    ],
)
def test_hostile_html_takes_little_time(piece: str) -> None:
    """Large and broken HTML raises no error, and is checked within two seconds of CPU time."""
    start, repeated = piece[: piece.find(">") + 1], piece[piece.find(">") + 1 :]
    html = start + (repeated or piece) * (SIZE // len(repeated or piece))
    # The test measures CPU time, which other processes on the machine do not affect.
    before = process_time()
    check_html(html)

    assert process_time() - before < 2


def test_html_of_megabytes_takes_little_time() -> None:
    """HTML of several megabytes is checked quickly, since only its first 256 KB are read."""
    before = process_time()
    findings = check_html("<p>Hello" + "Hello" * 1_800_000 + "<img>")

    assert [finding.source for finding in findings] == ["8789 KB of HTML"]
    assert process_time() - before < 2
