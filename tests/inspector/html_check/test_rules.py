"""Each rule of the HTML check reports its problem, and reports nothing in correct HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sesmock import check_html
from sesmock.inspector.html_check.rules import RULES

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "html_check.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## `([\w-]+)`\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))
EXAMPLES = {
    name: match[1]
    for name, section in SECTIONS.items()
    if (match := re.search(r"```html\n(.*?)```", section, re.DOTALL))
}
# Gmail reads at most 16 KB of CSS in all style sheets together. Source: docs/reference/html_check.md.
LARGE_CSS = "p{}" * 6000
IMAGE = '<img src="{}" alt="" width="80">'


def list_rules(html: str) -> list[str]:
    """Return the rules that HTML breaks."""
    return sorted({finding.rule for finding in check_html(html)})


def test_each_rule_has_a_section_in_the_docs() -> None:
    """docs/reference/html_check.md has a section for each rule in order, with an example if it is short enough."""
    assert list(SECTIONS) == list(RULES)
    assert SECTIONS.keys() - EXAMPLES.keys() == {"clipped", "large-style"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_of_a_rule_breaks_it_alone(name: str) -> None:
    """The example of a rule in the docs breaks this rule, and no other."""
    assert list_rules(EXAMPLES[name]) == [name]


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ("<p>Hello, Ada</p>" * 8000, "clipped"),
        (f"<head><style>{LARGE_CSS}</style></head>", "large-style"),
        (f"<head><style>{LARGE_CSS[:12000]}</style><style>{LARGE_CSS[:6000]}</style></head>", "large-style"),
        ("<head></head><style>p{}</style>", "style-in-body"),
        ("<head><style>@import url(a.css);</style></head>", "linked-stylesheet"),
        ("<script>x</script>", "script"),
        # Browsers ignore spaces before a URL (URL standard, "basic URL parser") and the case of its scheme.
        ("<a href=' JavaScript:x'>x</a>", "script"),
        ("<select></select>", "form"),
        ("<audio src=a.mp3></audio>", "video"),
        ("<embed src=a>", "embedded-content"),
        (IMAGE.format("a.webp?v=1"), "image-format"),
        (IMAGE.format("DATA:image/svg+xml,x"), "image-format"),
        ("<svg></svg>", "image-format"),
        ("<IMG SRC=a.png WIDTH=80>", "missing-alt"),
        ("<img src=a.png alt='' width=''>", "image-width"),
        ("<head><style>p { display: inline-grid }</style></head>", "flex-or-grid"),
        ("<p style='POSITION:Fixed'>", "position"),
        ("<p style='x: y;float:right'>", "float"),
        ("<td background=a.png>", "background-image"),
        ("<p style='background-image:linear-gradient(red, blue)'>", "background-image"),
        ("<link href=https://fonts.googleapis.com/css>", "web-font"),
        ("<p style='color:black'>", "dark-text"),
    ],
)
def test_each_rule_finds_its_problem(html: str, rule: str) -> None:
    """Each rule reports its problem in every notation, not only in that of the docs' example."""
    assert rule in list_rules(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Hello, Ada</p>" * 6000,
        f"<head><style>{LARGE_CSS[:16000]}</style></head>",
        "<head><style>/* display: flex */ p { color: red }</style></head><body><p>Hello</p>",
        "<style></style>",
        "<link rel=icon href=a.png>",
        "<a href='https://example.com/?q=javascript:'>once on=1</a>",
        "<p data-onclick=x>&lt;script></p>",
        "<button>Form</button>",
        IMAGE.format("cid:logo"),
        IMAGE.format("https://example.com/svg.png?a=.svgz"),
        "<p style='display: inline-block; position: static; float: none'>",
        "<p style='background: #ffffff; background-position: top'>",
        "<p style='border-position: absolute; x-float: left'>",
        "<p style='font-family: var, Arial'>",
        "<p style='color: red'>",
        "<body bgcolor=#ffffff><p style='color: #000000'>",
        "<p style='color: #000000; background-color: #ffffff'>",
        "<title><img></title><textarea-x><!-- <img> --><!--[if mso]><p style='float:left'><![endif]-->",
    ],
)
def test_correct_html_that_resembles_a_problem_has_no_findings(html: str) -> None:
    """Correct HTML has no findings, even if it resembles a problem."""
    assert list_rules(html) == []


def test_html_that_is_hidden_from_outlook_is_not_checked_for_outlook() -> None:
    """Rules that concern only Outlook skip HTML that a conditional comment hides from Outlook."""
    # Outlook skips the content of "if !mso". Other clients read two complete comments around it.
    html = "<!--[if !mso]><!--><p style='float:left;position:fixed'><!--<![endif]-->{}<!-- x -->"

    assert list_rules(html.format("")) == ["position"]
    assert list_rules(html.format("<p style='float:left'>")) == ["float", "position"]
