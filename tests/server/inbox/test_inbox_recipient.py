"""The buttons that act as a recipient, several open pages, a state file, and large mail, in a browser."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from sesmock.server.running import SesServer
from sesmock.server.state_log import StateLog
from tests.browser import NEEDS_BROWSER
from tests.server.inbox.browser_inbox import list_subjects, send
from tests.server.inbox.inboxes import InboxCaller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = NEEDS_BROWSER


@pytest.mark.parametrize(
    ("action", "event"),
    [
        ("deliver", "Delivery"),
        ("bounce", "Bounce"),
        ("complain", "Complaint"),
        ("open", "Open"),
        ("click", "Click"),
    ],
)
def test_each_button_shows_its_event(open_page: Callable[..., Page], action: str, event: str) -> None:
    """A button creates an event, and shows it as SES publishes it."""
    with SesServer(InboxCaller(delivery="manual").application, "127.0.0.1", 0) as server:
        message_id = send(server, "Welcome", html='<a href="https://example.com/a">A</a>')
        if action not in {"deliver", "bounce"}:
            server.ses_mock.outbox.one().deliver()
        page = open_page(f"{server.url}/#/mail/{message_id}")
        page.click(f"[data-action='{action}']")
        if page.locator(".form").is_visible():
            page.click(".form .main")
        page.click(f".result summary:has-text('{event}')")
        document = page.locator(".result pre").inner_text()

        assert f'"eventType": "{event}"' in document
        assert server.ses_mock.events[-1].type == event


def test_a_reader_unsubscribes_from_a_topic(show: Callable[..., Page], caller: InboxCaller) -> None:
    """A message of a contact list has a button to unsubscribe from its topic, which updates the contact."""
    topic = {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"}
    caller.operate("POST", "/contact-lists", {"ContactListName": "all", "Topics": [topic]})
    content = {
        "Simple": {
            "Subject": {"Data": "News"},
            "Body": {"Html": {"Data": "<a href='{{amazonSESUnsubscribeUrl}}'>Leave</a>"}},
        }
    }
    answer = caller.operate(
        "POST",
        "/outbound-emails",
        {
            "FromEmailAddress": "shop@example.com",
            "Destination": {"ToAddresses": ["ada@example.net"]},
            "Content": content,
            "ListManagementOptions": {"ContactListName": "all", "TopicName": "news"},
        },
    )
    page = show(f"#/mail/{answer['MessageId']}")
    page.click("[data-action='unsubscribe']")
    page.select_option("select[name='scope']", "topic")
    page.click(".form .main")

    page.wait_for_selector(".result summary:has-text('Subscription')")
    contact = caller.operate("GET", "/contact-lists/all/contacts/ada@example.net")
    assert contact["TopicPreferences"] == [{"TopicName": "news", "SubscriptionStatus": "OPT_OUT"}]


@pytest.mark.parametrize(
    ("action", "reason"),
    [("deliver", "cannot be delivered"), ("unsubscribe", "has no unsubscribe link")],
)
def test_a_button_explains_why_nothing_happens(
    show: Callable[..., Page], server: SesServer, action: str, reason: str
) -> None:
    """A button that can create no event says why: the mail is already delivered, or has no link to unsubscribe."""
    page = show(f"#/mail/{send(server, 'Welcome')}")
    page.click(f"[data-action='{action}']")

    page.wait_for_selector(f".result .alert:has-text('{reason}')")


def test_many_recipients_of_an_event_are_counted(
    show: Callable[..., Page], caller: InboxCaller, server: SesServer
) -> None:
    """The result of a button and the Events tab name the first recipients, and say how many others there are."""
    fields = "".join(f"&Destination.CcAddresses.member.{n}=user{n}@example.net" for n in range(1, 50))
    page = show(f"#/mail/{caller.send(fields)}")
    page.click("[data-action='bounce']")
    page.click(".form .main")
    page.wait_for_selector(".result summary:has-text('user4@example.net and 45 more')")
    page.click("[role='tab'][data-name='Events']")

    page.wait_for_selector(".events li:last-child:has-text('user4@example.net and 45 more')")
    [bounce] = [event for event in server.ses_mock.events if event.type == "Bounce"]
    assert len(bounce.recipients) == 50


def test_two_open_pages_show_the_same(show: Callable[..., Page], server: SesServer) -> None:
    """What is done on one page appears on the other one, which keeps its tab."""
    message_id = send(server, "Welcome")
    pages = [show(f"#/mail/{message_id}") for _ in range(2)]
    pages[1].click("[role='tab'][data-name='Events']")
    pages[0].click("[data-action='bounce']")
    pages[0].click(".form .main")
    pages[1].wait_for_selector(".row .badge:has-text('bounced')")
    pages[1].wait_for_selector(".events li:has-text('Bounce')")
    pages[1].click("#delete")
    pages[1].click("text=Delete mail")

    for page in pages:
        page.wait_for_selector("#mail:has-text('This message no longer exists.')")


def test_a_page_stays_open_while_a_server_with_a_state_file_restarts(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    """A restarted server has the mail and the bounce of the state file, and an open page continues."""
    with serve(tmp_path / "state.db") as server:
        message_id = send(server, "Welcome")
        page = open_page(f"{server.url}/#/mail/{message_id}")
        page.click("[data-action='bounce']")
        page.click(".form .main")
        page.wait_for_selector(".row .badge:has-text('bounced')")
    page.wait_for_selector("#connection:has-text('Disconnected, reconnecting')")
    with serve(tmp_path / "state.db", server.port) as server:
        page.wait_for_selector("#connection:has-text('Live')")
        send(server, "After the restart", to="bob@example.net")
        page.wait_for_selector(".row:has-text('After the restart')")

        assert list_subjects(page) == [
            "After the restart",
            "Delivery Status Notification (Failure)",
            "Welcome",
        ]
        assert page.locator("#mail h2").inner_text() == "Welcome"
        assert page.wait_for_selector("[role='tab'][data-name='Events'] .count:has-text('3')")


@contextmanager
def serve(file: Path, port: int = 0) -> Iterator[SesServer]:
    """Serve a mock with the state in a file."""
    application = InboxCaller().application
    with closing(StateLog(str(file), application.mock.world)) as state:
        state.replay(application.run)
        application.state = state
        with SesServer(application, "127.0.0.1", port) as server:
            yield server


def test_a_large_mail_is_shown_in_parts(show: Callable[..., Page], caller: InboxCaller) -> None:
    """For megabytes of HTML with thousands of links, the page shows the start, and says how much it omits."""
    lines = (f'<p><a href="https://example.com/{number}">{"text " * 200}</a></p>' for number in range(5000))
    raw = "From: shop@example.com\r\nTo: ada@example.net\r\nSubject: Large\r\nContent-Type: text/html\r\n\r\n"
    message_id = caller.send_raw(raw + "\r\n".join(lines))
    page = show(f"#/mail/{message_id}")
    page.wait_for_selector("[role='tab'][data-name='Links'] .count:has-text('5000')")
    page.click("[role='tab'][data-name='Links']")
    page.wait_for_selector("[role='tabpanel']:has-text('4500 more links are not shown.')")

    assert page.locator(".columns tbody tr").count() == 500
    page.click("[role='tab'][data-name='HTML']")
    page.wait_for_selector("[role='tabpanel'] pre:has-text('(cut)')")
