"""Faults affect aiobotocore clients as they affect botocore's clients."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from sesmock import mock_ses
from tests.transport.asynchronous import SESSIONS, AioConfig, get_session, send


@pytest.mark.asyncio
@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
@pytest.mark.parametrize("error", ["Throttling", "EndpointConnectionError"])
@pytest.mark.parametrize("http_session", SESSIONS)
async def test_retries_are_attempts_of_one_call(http_session: Any, error: str, mode: Any) -> None:
    """In every retry mode, the retries of a failed call do not wait, and the journal has one call."""
    config = AioConfig(http_session_cls=http_session, retries={"mode": mode, "total_max_attempts": 4})
    with mock_ses(identities=["example.com"], retry_sleep=False) as active:
        active.fail("SendEmail", error, times=2)
        async with get_session().create_client("ses", config=config) as ses:
            await send(ses)

    [call] = active.calls
    assert (call.attempts, call.error) == (3, None)


@pytest.mark.asyncio
@pytest.mark.parametrize("http_session", SESSIONS)
@pytest.mark.parametrize("error", [EndpointConnectionError, ReadTimeoutError])
async def test_a_network_fault_raises_the_exception_of_aiobotocore(
    error: type[Exception], http_session: Any
) -> None:
    """A network fault raises the exception that aiobotocore itself would raise."""
    config = AioConfig(http_session_cls=http_session, retries={"total_max_attempts": 1})
    with mock_ses(identities=["example.com"]) as active:
        active.fail("SendEmail", error.__name__)
        async with get_session().create_client("ses", config=config) as ses:
            with pytest.raises(error):
                await send(ses)

    assert len(active.outbox) == 0


@pytest.mark.asyncio
@pytest.mark.parametrize("http_session", SESSIONS)
@pytest.mark.parametrize("latency", [19, 21])
async def test_a_late_response_times_out(latency: float, http_session: Any) -> None:
    """A response later than the client's read timeout, by the mock's clock, times out."""
    config = AioConfig(http_session_cls=http_session, retries={"total_max_attempts": 1}, read_timeout=20)
    with mock_ses(identities=["example.com"]) as active:
        active.fail("SendEmail", latency=latency)
        async with get_session().create_client("ses", config=config) as ses:
            if latency < 20:
                await send(ses)
            else:
                with pytest.raises(ReadTimeoutError):
                    await send(ses)

    assert len(active.outbox) == (latency < 20)
