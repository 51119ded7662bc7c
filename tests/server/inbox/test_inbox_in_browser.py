"""The inbox in a browser: live mail, search, keys, phones and URLs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sesmock.server.running import SesServer
from tests.browser import NEEDS_BROWSER, PHONE
from tests.server.inbox.browser_inbox import HTML, list_subjects, send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from playwright.sync_api import Page, Route

    from tests.server.inbox.inboxes import InboxCaller

pytestmark = NEEDS_BROWSER


def send_many(caller: InboxCaller, numbers: Iterable[int]) -> None:
    """Send one message for each number, in one bulk call."""
    template = {"TemplateContent": {"Subject": "Message {{n}}", "Text": "Hi"}, "TemplateData": "{}"}
    entries = [
        {
            "Destination": {"ToAddresses": [f"user{number}@example.net"]},
            "ReplacementEmailContent": {
                "ReplacementTemplate": {"ReplacementTemplateData": f'{{"n": "{number}"}}'}
            },
        }
        for number in numbers
    ]
    content = {
        "FromEmailAddress": "shop@example.com",
        "DefaultContent": {"Template": template},
        "BulkEmailEntries": entries,
    }
    caller.operate("POST", "/outbound-bulk-emails", content)


def wait_for_rows(page: Page, number: int) -> None:
    """Wait until the list has this number of rows."""
    # Playwright's wait_for_function needs eval, which the page's Content-Security-Policy forbids.
    page.wait_for_selector(f".row:nth-child({number})")
    page.wait_for_selector(f".row:nth-child({number + 1})", state="detached")


def test_mail_appears_and_bounces(show: Callable[..., Page], server: SesServer) -> None:
    """A message sent with boto3 appears without a reload, and can be found, read and bounced with a button."""
    page = show()
    assert page.locator(".welcome").inner_text().startswith("No mail yet")

    send(server, "Welcome")
    send(server, "Your bill", to="bob@example.net")
    page.wait_for_selector(".row:has-text('Your bill')")
    page.fill("#search", "subject:welcome")
    wait_for_rows(page, 1)
    page.click(".row")
    page.wait_for_selector("#mail h2:has-text('Welcome')")
    page.click("[data-action='bounce']")
    page.select_option("select[name='type']", "Transient")
    page.select_option("select[name='subtype']", "MailboxFull")
    page.click(".form .main")
    page.wait_for_selector(".result summary:has-text('Bounce')")
    page.click(".result summary")
    document = page.locator(".result pre").inner_text()

    assert '"bounceSubType": "MailboxFull"' in document
    assert page.wait_for_selector(".row .badge:has-text('bounced')")
    assert page.wait_for_selector("[role='tab'][data-name='Events'] .count:has-text('3')")
    [bounce] = [event for event in server.ses_mock.events if event.type == "Bounce"]
    assert bounce.message.subject == "Welcome"


def test_the_list_stays_in_place_while_mail_arrives(show: Callable[..., Page], server: SesServer) -> None:
    """New mail appears at the top of the list, and the selected message and its open tab stay the same."""
    message_id = send(server, "First")
    page = show(f"#/mail/{message_id}")
    page.click("[role='tab'][data-name='Headers']")
    send(server, "Second")
    page.wait_for_selector(".row:has-text('Second')")

    assert list_subjects(page) == ["Second", "First"]
    assert page.locator(".row[aria-current='true'] b").inner_text() == "First"
    assert page.locator("[role='tab'][aria-selected='true']").inner_text() == "Headers"


def test_search_completes_and_explains(show: Callable[..., Page], server: SesServer) -> None:
    """A suggestion can be chosen with the keyboard, and the error of an unknown value suggests a valid one."""
    send(server, "Welcome")
    send(server, "Your bill", to="bob@example.net")
    page = show()
    page.keyboard.press("/")
    page.keyboard.type("to:bo")
    page.wait_for_selector("#suggestions [role='option']:first-child:has-text('bob@example.net')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    wait_for_rows(page, 1)

    assert page.input_value("#search") == "to:bob@example.net "
    assert list_subjects(page) == ["Your bill"]
    page.fill("#search", "is:bouncd")
    page.wait_for_selector("#search-error:has-text(\"did you mean 'bounced'?\")")
    page.fill("#search", "nothing like this")
    page.wait_for_selector("#count:has-text('No matches')")


def test_keys_are_enough(show: Callable[..., Page], server: SesServer) -> None:
    """Mail can be selected, read and bounced with the keyboard alone."""
    send(server, "Welcome")
    send(server, "Your bill")
    page = show()
    page.wait_for_selector(".row")
    for key in ("j", "j"):
        page.keyboard.press(key)
    page.wait_for_selector("#mail h2:has-text('Welcome')")
    page.keyboard.press("k")
    page.wait_for_selector("#mail h2:has-text('Your bill')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#mail h2:focus")
    while page.evaluate("document.activeElement.dataset.action") != "bounce":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".form:not([hidden])")
    while not page.evaluate("document.activeElement.matches('.form .main')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".result summary:has-text('Bounce')")

    assert [event.message.subject for event in server.ses_mock.events if event.type == "Bounce"] == [
        "Your bill"
    ]


def test_a_phone_shows_the_list_or_an_email(show: Callable[..., Page], server: SesServer) -> None:
    """On a phone, the page shows either the list or a message, and never scrolls sideways."""
    send(server, "Welcome to a shop with a long subject that does not fit a phone", html=HTML)
    page = show(size=PHONE)
    page.click(".row")
    page.wait_for_selector("#mail h2")

    assert not page.locator("#list").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    page.click(".back")
    assert page.locator("#list").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_the_address_of_a_mail_shows_it_on_a_phone(
    open_page: Callable[..., Page], caller: InboxCaller, server: SesServer
) -> None:
    """A narrow window shows the mail of its address, even if the list has not loaded its row yet."""
    first = send(server, "First")
    for start in (0, 50):
        send_many(caller, range(start, start + 50))
    last = send(server, "Last")
    page = open_page(f"{server.url}/#/mail/{first}", size=PHONE)
    page.wait_for_selector("#mail h2:has-text('First')")
    page.evaluate(f"location.hash = '#/mail/{last}'")
    page.wait_for_selector("#mail h2:has-text('Last')")
    page.click(".back")

    assert page.locator(".row[aria-current='true'] b").inner_text() == "Last"


def test_scrolling_continues_if_mail_arrives_meanwhile(
    show: Callable[..., Page], caller: InboxCaller, server: SesServer
) -> None:
    """If mail arrives while the next rows of the list are loading, the rows are still added."""
    for start in (0, 50, 100):
        send_many(caller, range(start, start + 50))
    page = show()
    wait_for_rows(page, 100)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/inbox/mail?*before=*", hold)
    page.locator("#list").evaluate("list => { list.scrollTop = list.scrollHeight; }")
    while not waiting:
        page.wait_for_timeout(50)
    send(server, "Newest")
    wait_for_rows(page, 101)
    waiting[0].continue_()

    wait_for_rows(page, 151)


def test_a_reset_empties_an_open_page(show: Callable[..., Page], server: SesServer) -> None:
    """After a reset, an open page shows an empty list, and says that the open message no longer exists."""
    message_id = send(server, "Welcome")
    page = show(f"#/mail/{message_id}")
    page.wait_for_selector("#mail h2:has-text('Welcome')")
    page.click("#delete")
    page.click("text=Reset everything")
    page.wait_for_selector("#list .empty:has-text('No mail yet')")

    assert page.wait_for_selector("#mail:has-text('This message no longer exists.')")
    assert list(server.ses_mock.outbox) == []


def test_a_stopped_server_is_noticed(
    show: Callable[..., Page], server: SesServer, caller: InboxCaller
) -> None:
    """A page says that its server has stopped; when the server is back, the page shows the mail it has missed."""
    page = show(f"#/mail/{send(server, 'Welcome')}")
    page.wait_for_selector("#mail h2:has-text('Welcome')")
    server.stop()
    page.wait_for_selector("#connection:has-text('Disconnected, reconnecting')")
    caller.send()
    with SesServer(caller.application, "127.0.0.1", server.port):
        page.wait_for_selector("#connection:has-text('Live')")
        page.wait_for_selector(".row:has-text('Hello')")

    assert list_subjects(page) == ["Hello", "Welcome"]
    assert page.locator("#mail h2").inner_text() == "Welcome"


def test_ten_thousand_messages_are_loaded_as_needed(
    show: Callable[..., Page], caller: InboxCaller, server: SesServer
) -> None:
    """With ten thousand messages, the list starts with a hundred rows, and loads more when it is scrolled."""
    for start in range(0, 10_000, 50):
        send_many(caller, range(start, start + 50))
    page = show()
    page.wait_for_selector(".row")

    assert page.locator(".row").count() == 100
    assert page.locator("#count").inner_text() == "10,000 in all"
    page.evaluate("document.getElementById('list').scrollTop = 1e6")
    page.wait_for_selector(".row:nth-child(250)")
    assert re.fullmatch(r"Message \d+", list_subjects(page)[250])


@pytest.mark.parametrize(
    ("address", "text"),
    [
        # decodeURIComponent raises URIError for an incomplete character.
        ("#/mail/%E0%A4%A", "This message no longer exists."),
        ("#/mail/50%", "This message no longer exists."),
        # A name that every JavaScript object has.
        ("#/constructor", "Select a message to read it."),
    ],
)
def test_invalid_addresses_are_explained(
    show: Callable[..., Page], server: SesServer, address: str, text: str
) -> None:
    """A URL with an invalid or unknown fragment opens the inbox with an explanation."""
    send(server, "Hi")
    page = show(address)

    page.wait_for_selector(f"#mail:has-text('{text}')")


def test_pages_and_searches_have_urls(show: Callable[..., Page], server: SesServer) -> None:
    """A search and a page have their own URLs, and the browser's Back button returns to them."""
    send(server, "Welcome")
    page = show("#/mail?query=subject%3Anone")
    page.wait_for_selector("#count:has-text('No matches')")
    page.click("#pages a:has-text('Account')")
    page.wait_for_selector("#resource h2:has-text('Account')")
    page.go_back()

    page.wait_for_selector("#count:has-text('No matches')")
    assert page.input_value("#search") == "subject:none"
