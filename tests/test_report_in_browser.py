"""The page of ``--ses-report`` in a real browser."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from sesmock.inspector.records import Record
from sesmock.pages import report, serialization
from tests.browser import NEEDS_BROWSER
from tests.inspector.sending import send_unrendered
from tests.receiving import BUCKET, add_rule, receive
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = NEEDS_BROWSER


@pytest.fixture
def web_server() -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a server, and the paths that are requested from it."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def show(open_page: Callable[..., Page], tmp_path: Path) -> Callable[..., Page]:
    """Return a function that opens the page of some tests."""

    def show(*tests: dict[str, Any], fragment: str = "", **options: Any) -> Page:
        file = tmp_path / "mail.html"
        file.write_text(report.render(list(tests)), "utf-8")
        return open_page(file.as_uri() + fragment, **options)

    return show


def collect(mocked: SesMock, **more: Any) -> dict[str, Any]:
    """Return a test with the mail of a mock."""
    values = serialization.serialize_record(Record(mocked._world, mocked._journal))
    return {"name": "tests/test_shop.py::test_mail", "outcome": "passed", **values, **more}


def texts(page: Page, selector: str) -> list[str]:
    """Return the visible texts of elements, each in one line."""
    return [" ".join(text.split()) for text in page.locator(selector).all_inner_texts()]


def test_a_browser_shows_the_page_and_loads_nothing_of_a_mail(
    web_server: tuple[str, list[str]], show: Callable[..., Page]
) -> None:
    """The page shows a hostile mail without running its scripts or loading its resources.

    The search in the address finds the other mail.
    """
    url, paths = web_server
    hostile = (
        f'<script>parent.document.title="owned"; fetch("{url}/fetch")</script></script><img src="{url}/image" '
        f'onerror="parent.document.title=1"><link rel=stylesheet href="{url}/style"><iframe src="{url}/frame"></iframe>'
        f'<meta http-equiv=refresh content="0;url={url}/refresh"><object data="{url}/object"></object>'
        f'<body style="background:url({url}/background)" onload="parent.document.title=2">Hi</body>'
    )
    with mock_ses(identities=["example.com"]) as mocked:
        send(
            "ses",
            "ada@example.net",
            subject="Hostile </script><script>document.title='owned'</script>",
            text=None,
            html=hostile,
        )
        send("ses", "bob@example.net", subject="Receipt", text="Thank you")
        page = show(collect(mocked))
    page.frame_locator("iframe").get_by_text("Hi").wait_for()
    page.wait_for_timeout(300)

    assert paths == []
    assert page.title() == "SES mail: 2 sent, 0 rejected"
    assert page.locator("iframe").get_attribute("sandbox") == ""


def test_the_address_of_a_page_can_hold_a_search(show: Callable[..., Page]) -> None:
    """The search behind # in the address selects the mail that it finds."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "ada@example.net", subject="Welcome")
        send("ses", "bob@example.net", subject="Receipt")
        page = show(collect(mocked), fragment="#receipt")

    assert texts(page, ".row") == ["Receipt bob@example.net"]
    assert texts(page, "#count") == ["1 match"]
    assert texts(page, "#mail h2") == ["Receipt"]


def test_a_browser_shows_the_events_of_a_mail(show: Callable[..., Page]) -> None:
    """The page shows the events with their times, recipients and details."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "bounce@simulator.amazonses.com", subject="Receipt", text="Thank you")
        page = show(collect(mocked))
    page.get_by_role("tab", name="Events").click()

    assert texts(page, ".events .badge") == ["Send", "Bounce"]
    assert "bounceSubType General" in texts(page, ".events li")[1]


def test_a_browser_shows_mail_that_was_not_sent(show: Callable[..., Page]) -> None:
    """The page shows mail that could not be rendered with its error, and marks mail that SES wrote."""
    with mock_ses(identities=["example.com"], verification="manual") as mocked:
        send_unrendered()
        boto3.client("ses").verify_email_identity(EmailAddress="bob@example.net")
        page = show(collect(mocked))

    assert texts(page, ".totals") == ["1 test 0 failed 0 sent 1 not rendered 1 by SES itself 0 rejected"]
    assert texts(page, ".row.rejected") == [
        "Attribute 'name' is not present in the rendering data. not rendered, to ada@example.net"
    ]
    assert texts(page, ".row.notice span") == ["by SES itself, to bob@example.net"]


def test_a_browser_shows_mail_that_arrived(show: Callable[..., Page]) -> None:
    """The page shows received mail with SES's reply and the actions of rules."""
    with mock_ses(identities=["example.com"]) as mocked:
        add_rule(BUCKET, name="store")
        receive()
        receive(recipients="info@example.org")
        page = show(collect(mocked))
    page.get_by_role("tab", name="Actions").click()

    assert texts(page, ".totals") == ["1 test 0 failed 0 sent 2 received 0 rejected"]
    assert texts(page, ".row") == [
        "Hello received, to info@example.com",
        "Hello not received, to info@example.org",
    ]
    assert "Reply 250 OK " in texts(page, ".facts")[0]
    assert "store: S3 S3Action(bucket=" in texts(page, "[role=tabpanel]")[0]


def test_a_browser_shows_sesmock_errors(show: Callable[..., Page]) -> None:
    """Records that could not be shown have a line in their place."""
    page = show({"name": "test_shop", "outcome": "passed", "errors": ["sesmock cannot show <this>"]})

    assert texts(page, ".row") == ["sesmock cannot show <this> please report this"]
    assert texts(page, ".alert pre") == ["sesmock cannot show <this>"]
