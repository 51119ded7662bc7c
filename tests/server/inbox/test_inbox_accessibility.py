"""Axe finds no accessibility problem in the inbox, in light and dark mode, on a desktop and a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sesmock.server.running import SesServer
from tests.browser import DESKTOP, NEEDS_BROWSER, PHONE
from tests.pages.test_report_accessibility import AXE, RUN_AXE
from tests.server.inbox.inboxes import InboxCaller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

pytestmark = [
    *NEEDS_BROWSER,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed; run `npm ci` in tests/pages"),
]
BUS = "arn:aws:events:us-east-1:123456789012:event-bus/default"
DESTINATION = {
    "EventDestinationName": "bus",
    "EventDestination": {
        "Enabled": True,
        "MatchingEventTypes": ["SEND"],
        "EventBridgeDestination": {"EventBusArn": BUS},
    },
}
TEMPLATE = {
    "TemplateName": "greet",
    "TemplateContent": {"Subject": "Hi {{name}}", "Html": "<p>Dear {{name}}</p>"},
}
TOPIC = {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"}
RULE = (
    "Action=CreateReceiptRule&RuleSetName=inbound&Rule.Name=stop&Rule.Enabled=true"
    "&Rule.Actions.member.1.StopAction.Scope=RuleSet"
)
PAGES = ("identities", "templates", "configuration-sets", "suppression", "contacts", "rules", "account")


def fill(caller: InboxCaller) -> None:
    """Create mail and resources of each kind."""
    caller.operate("POST", "/configuration-sets", {"ConfigurationSetName": "main"})
    caller.operate("POST", "/configuration-sets/main/event-destinations", DESTINATION)
    caller.operate("POST", "/templates", TEMPLATE)
    caller.operate("POST", "/identities", {"EmailIdentity": "ada@example.net"})
    caller.operate("POST", "/contact-lists", {"ContactListName": "all", "Topics": [TOPIC]})
    for number in range(7):
        caller.operate("POST", "/contact-lists/all/contacts", {"EmailAddress": f"a{number}@example.net"})
    caller.call("POST", "/", "Action=CreateReceiptRuleSet&RuleSetName=inbound")
    caller.call("POST", "/", RULE)
    caller.act(caller.send("&Tags.member.1.Name=campaign&Tags.member.1.Value=spring"), "bounce")
    caller.refuse()
    caller.receive()


@pytest.fixture
def server() -> Iterator[SesServer]:
    """Yield a server with mail and resources."""
    caller = InboxCaller(verification="manual")
    fill(caller)
    with SesServer(caller.application, "127.0.0.1", 0) as server:
        yield server


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    open_page: Callable[..., Page], server: SesServer, scheme: str, size: tuple[int, int]
) -> None:
    """Axe finds no problem in the list, in a message of each kind, or on any page of resources."""
    findings = {}

    def check(place: str) -> None:
        findings[place] = page.evaluate(RUN_AXE)

    page = open_page(server.url, scheme=scheme, size=size)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.wait_for_selector(".row")
    check("list")
    for number in range(page.locator(".row").count()):
        page.locator(".row").nth(number).click()
        page.wait_for_selector("#mail h2")
        check(f"row {number}")
        if page.locator(".back").is_visible():
            page.click(".back")
    for name in PAGES:
        page.evaluate(f"location.hash = '#/{name}'")
        page.wait_for_selector(f"#pages a[aria-current][href='#/{name}']")
        page.wait_for_selector("#resource .body :is(table, .card)")
        check(name)

    assert {place: texts for place, texts in findings.items() if texts} == {}


def test_axe_finds_nothing_during_actions(open_page: Callable[..., Page], server: SesServer) -> None:
    """Axe finds no problem in suggestions, errors, dialogs, forms, results or previews."""
    findings = {}

    def check(place: str) -> None:
        findings[place] = page.evaluate(RUN_AXE)

    page = open_page(server.url)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.wait_for_selector(".row")
    page.click("#search")
    page.wait_for_selector("#suggestions [role='option']:first-child:has-text('to:')")
    check("suggestions")
    page.keyboard.type("is:bouncd")
    page.wait_for_selector("#search-error:not(:empty)")
    check("error")
    page.fill("#search", "")
    page.click("#delete")
    check("dialog")
    page.click("text=Cancel")
    page.click(".row:has-text('Hello')")
    page.click("[data-action='complain']")
    check("form")
    page.click(".form .main")
    page.wait_for_selector(".result :is(summary, .alert)")
    check("result")
    page.click("#pages a:has-text('Templates')")
    page.click("details summary")
    page.wait_for_selector(".preview .subject")
    check("preview")

    assert {place: texts for place, texts in findings.items() if texts} == {}


def test_axe_finds_nothing_in_an_empty_inbox(open_page: Callable[..., Page]) -> None:
    """Axe finds no problem in the inbox before its first message."""
    with SesServer(InboxCaller().application, "127.0.0.1", 0) as server:
        page = open_page(server.url)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        page.wait_for_selector(".welcome")

        assert page.evaluate(RUN_AXE) == []
