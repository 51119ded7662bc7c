"""The guard refuses calls to SES while no mock is active, in any order of starts and stops."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError
from botocore.httpsession import URLLib3Session

from sesmock import UnmockedCall, mock_ses, stack
from sesmock.transport import guard

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUEST = AWSPreparedRequest(
    "GET",
    "http://127.0.0.1:9/?Action=GetSendQuota&X-Amz-Credential=A/20260101/us-east-1/ses/aws4_request",
    {},
    None,
    False,
)


@pytest.fixture(autouse=True)
def _unguarded() -> Iterator[None]:
    """Restore the state before the test."""
    original = URLLib3Session.send
    yield
    stack.unguard()

    assert URLLib3Session.send is original


def test_the_guard_does_not_affect_an_active_mock() -> None:
    """A guard that is set inside a mock takes effect when the mock ends."""
    ses_mock = mock_ses()
    ses_mock.start()
    stack.guard()
    response = URLLib3Session().send(REQUEST)
    ses_mock.stop()

    assert response.status_code == 200
    with pytest.raises(UnmockedCall, match=r"GetSendQuota was called outside a mock \(ses_mock_guard\)"):
        URLLib3Session().send(REQUEST)
    with mock_ses():
        assert URLLib3Session().send(REQUEST).status_code == 200


def test_a_wrapper_around_a_removed_guard_refuses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the guard is removed, a patch of the guard that other code still calls refuses nothing."""
    stack.guard()
    guarded = URLLib3Session.send

    def wrapper(session: URLLib3Session, request: AWSPreparedRequest) -> object:
        return guarded(session, request)

    with monkeypatch.context() as context:
        context.setattr(URLLib3Session, "send", wrapper)
        with pytest.raises(UnmockedCall):
            URLLib3Session().send(REQUEST)
        stack.unguard()
        with pytest.raises(EndpointConnectionError):
            URLLib3Session().send(REQUEST)
    stack.guard()


def test_a_mock_takes_precedence_over_the_guard() -> None:
    """Inside a mock, the guard does not refuse a call to a passthrough host."""
    stack.guard()
    with mock_ses(passthrough=["127.0.0.1"]), pytest.raises(EndpointConnectionError):
        boto3.client(
            "ses", endpoint_url="http://127.0.0.1:9", config=Config(retries={"max_attempts": 0})
        ).get_send_quota()


def test_an_asynchronous_client_sends_while_nothing_is_guarded() -> None:
    """The guard's patch of asynchronous clients passes requests through once the guard is removed."""

    async def send(_: object, request: str) -> str:
        return request

    guarded_send = guard._wrap_async_send(lambda: None, send)

    assert asyncio.run(guarded_send(None, "request")) == "request"
