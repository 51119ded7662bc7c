"""The site of the documentation in a browser."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.browser import DESKTOP, NEEDS_BROWSER, PHONE

pytest.importorskip("sphinx", reason="Sphinx is only in the docs dependency group")

from tests.documentation.test_documentation_site import DOCS, build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = NEEDS_BROWSER
HAS_OVERFLOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class _Handler(SimpleHTTPRequestHandler):
    """Serve files without a log."""

    def log_message(self, *args: object) -> None:
        """Do nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built site."""
    folder = tmp_path_factory.mktemp("site")
    assert build(DOCS, folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Yield the address of the site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def read_title(page: Page) -> str:
    """Return the first heading of a page, without its link symbol."""
    return page.locator("h1").inner_text().rstrip("¶#").strip()


def test_a_newcomer_goes_from_the_first_page_to_a_failing_test(
    open_page: Callable[..., Page], address: str
) -> None:
    """From the first page, links lead to the tutorial, to the page on Django, and to the output of a failing test."""
    page = open_page(f"{address}/index.html")
    assert page.locator("pre").first.bounding_box()["y"] < DESKTOP[1] / 2  # type: ignore[index] # it is visible

    page.locator("article").get_by_role("link", name="five-minute tutorial").click()
    assert read_title(page) == "Tutorial"
    page.locator("article").get_by_role("link", name="Django").click()
    assert read_title(page) == "Django"
    page.locator("article").get_by_role("link", name="says so").click()
    assert "hint" in page.locator("pre", has_text="$ pytest").inner_text()


def test_the_search_finds_a_page(open_page: Callable[..., Page], address: str) -> None:
    """The search lists the pages that contain a word."""
    page = open_page(f"{address}/index.html")
    page.get_by_placeholder("Search").fill("locmem")
    page.keyboard.press("Enter")
    page.locator("#search-results a", has_text="Django").first.click()

    assert read_title(page) == "Django"


@pytest.mark.parametrize(("scheme", "other"), [("light", "dark"), ("dark", "light")])
def test_the_colors_can_be_changed(
    open_page: Callable[..., Page], address: str, scheme: str, other: str
) -> None:
    """The site has the system's color scheme, and the toggle changes it."""
    page = open_page(f"{address}/start/tutorial.html", scheme=scheme)
    read_background = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(read_background)
    page.locator(".content-icon-container .theme-toggle").click()

    assert page.locator("body").get_attribute("data-theme") == other
    assert page.evaluate(read_background) != before


def test_pictures_follow_the_colors(open_page: Callable[..., Page], address: str) -> None:
    """When the toggle makes a page dark, the page shows the dark versions of its pictures."""
    page = open_page(f"{address}/start/tutorial.html", scheme="light")
    read_picture = "getComputedStyle(document.querySelector('article img')).content"
    before = page.evaluate(read_picture)
    page.locator(".content-icon-container .theme-toggle").click()

    assert before == "normal"
    assert "report-dark.png" in page.evaluate(read_picture)


def test_examples_have_a_copy_button(open_page: Callable[..., Page], address: str) -> None:
    """Each example has a button that copies it; for a console example, the button copies only the command."""
    permissions = ["clipboard-read", "clipboard-write"]
    page = open_page(f"{address}/start/tutorial.html", permissions=permissions)
    buttons = page.locator("button.copybtn")
    assert buttons.count() == page.locator("div.highlight pre").count()

    buttons.nth(0).click(force=True)
    page.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('# shop.py'))")
    buttons.nth(2).click(force=True)
    page.wait_for_function("navigator.clipboard.readText().then(text => text.trim() == 'pytest')")


def test_pages_fit_a_phone(open_page: Callable[..., Page], address: str, folder: Path) -> None:
    """No page is wider than a phone, since wide tables and code scroll separately."""
    pages = [path.relative_to(folder).as_posix() for path in folder.rglob("*.html")]
    page = open_page(f"{address}/index.html", size=PHONE)
    wide = []
    for name in pages:
        page.goto(f"{address}/{name}", wait_until="domcontentloaded")
        wide += [name] if page.evaluate(HAS_OVERFLOW) else []

    assert len(pages) > 60
    assert wide == []
