"""The tab with the problems of a message, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3

from sesmock import mock_ses
from sesmock.inspector.html_check.rules import RULES
from tests.browser import NEEDS_BROWSER, collect, read_texts
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = NEEDS_BROWSER
HTML = '<html>\n<body>\n<p>Hi</p>\n<img src="a.png" width="20">\n</body></html>'


def show_checks(open_report: Callable[..., Page], raw: bytes | None = None, **options: Any) -> Page:
    """Return a page that shows the Check tab of a message."""
    with mock_ses(identities=["example.com"]) as mocked:
        if raw is None:
            send("ses", "ada@example.net", text="Hi", html=HTML)
        else:
            boto3.client("ses").send_raw_email(RawMessage={"Data": raw})
        page = open_report(collect(mocked), **options)
    page.get_by_role("tab", name="Check").click()
    return page


def test_a_problem_links_to_its_line(open_report: Callable[..., Page]) -> None:
    """A click on the line of a problem opens the HTML tab and marks the source."""
    page = show_checks(open_report)
    page.get_by_role("button", name="Line 4").click()

    assert page.get_by_role("tab", name="HTML").get_attribute("aria-selected") == "true"
    assert read_texts(page, "mark") == ['<img src="a.png" width="20">']
    assert page.locator("mark").evaluate("mark => mark === document.activeElement")
    assert page.get_by_role("tabpanel").locator("pre").text_content() == HTML


def test_a_problem_has_its_rule_and_clients(open_report: Callable[..., Page]) -> None:
    """The tab shows the number of problems, and each problem's rule, affected clients and explanation."""
    page = show_checks(open_report)

    assert read_texts(page, "[aria-selected=true] .count") == ["1"]
    assert read_texts(page, ".checks strong, .checks .badge") == [
        "missing-alt",
        "Gmail",
        "Outlook",
        "Apple Mail",
    ]
    assert read_texts(page, ".checks p") == [RULES["missing-alt"].text]


def test_mail_without_problems(open_report: Callable[..., Page]) -> None:
    """The tab of a message without problems says so."""
    page = show_checks(
        open_report, b"From: shop@example.com\r\nTo: ada@example.net\r\nSubject: Hi\r\n\r\nHi\r\n"
    )

    assert page.get_by_role("tabpanel").inner_text() == "No problems found."
