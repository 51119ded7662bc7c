"""Connections of HTTP clients other than botocore: hosts, proxies, patches and the ends of mocks."""

from __future__ import annotations

import asyncio
import http.client
import socket
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
import responses
import urllib3
from moto import mock_aws

from sesmock import SesMock, UnmockedCall, mock_ses, stack
from tests.programs import run_program
from tests.transport.http_clients.posts import (
    CLIENTS,
    HOST,
    MAIL,
    S3,
    aiohttp,
    get_by_aiohttp,
    httpx,
    post_by_requests,
)


@pytest.mark.parametrize("post", CLIENTS)
@pytest.mark.usefixtures("mocked")
def test_other_hosts_are_reached(post: Any) -> None:
    """A request to a host outside AWS leaves the mock."""
    with pytest.raises(Exception, match=r"(?i)refused|connect"):
        post("http://127.0.0.1:9/", "x")


@pytest.mark.parametrize("post", CLIENTS)
def test_a_passthrough_ses_host_is_reached(monkeypatch: pytest.MonkeyPatch, post: Any) -> None:
    """A request to SES that matches a passthrough leaves the mock, so the client resolves the host name."""
    resolved = []

    def resolve(host: Any, *_: Any, **__: Any) -> None:
        resolved.append(host)
        raise socket.gaierror("nobody resolves this")

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    with (
        mock_ses(passthrough=["email.*.amazonaws.com"], block_network="all") as active,
        pytest.raises(Exception, match="nobody resolves this"),
    ):
        post(f"{HOST}/", "Action=GetSendQuota")

    assert {str(host).strip("b'") for host in resolved} == {"email.us-east-1.amazonaws.com"}
    assert list(active.calls) == []


def test_requests_through_a_proxy_are_answered(mocked: SesMock) -> None:
    """A request to SES through a proxy is answered, and no connection to the proxy is opened."""
    proxies = {"http": "http://127.0.0.1:9", "https": "http://127.0.0.1:9"}
    for scheme in ("http", "https"):
        url = f"{scheme}://email.us-east-1.amazonaws.com/?Action=GetSendQuota"
        assert requests.get(url, proxies=proxies, timeout=5).status_code == 200
    tunnel = http.client.HTTPSConnection("127.0.0.1", 9)
    tunnel.set_tunnel("email.us-east-1.amazonaws.com")
    tunnel.request("GET", "/?Action=GetSendQuota")
    proxied = http.client.HTTPConnection("127.0.0.1", 9)
    proxied.request("GET", f"{HOST}/?Action=GetSendQuota")

    assert (tunnel.getresponse().status, proxied.getresponse().status) == (200, 200)
    assert len(mocked.calls) == 4


def test_a_connection_can_send_several_requests(mocked: SesMock) -> None:
    """An http.client connection can send several requests to SES, with chunked and with plain bodies."""
    connection = http.client.HTTPSConnection("email.us-east-1.amazonaws.com")
    for body in (iter([b"Action=", b"GetSendQuota"]), b"Action=GetSendQuota"):
        connection.request("POST", "/", body, encode_chunked=True)
        assert b"Max24HourSend" in connection.getresponse().read()
    other = http.client.HTTPConnection("::1", 9)
    with pytest.raises(OSError, match=r"(?i)refused|assign|unreachable"):
        other.request("GET", "/")

    assert len(mocked.calls) == 2


def test_a_connection_of_urllib3_without_a_pool_is_answered(mocked: SesMock) -> None:
    """A urllib3 connection that is used without a pool sends through http.client."""
    connection = urllib3.connection.HTTPSConnection("email.us-east-1.amazonaws.com", timeout=3)
    connection.request("GET", "/?Action=GetSendQuota")

    assert connection.getresponse().status == 200
    assert len(mocked.calls) == 1


def test_a_connection_of_a_mock_that_has_ended_is_refused() -> None:
    """A request that was begun inside a mock is refused after the mock's end."""
    connection = http.client.HTTPSConnection("email.us-east-1.amazonaws.com")
    with mock_ses():
        connection.request("GET", "/?Action=GetSendQuota")
        connection.getresponse().read()
        connection.putrequest("GET", "/?Action=GetSendQuota")

    connection.endheaders()
    with pytest.raises(UnmockedCall, match="used after the mock stopped"):
        connection.getresponse()


def test_a_connection_whose_host_becomes_a_passthrough_fails() -> None:
    """A request that was begun before its host became a passthrough fails, since the mock does not answer it."""
    connection = http.client.HTTPSConnection("email.us-east-1.amazonaws.com")
    with mock_ses():
        connection.putrequest("GET", "/?Action=GetSendQuota")
        connection.endheaders()
        with mock_ses(isolated=True, passthrough=["email.*"]), pytest.raises(http.client.RemoteDisconnected):
            connection.getresponse()


def test_moto_answers_all_but_ses(mocked: SesMock) -> None:
    """While moto is active, sesmock answers requests to SES, and moto those to other services."""
    with mock_aws():
        post_by_requests(f"{HOST}/", urlencode(MAIL))
        response = requests.get(S3, timeout=5)

    assert len(mocked.outbox) == 1
    assert b"ListAllMyBucketsResult" in response.content


def test_responses_answers_all_but_ses(mocked: SesMock) -> None:
    """Sesmock answers requests to SES before ``responses`` does, except for passthrough hosts."""
    with responses.RequestsMock() as registry:
        registry.add("POST", "https://example.org/", body="registered")
        registry.add("POST", f"{HOST}/", body="registered")
        own = post_by_requests("https://example.org/", "x")
        post_by_requests(f"{HOST}/", urlencode(MAIL))
        with mock_ses(isolated=True, passthrough=["email.*"]):
            passed = post_by_requests(f"{HOST}/", urlencode(MAIL))

    assert own == passed == (200, b"registered")
    assert len(mocked.outbox) == 1


def test_responses_works_after_a_mock_that_ends_inside_it() -> None:
    """A patch of ``responses`` that is still called after the mock returns the registered responses."""
    with mock_ses():
        former_patch = responses.RequestsMock._on_request
    registry = responses.RequestsMock()
    registry.add("POST", f"{HOST}/", body="registered")
    request = requests.Request("POST", f"{HOST}/").prepare()

    assert former_patch(registry, requests.adapters.HTTPAdapter(), request).content == b"registered"


@pytest.mark.parametrize("post", CLIENTS)
def test_the_guard_refuses_every_client(post: Any) -> None:
    """Outside a mock, the guard refuses calls to SES from any HTTP client."""
    stack.guard()
    try:
        with pytest.raises(UnmockedCall, match=r"SES SendEmail was called outside a mock \(ses_mock_guard\)"):
            post(f"{HOST}/", urlencode(MAIL))
        with pytest.raises(UnmockedCall, match=r"A connection to SES .* outside a mock \(ses_mock_guard\)"):
            get_by_aiohttp(f"{HOST}/")
        with pytest.raises(Exception, match=r"(?i)refused|connect"):
            post("http://127.0.0.1:9/", "x")
        with mock_ses(identities=["example.com"]) as active:
            post(f"{HOST}/", urlencode(MAIL))
    finally:
        stack.unguard()

    assert len(active.outbox) == 1


def test_a_kept_patch_passes_requests_through() -> None:
    """Every patch that other code still calls passes requests through after the mock ends."""
    with mock_ses():
        urlopen = urllib3.connectionpool.HTTPConnectionPool.urlopen
        putrequest = http.client.HTTPConnection.putrequest
        handle = httpx.HTTPTransport.handle_request
        handle_async = httpx.AsyncHTTPTransport.handle_async_request
        connect = aiohttp.BaseConnector.connect
    pool = urllib3.HTTPConnectionPool("127.0.0.1", 9)
    request = httpx.Request("GET", "http://127.0.0.1:9/")

    with pytest.raises(urllib3.exceptions.NewConnectionError):
        urlopen(pool, "GET", "/", retries=False)
    putrequest(http.client.HTTPConnection("127.0.0.1", 9), "GET", "/")
    with pytest.raises(httpx.ConnectError):
        handle(httpx.HTTPTransport(), request)
    # The original method fails at once for a connector of None, which shows that it was called.
    with pytest.raises(AttributeError):
        asyncio.run(connect(None, None, None, None))
    with pytest.raises(httpx.ConnectError):
        asyncio.run(handle_async(httpx.AsyncHTTPTransport(), request))


def test_a_library_can_be_imported_inside_a_mock() -> None:
    """A library that is imported inside a mock is patched before its first request."""
    code = f"""
from sesmock import mock_ses
with mock_ses():
    import httpx
    print(httpx.get("{HOST}/?Action=GetSendQuota").status_code)
"""

    assert run_program(code) == "200\n"
