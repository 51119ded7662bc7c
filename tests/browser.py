"""Fixtures that open pages in the system's Chromium. tests/conftest.py imports them for all tests."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from sesmock import SesMock

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NEEDS_BROWSER = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium: apt-get install chromium"),
    pytest.mark.skipif(find_spec("playwright") is None, reason="Playwright is not installed"),
]
"""The marks of a module that opens pages."""
DESKTOP, TABLET, PHONE = (1280, 800), (820, 1180), (390, 844)


# Playwright keeps an event loop running in this thread, in which coroutines of other modules could not run.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield a running Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens a page; fail at the end if a script of a page has failed."""
    contexts, errors = [], []

    def open_page(url: str, size: tuple[int, int] = DESKTOP, scheme: str = "light", **options: Any) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def open_report(open_page: Callable[..., Page], tmp_path: Path) -> Callable[..., Page]:
    """Return a function that opens the page of ``--ses-report`` for some tests."""

    def open_report(*tests: dict[str, Any], fragment: str = "", **options: Any) -> Page:
        from sesmock.pages import report

        file = tmp_path / "mail.html"
        file.write_text(report.render(list(tests)), "utf-8")
        page = open_page(file.as_uri() + fragment, **options)
        page.locator(".row, .empty").first.wait_for()
        return page

    return open_report


def collect(mocked: SesMock, name: str = "test_mail", **more: Any) -> dict[str, Any]:
    """Return an entry of a report: a test, with the mail of a mock."""
    from sesmock.inspector.records import Record
    from sesmock.pages import serialization

    values = serialization.serialize_record(Record(mocked._world, mocked._journal))
    return {"name": f"tests/test_shop.py::{name}", "outcome": "passed", **values, **more}


def read_texts(page: Page, selector: str) -> list[str]:
    """Return the visible texts of elements, each in one line."""
    return [" ".join(text.split()) for text in page.locator(selector).all_inner_texts()]
