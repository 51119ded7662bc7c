"""The page of ``--ses-report`` in a real browser."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import boto3
import pytest

from sesmock import mock_ses
from sesmock.inspector.records import Record
from sesmock.pages import report, serialization
from tests.inspector.sending import send_unrendered
from tests.receiving import BUCKET, add_rule, receive
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium: apt-get install chromium"),
]


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


def test_a_browser_shows_the_page_and_loads_nothing_of_a_mail(
    web_server: tuple[str, list[str]], tmp_path: Path
) -> None:
    """The page shows a hostile mail without running its scripts or loading its resources.

    The search finds the other mail.
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
        values = serialization.serialize_record(Record(mocked._world, mocked._journal))
    file = tmp_path / "mail.html"
    file.write_text(report.render([{"name": "test_shop", "outcome": "passed", **values}]), "utf-8")
    dom = dump_dom(f"{file.as_uri()}#receipt", tmp_path)

    assert paths == []
    assert "<title>SES mail: 2 sent, 0 rejected</title>" in dom
    assert re.search(r'<iframe [^>]*sandbox=""', dom)
    assert '<span id="count" role="status">1 found</span>' in dom
    assert re.search(r'<button class="sent"[^>]* hidden=""[^>]*><b>Hostile', dom)
    assert '<button class="sent"><b>Receipt</b><span>bob@example.net</span></button>' in dom


def test_a_browser_shows_the_events_of_a_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page shows the events with their times, recipients and details."""
    pages = shutil.copytree(str(report._PAGES), tmp_path / "pages")
    script = (pages / "report.js").read_text("utf-8")
    (pages / "report.js").write_text(script.replace('tab = "View"', 'tab = "Events"'), "utf-8")
    monkeypatch.setattr(report, "_PAGES", pages)
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "bounce@simulator.amazonses.com", subject="Receipt", text="Thank you")
        values = serialization.serialize_record(Record(mocked._world, mocked._journal))
    file = tmp_path / "mail.html"
    file.write_text(report.render([{"name": "test_shop", "outcome": "passed", **values}]), "utf-8")
    dom = dump_dom(file.as_uri(), tmp_path)

    assert '<button role="tab" aria-selected="true">Events</button>' in dom
    assert re.search(r'<th scope="row">Send</th><td><pre>[^<]+  bounce@simulator.amazonses.com</pre>', dom)
    assert '<th scope="row">Bounce</th>' in dom
    assert "\nbounceType: Permanent\nbounceSubType: General\n" in dom


def test_a_browser_shows_mail_that_was_not_sent(tmp_path: Path) -> None:
    """The page shows mail that could not be rendered with its error, and marks mail that SES wrote."""
    with mock_ses(identities=["example.com"], verification="manual") as mocked:
        send_unrendered()
        boto3.client("ses").verify_email_identity(EmailAddress="bob@example.net")
        values = serialization.serialize_record(Record(mocked._world, mocked._journal))
    file = tmp_path / "mail.html"
    file.write_text(report.render([{"name": "test_shop", "outcome": "passed", **values}]), "utf-8")
    dom = dump_dom(file.as_uri(), tmp_path)

    assert "<p>0 sent, 1 not rendered, 1 by SES itself, 0 rejected, 1 tests</p>" in dom
    assert "<b>Attribute 'name' is not present in the rendering data.</b>" in dom
    assert "<span>not rendered, to ada@example.net</span>" in dom
    assert "<span>by SES itself, to bob@example.net</span>" in dom


def test_a_browser_shows_mail_that_arrived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page shows received mail with SES's reply and the actions of rules."""
    pages = shutil.copytree(str(report._PAGES), tmp_path / "pages")
    script = (pages / "report.js").read_text("utf-8")
    (pages / "report.js").write_text(script.replace('tab = "View"', 'tab = "Actions"'), "utf-8")
    monkeypatch.setattr(report, "_PAGES", pages)
    with mock_ses(identities=["example.com"]) as mocked:
        add_rule(BUCKET, name="store")
        receive()
        receive(recipients="info@example.org")
        values = serialization.serialize_record(Record(mocked._world, mocked._journal))
    file = tmp_path / "mail.html"
    file.write_text(report.render([{"name": "test_shop", "outcome": "passed", **values}]), "utf-8")
    dom = dump_dom(file.as_uri(), tmp_path)

    assert "<p>0 sent, 2 received, 0 rejected, 1 tests</p>" in dom
    assert "<b>Hello</b><span>received, to info@example.com</span>" in dom
    assert "<span>not received, to info@example.org</span>" in dom
    assert '<th scope="row">Reply</th><td>250 OK ' in dom
    assert '<th scope="row">Received</th>' in dom
    assert '<button role="tab" aria-selected="true">Actions</button>' in dom
    assert '<th scope="row">store: S3</th><td><pre>S3Action(bucket=' in dom


def test_a_browser_shows_sesmock_errors(tmp_path: Path) -> None:
    """Records that could not be shown have a line in their place."""
    file = tmp_path / "mail.html"
    kinds = dict.fromkeys(("sent", "unrendered", "notices", "rejected"), ())
    test = {"name": "test_shop", "outcome": "passed", **kinds, "errors": ["sesmock cannot show <this>"]}
    file.write_text(report.render([test]), "utf-8")
    dom = dump_dom(file.as_uri(), tmp_path)

    assert "<b>sesmock cannot show &lt;this&gt;</b><span>please report this</span>" in dom
    assert "<pre>sesmock cannot show &lt;this&gt;</pre>" in dom


def dump_dom(url: str, directory: Path) -> str:
    """Return the DOM of a page after its script has run."""
    assert CHROMIUM is not None
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={directory / 'profile'}",
    ]
    command += ["--virtual-time-budget=5000", "--dump-dom", url]
    return subprocess.run(command, capture_output=True, check=True, timeout=120, encoding="utf-8").stdout
