"""Clients other than botocore: mail, refusals, faults and timeouts."""

from __future__ import annotations

import http.client
import ssl
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest
import requests
import responses
import urllib3

from sesmock import OperationNotSupported, SesMock, UnmockedCall, mock_ses
from tests.transport.http_clients.posts import (
    CLIENTS,
    HOST,
    MAIL,
    S3,
    aiohttp,
    get_by_aiohttp,
    httpx,
    post_by_http_client,
    post_by_httpx,
    post_by_requests,
    post_by_urllib3,
)

SIGNED = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=AKIAOWN/20260101/eu-west-1/ses/aws4_request, Signature=0"
}
Post = "Callable[..., tuple[int, bytes]]"


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


@pytest.mark.parametrize("level", ["ses", "aws", None])
def test_aiohttp_is_refused(level: Any) -> None:
    """A request to SES with aiohttp is refused, and the error lists the clients that sesmock answers."""
    with mock_ses(block_network=level), pytest.raises(UnmockedCall, match=r"sesmock answers boto3, .* httpx"):
        get_by_aiohttp(f"{HOST}/?Action=GetSendQuota")
    with mock_ses(), pytest.raises(UnmockedCall, match="real AWS"):
        get_by_aiohttp(S3)
    with mock_ses(passthrough=["127.*"]), pytest.raises(aiohttp.ClientConnectionError):
        get_by_aiohttp("http://127.0.0.1:9/")


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
