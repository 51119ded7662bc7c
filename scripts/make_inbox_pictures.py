"""Take screenshots of the inbox, with the mail and resources of a small shop."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import boto3

from scripts.shop_in_pictures import shop
from sesmock import mock_ses

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from sesmock import SesMock

SIZE = (1280, 800)
_TOPICS = [{"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"}]
_QUESTION = "From: Ada <ada@example.net>\nTo: help@example.com\nSubject: Where is my order?\n\nIt is late.\n"


def take_all(browser: Browser, folder: Path) -> None:
    """Take all screenshots of the inbox."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        fill(ses_mock)
        with ses_mock.serve() as server:
            for scheme in ("light", "dark"):
                page = _open(browser, server.url, scheme)
                _open_mail(page, scheme)
                page.screenshot(path=folder / f"inbox-{scheme}.png")
            page = _open(browser, server.url, "light", (390, 760))
            page.screenshot(path=folder / "inbox-phone.png")
            page = _open(browser, f"{server.url}/#/templates", "light")
            page.locator("details summary").first.click()
            page.frame_locator(".stage iframe").frame_locator("iframe").get_by_text(
                "is on its way"
            ).wait_for()
            page.screenshot(path=folder / "inbox-template.png")


def fill(ses_mock: SesMock) -> None:
    """Send and receive the mail of the shop."""
    client: Any = boto3.client("sesv2", "us-east-1")
    client.create_contact_list(ContactListName="customers", Topics=_TOPICS)
    shop.create_order_template()
    shop.sign_up("carl@example.net", "Carl")
    shop.confirm_order("dora@example.net", name="Dora", number=4709)
    shop.confirm_order("eve@example.net", number=4710)
    with suppress(client.exceptions.MessageRejected):
        shop.confirm_order("fay@example.net", "orders@other.example", name="Fay", number=4710)
    shop.sign_up("ada@example.net", "Ada")
    shop.confirm_order("ada@example.net", name="Ada", number=4711)
    ses_mock.outbox[1].bounce()
    ses_mock.outbox[-1].open()
    ses_mock.outbox[-1].click("https://shop.example.com/orders/4711")
    ses_mock.receive(_QUESTION)


def _open(browser: Browser, address: str, scheme: str, size: tuple[int, int] = SIZE) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page.goto(address)
    page.locator("#connection", has_text="Live").wait_for()
    page.locator(".row, details").first.wait_for()
    return page


def _open_mail(page: Page, scheme: str) -> None:
    """Open the shop's last message, and show it in the color scheme of the page."""
    page.locator(".row", has_text="Your order 4711").click()
    page.get_by_role("button", name=scheme.title()).click()
    page.frame_locator(".stage iframe").frame_locator("iframe").get_by_text("Follow your order").wait_for()
    page.wait_for_timeout(200)
