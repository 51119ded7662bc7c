"""The page of ``--ses-report`` works with a keyboard, a phone and a screen reader."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from sesmock import mock_ses
from tests.browser import DESKTOP, NEEDS_BROWSER, PHONE, collect, read_texts
from tests.inspector.sending import send_rich, send_three, send_unrendered
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = NEEDS_BROWSER
FOLDER = Path(__file__).parent
AXE = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => (await axe.run(document, { iframes: false })).violations.map(
    each => `${each.id}: ${each.help}: ${each.nodes.map(node => node.html).join(" ")}`)"""


def collect_all() -> list[dict[str, Any]]:
    """Return a passing and a failed test with mail of every kind."""
    with mock_ses(identities=["example.com"], verification="manual") as mocked:
        send_rich()
        send("ses", *[f"reader{number}@example.net" for number in range(40)], subject="To many")
        send("ses", "bounce@simulator.amazonses.com", subject="", text="Hi")
        send_unrendered()
        boto3.client("ses").verify_email_identity(EmailAddress="bob@example.org")
        with pytest.raises(ClientError):
            send("ses", "ada@example.net", sender="nobody@example.org")
        failure = {
            "reason": "AssertionError: no\n  near miss",
            "location": "test_shop.py:3",
            "hints": ["try"],
        }
        return [collect(mocked), collect(mocked, "test_failure", outcome="failed", **failure)]


@pytest.fixture
def page(open_report: Callable[..., Page]) -> Page:
    """Return a page with three messages of one test."""
    with mock_ses(identities=["example.com"]) as mocked:
        send_three()
        return open_report(collect(mocked))


def find_focus(page: Page) -> str:
    """Return the text of the element that has the focus."""
    return " ".join(
        str(page.evaluate("document.activeElement.innerText || document.activeElement.id")).split()
    )


def test_the_lock_file_contains_no_host() -> None:
    """The lock file contains no URL of a registry, so each machine can use its own."""
    assert '"resolved"' not in (FOLDER / "package-lock.json").read_text()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed; run `npm ci` in tests/pages")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_report: Callable[..., Page], scheme: str, size: tuple[int, int]) -> None:
    """Axe finds no accessibility problem in the list, in any tab of any row, or in a search without matches."""
    page = open_report(*collect_all(), scheme=scheme, size=size)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    findings = {"list": page.evaluate(RUN_AXE)}
    for row in range(page.locator(".row").count()):
        page.locator(".row").nth(row).click()
        findings[f"row {row}"] = page.evaluate(RUN_AXE)
        for tab in page.get_by_role("tab").all():
            tab.click()
            findings[f"row {row}, {tab.inner_text()}"] = page.evaluate(RUN_AXE)
        if page.locator(".back").is_visible():
            page.locator(".back").click()
    page.get_by_role("searchbox").fill("no such mail")
    findings["no matches"] = page.evaluate(RUN_AXE)

    assert {place: found for place, found in findings.items() if found} == {}


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed; run `npm ci` in tests/pages")
def test_axe_finds_nothing_on_an_empty_page(open_report: Callable[..., Page]) -> None:
    """Axe finds no accessibility problem on a page without mail."""
    page = open_report()
    page.evaluate(AXE.read_text(encoding="utf-8"))

    assert page.evaluate(RUN_AXE) == []


@pytest.mark.parametrize(
    ("keys", "subject"),
    [
        ("j", "Welcome"),
        ("j j j j", "Alert"),
        ("j j k", "Welcome"),
        ("/ ArrowDown ArrowDown", "Welcome"),
        ("/ ArrowDown End", "Alert"),
        ("/ ArrowDown End Home", "Welcome, Ada"),
        ("/ ArrowDown PageDown ArrowUp", "Welcome"),
    ],
)
def test_keys_select_mail(page: Page, keys: str, subject: str) -> None:
    """Keys move the selection through the list, and the selected row has the focus."""
    for key in keys.split():
        page.keyboard.press(key)

    assert read_texts(page, "#mail h2") == [subject]
    assert read_texts(page, ".row[aria-current=true] b") == [subject]
    assert find_focus(page).startswith(subject)


def test_the_list_is_one_tab_stop(page: Page) -> None:
    """The Tab key reaches only the selected row of the list."""
    page.keyboard.press("j")
    stops = page.locator(".row[tabindex='0']")

    assert [row.get_attribute("aria-current") for row in stops.all()] == ["true"]


def test_a_search_is_read_without_a_mouse(page: Page) -> None:
    """The / key focuses the search, Enter moves to the message that it finds, and Escape returns to the list."""
    page.keyboard.press("/")
    page.keyboard.type("fire")
    page.keyboard.press("Enter")
    heading = find_focus(page)
    page.keyboard.press("Escape")

    assert heading == "Alert"
    assert find_focus(page) == "Alert ops@example.net"


def test_typing_in_the_search_selects_nothing(page: Page) -> None:
    """In the search field, j, k and / are ordinary characters, and Escape clears the field."""
    page.keyboard.press("/")
    page.keyboard.type("kj/")
    text = page.get_by_role("searchbox").input_value()
    page.keyboard.press("Escape")

    assert text == "kj/"
    assert page.get_by_role("searchbox").input_value() == ""
    assert page.locator(".row").count() == 3


def test_a_search_without_matches_says_so(page: Page) -> None:
    """If no mail matches a search, the page says so; once there is a match, the page shows it."""
    search = page.get_by_role("searchbox")
    search.fill("nobody")
    nothing = [*read_texts(page, "#count"), *read_texts(page, ".empty")]
    search.fill("eve@")

    assert nothing == ["No matches", "No matches", "No matches for “nobody”."]
    assert read_texts(page, "#count") == ["1 match"]
    assert read_texts(page, "#mail h2") == ["Welcome"]


def test_the_pane_follows_the_search(page: Page) -> None:
    """The selected message stays selected if it matches the search; otherwise the first match is selected."""
    page.keyboard.press("j")
    search = page.get_by_role("searchbox")
    search.fill("welcome")
    kept = read_texts(page, "#mail h2")
    search.fill("ada")

    assert kept == ["Welcome"]
    assert read_texts(page, "#mail h2") == ["Welcome, Ada"]


def test_arrow_keys_select_tabs(page: Page) -> None:
    """Arrow keys, Home and End select tabs and wrap around, and each panel is labeled by its tab."""
    page.get_by_role("tab", name="Preview").focus()
    names = []
    for key in ("ArrowRight", "End", "ArrowRight", "ArrowLeft", "Home"):
        page.keyboard.press(key)
        names.append(page.locator("[role=tab][aria-selected=true]").get_attribute("data-name"))
    panel = page.get_by_role("tabpanel", name="Preview")

    assert names == ["Text", "Events", "Preview", "Events", "Preview"]
    assert panel.is_visible()
    assert page.locator("[role=tab][tabindex='0']").count() == 1


def test_the_tab_stays_selected_from_mail_to_mail(page: Page) -> None:
    """When another message is selected, the same tab stays open."""
    page.get_by_role("tab", name="Source").click()
    page.keyboard.press("j")

    assert page.get_by_role("tab", name="Source").get_attribute("aria-selected") == "true"


def test_a_phone_shows_the_list_or_an_email(open_report: Callable[..., Page]) -> None:
    """On a phone, a message replaces the list, a button returns to it, and the page never scrolls sideways."""
    with mock_ses(identities=["example.com"]) as mocked:
        send_three()
        page = open_report(collect(mocked), size=PHONE)
    listed = page.locator("#list").is_visible(), page.locator("#mail").is_visible()
    page.locator(".row").nth(1).click()
    opened = page.locator("#list").is_visible(), page.locator("#mail").is_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    page.get_by_role("button", name="Back to the list").click()

    assert (listed, opened) == ((True, False), (False, True))
    assert width == PHONE[0]
    assert page.locator("#list").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert find_focus(page).startswith("Welcome bob")
