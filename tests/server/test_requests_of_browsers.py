"""Requests of browsers, which need a token for changes, and foreign host names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.server.json_calls import get, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.server.clients import Caller

TOKEN: Callable[[Caller], dict[str, str]] = lambda caller: {"X-Sesmock-Token": get(caller, "/token")["token"]}  # noqa: E731


@pytest.mark.parametrize("host", ["evil.example", "sesmock", "localhost.evil.example"])
@pytest.mark.parametrize("path", ["/", "/_sesmock/messages", "/_aws/ses"])
def test_mail_is_not_shown_under_foreign_host_names(caller: Caller, host: str, path: str) -> None:
    """Mail is not shown under a foreign host name, since a site could make its own name resolve to the server."""
    status, code, message = refusal(caller, "GET", path, base_url=f"http://{host}:8005")

    assert (status, code) == (403, "Forbidden")
    assert f"--allowed-host {host}" in message


@pytest.mark.parametrize(
    "host", ["localhost:8005", "127.0.0.1", "[::1]:8005", "ses.localhost", "localhost.", "10.0.0.3"]
)
def test_mail_is_shown_under_local_names_and_addresses(caller: Caller, host: str) -> None:
    """Mail is shown under IP addresses and local names, since no other site can control them."""
    assert caller.call("GET", "/_sesmock/messages", base_url=f"http://{host}").status_code == 200


def test_ses_calls_can_use_any_host_name(caller: Caller) -> None:
    """Calls to SES are answered under any host name, such as the server's name in a network of containers."""
    assert caller.send(base_url="http://mail:8005")


@pytest.mark.parametrize(
    "header",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        # Browsers send "null" for local files and sandboxed frames.
        {"Origin": "null"},
        {"Referer": "https://evil.example/"},
        {"User-Agent": "Mozilla/5.0 (X11)"},
    ],
)
def test_browsers_need_a_token_for_changes(caller: Caller, header: dict[str, str]) -> None:
    """A change from a browser needs the token, which a page of another site cannot read."""
    for path in ("/_sesmock/reset", "/?Action=DeleteIdentity&Identity=example.com"):
        assert caller.call("POST", path, headers=header).status_code == 403
        assert caller.call("POST", path, headers={**header, **TOKEN(caller)}).status_code in {200, 204}


def test_users_can_enter_urls_in_browsers(caller: Caller) -> None:
    """A URL entered in the address bar needs no token, since it does not come from another page."""
    # "none" means that the request comes from the user and not from a page (Fetch Metadata).
    headers = {"Sec-Fetch-Site": "none", "User-Agent": "Mozilla/5.0 (X11)"}

    assert caller.call("GET", "/?Action=GetSendQuota", headers=headers).status_code == 200


def test_signed_calls_of_browsers_are_accepted(caller: Caller) -> None:
    """A signed call from a browser needs no token."""
    # A page of another site could not send the header: the browser would ask for permission with a CORS preflight
    # request first, and the server never gives it.
    headers = {
        "Origin": "http://localhost:3000",
        "Authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/ses/aws4_request, Signature=b",
    }

    assert caller.send(headers=headers)


def test_browsers_can_read(caller: Caller) -> None:
    """A read needs no token, since a page of another site cannot see the response."""
    assert (
        caller.call("GET", "/_sesmock/messages", headers={"Origin": "https://a.example"}).status_code == 200
    )


@pytest.mark.parametrize(
    "path", ["/_sesmock/../../etc/passwd", "/_sesmock/messages/..%2F..%2F/raw", "//etc/passwd", "/static/a"]
)
def test_no_path_opens_a_file(caller: Caller, path: str) -> None:
    """No path leads to a file, since paths are looked up in a table."""
    assert caller.call("GET", path, REQUEST_URI=path, RAW_URI=path).status_code == 404


@pytest.mark.parametrize("host", ["a b", "a/v2/email", "[::1", "a:99999", "x" * 10 + ":99999999"])
def test_invalid_hosts_are_refused(caller: Caller, host: str) -> None:
    """A request with an invalid Host header returns 400."""
    assert caller.call("GET", "/v2/email/account", HTTP_HOST=host).status_code == 400
