"""The page of the inbox, its files and the frame for mail, and what browsers let them do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.server.inbox.inboxes import InboxCaller

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "User-Agent": "Mozilla/5.0"}


@pytest.fixture
def caller() -> InboxCaller:
    """Return a client of a new mock."""
    return InboxCaller()


def read_policy(response: TestResponse) -> dict[str, str]:
    """Return the directives of a response's Content-Security-Policy."""
    directives = response.headers["Content-Security-Policy"].split("; ")
    return {name: value for name, _, value in (each.partition(" ") for each in directives)}


def test_browsers_get_the_inbox(caller: InboxCaller) -> None:
    """The front page is the inbox for browsers, and a JSON index for other clients."""
    page, index = caller.call("GET", "/", headers=BROWSER), caller.call("GET", "/")

    assert page.content_type == "text/html; charset=utf-8"
    assert "/_sesmock/inbox/static/scripts/inbox/inbox.js" in page.text
    assert index.get_json()["service"] == "sesmock"
    assert page.headers["Vary"] == index.headers["Vary"] == "Accept"


def test_the_page_runs_only_its_own_scripts(caller: InboxCaller) -> None:
    """The page loads scripts, styles and data only from this server, and cannot be framed by another page."""
    response = caller.call("GET", "/", headers=BROWSER)
    policy = read_policy(response)

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "<script>" not in response.text


def test_other_hosts_get_no_page(caller: InboxCaller) -> None:
    """A request with a foreign host name that resolves to this server gets neither the page nor data."""
    # In DNS rebinding, a site makes its own host name resolve to 127.0.0.1. To the browser, both are then one site.
    for path in ("/", "/_sesmock/inbox/mail", "/_sesmock/inbox/static/styles.css"):
        response = caller.call("GET", path, headers=BROWSER, base_url="http://evil.example")

        assert response.status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_pages_of_other_sites_load_nothing(caller: InboxCaller, site: str) -> None:
    """A request that comes from a page of another site, according to the browser, is refused."""
    headers = {**BROWSER, "Sec-Fetch-Site": site}

    assert caller.call("GET", "/_sesmock/inbox/updates", headers=headers).status_code == 403


def test_files_are_sent_only_if_they_changed(caller: InboxCaller) -> None:
    """A file has an ETag, and is not sent again to a browser that has the current version."""
    path = "/_sesmock/inbox/static/styles.css"
    first = caller.call("GET", path)
    second = caller.call("GET", path, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, first.content_type) == (200, "text/css; charset=utf-8")
    assert first.headers["Cache-Control"] == "no-cache"
    assert (second.status_code, second.data) == (304, b"")


def test_scripts_have_their_type(caller: InboxCaller) -> None:
    """A script has the content type of JavaScript, without which browsers refuse to run a module."""
    response = caller.call("GET", "/_sesmock/inbox/static/scripts/inbox/inbox.js")

    assert response.content_type == "text/javascript; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "report.html",
        "report.py",
        "../pages/styles.css",
        "%2e%2e/pages/styles.css",
        "/etc/passwd",
        "scripts",
        "",
    ],
)
def test_no_other_file_is_served(caller: InboxCaller, path: str) -> None:
    """Only the files in the inbox's table are served; no path leads to other files."""
    assert caller.call("GET", f"/_sesmock/inbox/static/{path}").status_code == 404


@pytest.mark.parametrize(("query", "images"), [("", "data:"), ("?remote=1", "data: http: https:")])
def test_the_frame_of_mail_has_its_own_policy(caller: InboxCaller, query: str, images: str) -> None:
    """The policy of the frame forbids mail to run scripts and send forms, and allows remote content on demand."""
    response = caller.call("GET", f"/_sesmock/inbox/frame{query}")
    policy = read_policy(response)

    assert policy["img-src"] == images
    assert (policy["default-src"], policy["form-action"]) == ("'none'", "'none'")
    # The frame keeps the origin of the inbox, which could not put mail into the frame otherwise.
    assert policy["sandbox"] == "allow-same-origin"
    assert policy["frame-ancestors"] == "'self'"
    assert "script-src" not in policy


def test_unknown_paths_are_404(caller: InboxCaller) -> None:
    """An unknown path returns 404, and so does a known path with another method."""
    assert caller.call("GET", "/_sesmock/inbox/nothing").status_code == 404
    assert caller.call("POST", "/_sesmock/inbox/mail").status_code == 404


def test_a_browser_needs_the_token_for_a_preview(caller: InboxCaller) -> None:
    """A POST request of a browser needs the token, even if it changes nothing."""
    response = caller.call("POST", "/_sesmock/inbox/preview", "{}", headers=BROWSER)

    assert response.status_code == 403
