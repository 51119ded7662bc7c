"""Latency, lost responses and retries of calls that `ses_mock.fail` affects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore import exceptions
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from tests.faults.clients_without_retries import APIS, send
from tests.refusals import refusal_with_status

if TYPE_CHECKING:
    from sesmock import SesMock


def test_latency_passes_on_the_clock(ses_mock: SesMock) -> None:
    """Latency advances the mock's clock without waiting, and the call succeeds."""
    before = ses_mock.clock.time()
    ses_mock.fail("SendEmail", latency=30)
    send()

    # The clock also runs while the call is carried out, so the difference is not exact.
    assert 30 <= ses_mock.clock.time() - before < 31
    assert ses_mock.outbox.one().sent_at.timestamp() - before >= 29.9


@pytest.mark.parametrize("answer_lost", [False, True])
def test_a_late_response_times_out(ses_mock: SesMock, answer_lost: bool) -> None:
    """A response later than the read timeout raises an error, and only with ``answer_lost`` is the message sent."""
    before = ses_mock.clock.time()
    ses_mock.fail("SendEmail", latency=90, answer_lost=answer_lost)
    config = Config(retries={"total_max_attempts": 1}, read_timeout=20, connect_timeout=5)
    with pytest.raises(exceptions.ReadTimeoutError):
        send(config=config)

    assert 20 <= ses_mock.clock.time() - before < 21
    assert len(ses_mock.outbox) == answer_lost


def test_an_error_can_have_latency(ses_mock: SesMock) -> None:
    """A fault can combine latency with an error."""
    before = ses_mock.clock.time()
    ses_mock.fail("SendEmail", "ServiceUnavailable", latency=10)

    assert refusal_with_status(send)[1] == "ServiceUnavailable"
    assert ses_mock.clock.time() - before >= 10


def test_a_retry_after_a_lost_response_sends_twice(ses_mock: SesMock) -> None:
    """If the response to a send is lost, botocore's retry sends the message a second time."""
    ses_mock.fail("SendEmail", "ReadTimeoutError", answer_lost=True, times=1)
    send(config=Config())

    [call] = ses_mock.calls
    assert call.attempts == 2
    assert call.error is None
    assert len(ses_mock.outbox) == 2


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("error", ["Throttling", "ServiceUnavailable", "EndpointConnectionError"])
def test_retries_are_attempts_of_one_call(ses_mock: SesMock, mode: Any, api: str, error: str) -> None:
    """In every retry mode, the journal has one call for a request and its retries."""
    fault = ses_mock.fail("SendEmail", error, times=2)
    send(api, config=Config(retries={"mode": mode, "total_max_attempts": 4}))

    [call] = ses_mock.calls
    assert (call.attempts, call.error, fault.hits) == (3, None, 2)
    assert fault.calls == (call,)
    assert len(ses_mock.outbox) == 1


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_the_last_retry_gets_the_last_response(ses_mock: SesMock, mode: Any) -> None:
    """If every retry fails, the caller gets the error of the last one."""
    fault = ses_mock.fail("SendEmail", "Throttling")

    assert (
        refusal_with_status(send, "ses", config=Config(retries={"mode": mode, "total_max_attempts": 3}))[1]
        == "Throttling"
    )
    [call] = ses_mock.rejected
    assert (call.attempts, fault.hits, len(fault.calls)) == (3, 3, 1)


@pytest.mark.parametrize(
    "failure",
    [
        {"error": "MessageRejected"},
        {"status": 500},
        {"status": 502},
        {"malformed": True},
        {"error": OSError("x")},
    ],
)
def test_a_message_with_a_lost_response_is_sent(ses_mock: SesMock, failure: dict[str, Any]) -> None:
    """With ``answer_lost``, the message is sent, although the client gets an error."""
    ses_mock.fail("SendEmail", answer_lost=True, **failure)
    with pytest.raises((ClientError, OSError, ResponseParserError)):
        send("ses")

    assert len(ses_mock.outbox) == 1
    assert ses_mock.rejected.one().error.fault.hits == 1


def test_a_refusal_with_a_lost_response_sends_nothing(ses_mock: SesMock) -> None:
    """With ``answer_lost``, a call that SES would refuse sends nothing."""
    ses_mock.fail("SendEmail", "InternalFailure", answer_lost=True)
    ses_mock.account.sending_enabled = False

    assert refusal_with_status(send)[1] == "InternalFailure"
    assert len(ses_mock.outbox) == 0
