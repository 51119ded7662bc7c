"""The page of ``--ses-report`` in a real browser."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import mock_ses
from tests.browser import NEEDS_BROWSER, collect, read_texts
from tests.inspector.sending import send_rich, send_unrendered
from tests.receiving import BUCKET, add_rule, receive
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


def test_a_browser_shows_the_page_and_loads_nothing_of_an_email(
    web_server: tuple[str, list[str]], open_report: Callable[..., Page]
) -> None:
    """The page shows a hostile message without running its scripts or loading its resources."""
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
        page = open_report(collect(mocked))
    page.frame_locator("iframe").get_by_text("Hi").wait_for()
    # There is no event to wait for, since nothing must happen.
    page.wait_for_timeout(300)

    assert paths == []
    assert page.title() == "SES mail: 2 sent, 0 rejected"
    assert page.locator("iframe").get_attribute("sandbox") == ""


def test_the_url_of_a_page_can_contain_a_search(open_report: Callable[..., Page]) -> None:
    """A search after the # of the page's URL is applied when the page opens."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "ada@example.net", subject="Welcome")
        send("ses", "bob@example.net", subject="Receipt")
        page = open_report(collect(mocked), fragment="#receipt")

    assert read_texts(page, ".row") == ["Receipt bob@example.net"]
    assert read_texts(page, "#count") == ["1 match"]
    assert read_texts(page, "#mail h2") == ["Receipt"]


def test_a_search_in_the_url_need_not_be_encoded(open_report: Callable[..., Page]) -> None:
    """A search in the page's URL may contain a percent sign that is not encoded."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "ada@example.net", subject="Save 50% today")
        page = open_report(collect(mocked), fragment="#50%")

    assert read_texts(page, "#mail h2") == ["Save 50% today"]


def test_a_browser_shows_the_events_of_an_email(open_report: Callable[..., Page]) -> None:
    """The Events tab shows the events of a message with their details."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "bounce@simulator.amazonses.com", subject="Receipt", text="Thank you")
        page = open_report(collect(mocked))
    page.get_by_role("tab", name="Events").click()

    assert read_texts(page, ".events .badge") == ["Send", "Bounce"]
    assert "bounceSubType General" in read_texts(page, ".events li")[1]


def test_a_browser_shows_mail_that_was_not_sent(open_report: Callable[..., Page]) -> None:
    """The page shows mail that could not be rendered, with its error, and mail that SES itself wrote."""
    with mock_ses(identities=["example.com"], verification="manual") as mocked:
        send_unrendered()
        boto3.client("ses").verify_email_identity(EmailAddress="bob@example.net")
        page = open_report(collect(mocked))

    assert read_texts(page, ".totals") == ["1 test 0 failed 0 sent 1 not rendered 1 by SES itself 0 rejected"]
    assert read_texts(page, ".row.rejected") == [
        "Attribute 'name' is not present in the rendering data. not rendered, to ada@example.net"
    ]
    assert read_texts(page, ".row.notice .start") == ["by SES itself, to bob@example.net"]


def test_a_browser_shows_received_mail(open_report: Callable[..., Page]) -> None:
    """The page shows received mail, with SES's reply and the actions of its rules."""
    with mock_ses(identities=["example.com"]) as mocked:
        add_rule(BUCKET, name="store")
        receive()
        receive(recipients="info@example.org")
        page = open_report(collect(mocked))
    page.get_by_role("tab", name="Actions").click()

    assert read_texts(page, ".totals") == ["1 test 0 failed 0 sent 2 received 0 rejected"]
    assert read_texts(page, ".row") == [
        "Hello received, to info@example.com",
        "Hello not received, to info@example.org",
    ]
    assert "Reply 250 OK " in read_texts(page, ".facts")[0]
    assert "store: S3 S3Action(bucket=" in read_texts(page, "[role=tabpanel]")[0]


def test_a_browser_shows_sesmock_errors(open_report: Callable[..., Page]) -> None:
    """If sesmock failed to record the mail of a test, the page shows the error instead."""
    page = open_report({"name": "test_shop", "outcome": "passed", "errors": ["sesmock cannot show <this>"]})

    assert read_texts(page, ".row") == ["sesmock cannot show <this> please report this"]
    assert read_texts(page, ".alert pre") == ["sesmock cannot show <this>"]


def collect_outcomes() -> list[dict[str, Any]]:
    """Return a passing, a failed and a skipped test, not in the order of the run."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "ada@example.net", subject="Receipt")
        reason = {"reason": "AssertionError: no message\n  closest  [0]", "location": "test_shop.py:7"}
        return [
            collect(mocked, "TestShop::test_c[a::b]", position=1),
            collect(mocked, "test_b", position=2, outcome="failed", hints=["write it so"], **reason),
            collect(mocked, "test_a", position=0, outcome="skipped"),
        ]


def test_failed_tests_come_first(open_report: Callable[..., Page]) -> None:
    """Failed tests come first, and the others follow in the order of the run or of their names."""
    page = open_report(*collect_outcomes())
    as_run = read_texts(page, "#list h2")
    page.get_by_label("Order").select_option("name")

    assert as_run == [
        "failed test_b tests/test_shop.py",
        "skipped test_a tests/test_shop.py",
        "passed test_c[a::b] tests/test_shop.py::TestShop",
    ]
    assert [text.split()[1] for text in read_texts(page, "#list h2")] == ["test_b", "test_c[a::b]", "test_a"]


def test_the_first_row_of_a_failed_test_is_the_reason(open_report: Callable[..., Page]) -> None:
    """The first row of a failed test shows why it failed, with hints, and is selected when the page opens."""
    page = open_report(*collect_outcomes())

    assert read_texts(page, ".row")[:2] == [
        "AssertionError: no message test_shop.py:7",
        "Receipt ada@example.net",
    ]
    assert read_texts(page, ".alert pre") == ["AssertionError: no message closest [0]", "write it so"]
    assert "Failed at test_shop.py:7 Mail 1 entry" in read_texts(page, ".facts")[0]


def test_rows_show_what_is_unusual(open_report: Callable[..., Page]) -> None:
    """A row has a badge for each outcome other than a delivery, and for attachments."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "bounce@simulator.amazonses.com", "ada@example.net", subject="Bounced")
        send_rich()
        send("ses", "ada@example.net")
        page = open_report(collect(mocked))

    assert [read_texts(page, f".row.sent >> nth={row} >> .badge") for row in range(3)] == [
        ["bounced"],
        ["1 file"],
        [],
    ]


def test_failed_tests_can_be_shown_alone(open_report: Callable[..., Page]) -> None:
    """The filter hides all tests that did not fail, but the totals in the header stay the same."""
    page = open_report(*collect_outcomes())
    page.get_by_label("Failed only").check()

    assert read_texts(page, "#list h2") == ["failed test_b tests/test_shop.py"]
    assert read_texts(page, ".totals") == ["3 tests 1 failed 3 sent 0 rejected"]


def test_a_run_without_failures_has_no_filter(open_report: Callable[..., Page]) -> None:
    """The filter for failed tests is hidden if no test failed."""
    page = open_report({"name": "test_shop", "outcome": "passed", "errors": ["x"]})

    assert not page.get_by_label("Failed only").is_visible()


def test_a_page_without_mail_says_so(open_report: Callable[..., Page]) -> None:
    """The page of a run without mail says that there was none."""
    page = open_report()

    assert read_texts(page, ".empty") == ["Nothing to show", "No mail was sent."]


def test_only_visible_rows_of_ten_thousand_become_elements(open_report: Callable[..., Page]) -> None:
    """A page with ten thousand messages has elements only for rows near the window; the others can still be reached."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "ada@example.net", subject="Receipt")
        test = collect(mocked)
    [mail] = test["sent"]
    sent = [{**mail, "id": str(number), "subject": f"Receipt {number}"} for number in range(10_000)]
    page = open_report({**test, "sent": sent})
    rows = page.locator(".row").count()
    page.get_by_role("searchbox").fill("receipt 9999")
    matches = read_texts(page, ".row b")
    page.get_by_role("searchbox").fill("")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")

    assert rows <= 300
    assert matches == ["Receipt 9999"]
    assert read_texts(page, "#mail h2") == ["Receipt 9999"]
