"""Filters and assertions on refused calls."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from sesmock import SesMock, mock_ses
from tests.inspector.sending import failure
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator


def refuse(sender: str = "shop@example.org", *, api: str = "ses") -> None:
    """Send from an unverified address."""
    with pytest.raises(ClientError):
        send(api, "ada@example.net", sender=sender)


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Yield a mock with one sent message and two refused calls."""
    with mock_ses(identities=["example.com"]) as active:
        refuse()
        send("ses", "ada@example.net")
        refuse(api="sesv2")
        yield active


def test_refused_calls_are_a_sequence(mocked: SesMock) -> None:
    """``rejected`` has the refused calls in order, and later ones appear in it."""
    rejected = mocked.rejected
    before = len(rejected)
    refuse(api="pinpoint-email")

    assert before == 2
    assert [call.service for call in rejected] == ["ses", "sesv2", "pinpoint-email"]
    assert rejected[1:] == [mocked.calls[2], mocked.calls[3]]
    assert repr(rejected).startswith("<3 rejected: ses SendEmail  to ada@example.net  MessageRejected: Email")


def test_refused_calls_have_the_methods_of_the_outbox(mocked: SesMock) -> None:
    """``rejected`` has the same methods as the outbox."""
    rejected = mocked.rejected
    first, last = rejected

    assert (rejected.first(), rejected.last(code="MessageRejected")) == (first, last)
    assert rejected.one(api="sesv2") is last
    assert rejected.filter(message="not verified") == (first, last)
    assert (rejected.count(), rejected.count(api="ses"), rejected.count(last), rejected.count(1)) == (
        2,
        1,
        1,
        0,
    )
    assert rejected.none(code="Throttling") is None


def test_only_returns_the_only_refused_call() -> None:
    """`only` returns the refused call if it is the only one and matches."""
    with mock_ses() as mocked:
        refuse()
        call = mocked.rejected.only(api="ses")
        wrong_api = failure(mocked.rejected.only, api="sesv2")
        refuse()
        several = failure(mocked.rejected.only, api="ses")

    assert call is mocked.rejected[0]
    assert wrong_api.startswith("expected 1 rejected call and no other with api='sesv2'; 0 of 1 match")
    assert several.startswith("expected 1 rejected call and no other with api='ses'; 2 of 2 match")


def test_a_failure_lists_refused_calls_and_the_nearest(mocked: SesMock) -> None:
    """A failure shows how the closest refused call differs from the filters."""
    text = failure(mocked.rejected.first, code="MessageRejected", region="eu-west-1")

    assert text.startswith(
        "expected at least 1 rejected call with code='MessageRejected', region='eu-west-1'; 0 of 2"
    )
    assert "closest  ses SendEmail  to ada@example.net  MessageRejected" in text
    assert "- 'eu-west-1'\n             + 'us-east-1'" in text


def test_a_refusal_in_another_thread_is_waited_for() -> None:
    """`wait_for` finds a call refused in another thread, whether validation, SES's rules or a fault refused it."""
    with mock_ses(identities=["example.com"], retry_sleep=False) as mocked:
        mocked.fail("SendEmail", "Throttling", to="eve@example.net")

        def work() -> None:
            refuse("")
            refuse()
            with pytest.raises(ClientError):
                send("ses", "eve@example.net")

        worker = threading.Timer(0.05, work)
        worker.start()
        codes = ["InvalidParameterValue", "MessageRejected", "Throttling"]
        calls = [mocked.rejected.wait_for(code=code, timeout=30) for code in codes]
        worker.join()

    assert calls == list(mocked.rejected)


def test_waiting_for_a_refusal_ends(mocked: SesMock) -> None:
    """After its timeout, `wait_for` fails."""
    with pytest.raises(
        AssertionError, match=r"expected a rejected call within 0\.01 s with code='Throttling'; 0 of 2"
    ):
        mocked.rejected.wait_for(code="Throttling", timeout=0.01)


def test_a_refusal_is_awaited(mocked: SesMock) -> None:
    """`await_for` waits for a refused call while the event loop continues."""

    async def wait() -> str:
        sender = asyncio.create_task(asyncio.to_thread(refuse, api="pinpoint-email"))
        call = await mocked.rejected.await_for(api="pinpoint-email", timeout=30)
        await sender
        return call.service

    assert asyncio.run(wait()) == "pinpoint-email"
