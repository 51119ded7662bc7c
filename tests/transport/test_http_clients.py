"""Clients other than botocore: requests, urllib3, urllib, http.client, httpx and aiohttp."""

from __future__ import annotations

import asyncio
import http.client
import socket
import ssl
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import boto3
import pytest
import requests
import responses
import urllib3
from moto import mock_aws

from sesmock import OperationNotSupported, SesMock, UnmockedCall, mock_ses, stack
from tests.programs import run_program

if TYPE_CHECKING:
    from collections.abc import Iterator

httpx: Any = pytest.importorskip("httpx", reason="not installed in the aiobotocore environments")
aiohttp: Any = pytest.importorskip("aiohttp")

HOST = "https://email.us-east-1.amazonaws.com"
S3 = "https://s3.us-east-1.amazonaws.com/"
MAIL = {
    "Action": "SendEmail",
    "Source": "shop@example.com",
    "Destination.ToAddresses.member.1": "ada@example.net",
    "Message.Subject.Data": "Hello",
    "Message.Body.Text.Data": "Hi",
}
SIGNED = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=AKIAOWN/20260101/eu-west-1/ses/aws4_request, Signature=0"
}


def post_by_requests(url: str, body: str, timeout: float = 5) -> tuple[int, bytes]:
    """Send a form with requests."""
    response = requests.post(url, data=body, timeout=timeout)
    return response.status_code, response.content


def post_by_urllib3(url: str, body: str, timeout: float = 5) -> tuple[int, bytes]:
    """Send a form with urllib3."""
    pool = urllib3.PoolManager()
    response = pool.request("POST", url, body=body, timeout=timeout, retries=False)
    return response.status, response.data


def post_by_urllib(url: str, body: str, timeout: float = 5) -> tuple[int, bytes]:
    """Send a form with urllib."""
    with urllib.request.urlopen(url, body.encode(), timeout=timeout) as response:
        return response.status, response.read()


def post_by_http_client(url: str, body: str, timeout: float = 5) -> tuple[int, bytes]:
    """Send a form with http.client."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=timeout)
    connection.request("POST", "/", body)
    response = connection.getresponse()
    return response.status, response.read()


def post_by_httpx(url: str, body: str, timeout: float = 5) -> tuple[int, bytes]:
    """Send a form with httpx."""
    response = httpx.post(url, content=body, timeout=timeout)
    return response.status_code, response.content


def post_by_async_httpx(url: str, body: str, timeout: float = 5) -> tuple[int, bytes]:
    """Send a form with httpx, as a stream."""

    async def stream() -> Any:
        yield body.encode()

    async def post() -> tuple[int, bytes]:
        async with httpx.AsyncClient() as client:
            response = await client.post(url, content=stream(), timeout=timeout)
            return response.status_code, response.content

    return asyncio.run(post())


CLIENTS = [
    post_by_requests,
    post_by_urllib3,
    post_by_urllib,
    post_by_http_client,
    post_by_httpx,
    post_by_async_httpx,
]
Post = "Callable[..., tuple[int, bytes]]"


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"]) as active:
        yield active


@pytest.mark.parametrize("post", CLIENTS)
def test_a_message_lands_in_the_outbox(mocked: SesMock, post: Any) -> None:
    """A message sent with any HTTP client is in the outbox, and the response has its id."""
    status, content = post(f"{HOST}/", urlencode(MAIL))

    message = mocked.outbox.one(to="ada@example.net", subject="Hello")
    assert status == 200
    assert message.message_id.encode() in content


@pytest.mark.parametrize("post", [post_by_requests, post_by_urllib3, post_by_httpx])
def test_a_refusal_has_its_status(mocked: SesMock, post: Any) -> None:
    """A refusal is an ordinary response with SES's status and text."""
    status, content = post(f"{HOST}/", urlencode(MAIL | {"Source": "shop@example.org"}))

    assert status == 400
    assert b"Email address is not verified" in content


@pytest.mark.parametrize("post", CLIENTS)
@pytest.mark.usefixtures("mocked")
def test_a_sesmock_error_reaches_the_caller(post: Any) -> None:
    """A sesmock error reaches the caller unchanged, since no client wraps it."""
    with pytest.raises(UnmockedCall, match="real AWS"):
        post(S3, "")
    with mock_ses() as active:
        active.fail("GetSendQuota", OperationNotSupported("not yet"))
        with pytest.raises(OperationNotSupported, match="not yet"):
            post(f"{HOST}/", "Action=GetSendQuota")


FAULTS: dict[str, list[type[Exception]]] = {
    "ConnectTimeoutError": [requests.ConnectTimeout, TimeoutError, httpx.ConnectTimeout],
    "ConnectionClosedError": [
        requests.ConnectionError,
        http.client.RemoteDisconnected,
        httpx.RemoteProtocolError,
    ],
    "EndpointConnectionError": [requests.ConnectionError, ConnectionRefusedError, httpx.ConnectError],
    "ProxyConnectionError": [requests.exceptions.ProxyError, ConnectionRefusedError, httpx.ProxyError],
    "ReadTimeoutError": [requests.ReadTimeout, TimeoutError, httpx.ReadTimeout],
    "SSLError": [requests.exceptions.SSLError, ssl.SSLError, httpx.ConnectError],
}


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("beside_responses", [False, True])
def test_network_faults_raise_the_exceptions_of_the_client(
    mocked: SesMock, kind: str, beside_responses: bool
) -> None:
    """A network fault raises the exception that the client itself would raise."""
    mocked.fail("GetSendQuota", kind)
    of_requests, of_http_client, of_httpx = FAULTS[kind]
    with responses.RequestsMock() if beside_responses else mock_ses(), pytest.raises(of_requests):
        post_by_requests(f"{HOST}/", "Action=GetSendQuota")
    with pytest.raises(of_http_client):
        post_by_http_client(f"{HOST}/", "Action=GetSendQuota")
    with pytest.raises(of_httpx):
        post_by_httpx(f"{HOST}/", "Action=GetSendQuota")

    assert len(mocked.calls) == 3


@pytest.mark.parametrize("post", CLIENTS)
def test_an_exception_of_the_test_is_raised_unchanged(mocked: SesMock, post: Any) -> None:
    """An exception that the test passes to `fail` is raised unchanged by every client."""
    mocked.fail("GetSendQuota", LookupError("mine"))

    with pytest.raises(LookupError, match="mine"):
        post(f"{HOST}/", "Action=GetSendQuota")


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        (post_by_requests, requests.ReadTimeout),
        (post_by_urllib3, urllib3.exceptions.ReadTimeoutError),
        (post_by_http_client, TimeoutError),
        (post_by_httpx, httpx.ReadTimeout),
    ],
)
def test_a_slow_response_exceeds_a_short_timeout(
    mocked: SesMock, post: Any, expected: type[Exception]
) -> None:
    """A response later than the client's timeout, by the mock's clock, times out."""
    mocked.fail("GetSendQuota", latency=3)

    assert post(f"{HOST}/", "Action=GetSendQuota", timeout=4)[0] == 200
    with pytest.raises(expected):
        post(f"{HOST}/", "Action=GetSendQuota", timeout=2)


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


@pytest.mark.parametrize(
    ("failures", "raises", "outcome"), [(2, True, 200), (3, True, None), (3, False, 503)]
)
def test_urllib3_retries_as_usual(mocked: SesMock, failures: int, raises: bool, outcome: int | None) -> None:
    """A session of the requests library retries as its ``urllib3.Retry`` says, and each attempt is a call."""
    mocked.fail("GetSendQuota", "ServiceUnavailable", times=failures)
    retries = urllib3.Retry(2, status_forcelist=[503], allowed_methods=None, raise_on_status=raises)
    with requests.Session() as session:
        session.mount("https://", requests.adapters.HTTPAdapter(max_retries=retries))
        if outcome is None:
            with pytest.raises(requests.exceptions.RetryError):
                session.get(f"{HOST}/?Action=GetSendQuota", timeout=5)
        else:
            assert session.get(f"{HOST}/?Action=GetSendQuota", timeout=5).status_code == outcome

    assert len(mocked.calls) == 3


def test_a_manual_signature_is_enough(mocked: SesMock) -> None:
    """A request with a signature for SES is answered at any host, in the region of the signature."""
    response = requests.post("http://[::1]:9/", data={"Action": "GetSendQuota"}, headers=SIGNED, timeout=5)

    assert (response.status_code, mocked.calls[0].region) == (200, "eu-west-1")


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


def get_by_aiohttp(url: str) -> None:
    """Send a request with aiohttp, which sesmock never answers."""

    async def get() -> None:
        async with aiohttp.ClientSession() as client:
            await client.get(url)

    asyncio.run(get())


@pytest.mark.parametrize("level", ["ses", "aws", None])
def test_aiohttp_is_refused(level: Any) -> None:
    """A request to SES with aiohttp is refused, and the error lists the clients that sesmock answers."""
    with mock_ses(block_network=level), pytest.raises(UnmockedCall, match=r"sesmock answers boto3, .* httpx"):
        get_by_aiohttp(f"{HOST}/?Action=GetSendQuota")
    with mock_ses(), pytest.raises(UnmockedCall, match="real AWS"):
        get_by_aiohttp(S3)
    with mock_ses(passthrough=["127.*"]), pytest.raises(aiohttp.ClientConnectionError):
        get_by_aiohttp("http://127.0.0.1:9/")


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


def test_presigned_urls_are_answered(mocked: SesMock) -> None:
    """A URL presigned by boto3 can be opened by any client."""
    url = boto3.client("ses").generate_presigned_url("list_identities")

    assert requests.get(url, timeout=5).status_code == 200
    assert mocked.calls[0].operation == "ListIdentities"


@pytest.mark.parametrize(
    "send",
    [
        lambda url: requests.head(url, timeout=5),
        lambda url: urllib3.PoolManager().request("HEAD", url, retries=False),
        httpx.head,
    ],
)
def test_the_response_to_head_has_no_body(send: Any) -> None:
    """The response to a HEAD request has no body, but the length that the body would have."""
    # RFC 9110 §9.3.2.
    with mock_ses():
        answer = send(f"{HOST}/?Action=GetSendQuota")
        content = answer.content if hasattr(answer, "content") else answer.data

    assert (content, int(answer.headers["content-length"]) > 0) == (b"", True)


@pytest.mark.parametrize("level", ["ses", "aws"])
@pytest.mark.parametrize("name", ["abcdef12.g3h.endpoints.email", "abcdef12.g3h.endpoints.email.global"])
def test_a_multi_region_endpoint_is_an_ses_host(name: str, level: Any) -> None:
    """A signed request to a multi-region endpoint is answered; an unsigned one is refused, as it has no region."""
    url = f"https://{name}.amazonaws.com/v2/email/account"
    with mock_ses(block_network=level):
        with pytest.raises(UnmockedCall, match="sesmock answers smtplib, aiosmtplib and SES's APIs"):
            requests.get(url, timeout=5)
        assert requests.get(url, headers=SIGNED, timeout=5).status_code == 200
