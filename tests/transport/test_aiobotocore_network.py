"""Retries of aiobotocore after the end of a mock, and asynchronous request bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import EndpointConnectionError

from sesmock import UnmockedCall, mock_ses, stack
from tests.transport.asynchronous import KEYS, SESSIONS, AioConfig, AIOHTTPSession, get_session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOBODY = "http://127.0.0.1:9"
HOST = "https://email.us-east-1.amazonaws.com/"


async def stream() -> AsyncIterator[bytes]:
    """Yield a form in chunks."""
    for chunk in (b"Action=", b"GetSendQuota"):
        yield chunk


@pytest.mark.asyncio
@pytest.mark.parametrize("http_session", SESSIONS)
@pytest.mark.parametrize("error", ["ServiceUnavailable", "EndpointConnectionError"])
async def test_a_retry_is_refused(http_session: Any, error: str) -> None:
    """A call that failed in the mock is not sent after the mock's end; later calls reach their endpoint."""
    config = AioConfig(retries={"total_max_attempts": 2}, http_session_cls=http_session)
    mock = mock_ses(retry_sleep=False)
    # The mock ends just before the second attempt.
    steps = iter([lambda: None, mock.stop])

    def before_send(**_: Any) -> None:
        next(steps, lambda: None)()

    settings = {"region_name": "us-east-1", "endpoint_url": NOBODY, "config": config, **KEYS}
    async with get_session().create_client("ses", **settings) as client:
        client.meta.events.register("before-send", before_send)
        mock.start().fail("GetSendQuota", error)
        with pytest.raises(UnmockedCall, match="was retried after the mock stopped"):
            await client.get_send_quota()
        with pytest.raises(EndpointConnectionError):
            await client.get_send_quota()


@pytest.mark.asyncio
async def test_an_asynchronous_body_is_read() -> None:
    """The mock reads an asynchronous body of a request to SES, but not that of another request."""
    uploaded = stream()
    with mock_ses() as active:
        async with AIOHTTPSession() as session:
            response = await session.send(AWSPreparedRequest("POST", HOST, {}, stream(), False))
            with pytest.raises(EndpointConnectionError):
                await session.send(AWSPreparedRequest("PUT", f"{NOBODY}/key", {}, uploaded, False))

    assert (response.status_code, len(active.calls)) == (200, 1)
    assert b"".join([chunk async for chunk in uploaded]) == b"Action=GetSendQuota"


@pytest.mark.asyncio
async def test_a_wrapper_that_outlives_the_mock_passes_calls_through() -> None:
    """A patch that other code still calls passes calls through after the mock ends."""
    with mock_ses():
        former_patch = AIOHTTPSession.send
    async with AIOHTTPSession() as session:
        with pytest.raises(EndpointConnectionError):
            await former_patch(session, AWSPreparedRequest("GET", NOBODY, {}, None, False))


@pytest.mark.asyncio
async def test_the_guard_refuses_an_asynchronous_body() -> None:
    """The guard refuses a request with an asynchronous body without reading it, so no operation is mentioned."""
    stack.guard()
    try:
        async with AIOHTTPSession() as session:
            with pytest.raises(UnmockedCall, match="SES request was called outside a mock"):
                await session.send(AWSPreparedRequest("POST", HOST, {}, stream(), False))
    finally:
        stack.unguard()
