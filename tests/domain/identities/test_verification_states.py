"""The states of one verification, by its own clock."""

from __future__ import annotations

import pytest

from sesmock.domain.clock import Clock
from sesmock.domain.identities.verification_states import (
    LINK_SECONDS,
    RECORD_SECONDS,
    Failure,
    VerificationState,
    VerificationStatus,
)

PENDING, SUCCESS, FAILED = VerificationStatus.PENDING, VerificationStatus.SUCCESS, VerificationStatus.FAILED


def test_a_new_one_has_not_been_started() -> None:
    """Nothing has been looked for."""
    state = VerificationState(Clock(), RECORD_SECONDS)

    assert state.status is VerificationStatus.NOT_STARTED
    assert (state.has_succeeded, state.checked_at, state.succeeded_at, state.error) == (
        False,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(("seconds", "error"), [(LINK_SECONDS, None), (RECORD_SECONDS, "HOST_NOT_FOUND")])
def test_it_is_given_up_in_time(seconds: int, error: str | None) -> None:
    """Whatever is asked first, and with the time when it was over; of records, it tells what was missing."""
    clock = Clock()
    first, second, third = (VerificationState(clock, seconds) for _ in range(3))
    for state in (first, second, third):
        state.start()
    started_at = clock.time()
    clock.shift(seconds=seconds * 2)

    assert first.status is FAILED
    assert second.error == error
    assert third.checked_at == pytest.approx(started_at + seconds, abs=60)


def test_a_success_outlasts_its_time() -> None:
    """And a failure after it remembers it."""
    clock = Clock()
    state = VerificationState(clock, LINK_SECONDS)
    state.start()
    state.succeed()
    clock.shift(days=30)
    still = state.status
    state.fail(Failure("SERVICE_ERROR"))

    assert (still, state.status, state.error) == (SUCCESS, FAILED, "SERVICE_ERROR")
    assert state.checked_at is not None
    assert state.succeeded_at is not None
    assert state.checked_at > state.succeeded_at


@pytest.mark.parametrize(
    ("failure", "status"),
    [(Failure(), FAILED), (Failure(temporary=True), VerificationStatus.TEMPORARY_FAILURE)],
)
def test_a_failed_one_can_be_started_again(failure: Failure, status: VerificationStatus) -> None:
    """Its time begins anew, and its error is forgotten."""
    clock = Clock()
    state = VerificationState(clock, LINK_SECONDS)
    state.start()
    state.fail(failure)
    failed = state.status
    clock.shift(days=2)
    state.start()

    assert (failed, state.status, state.error) == (status, PENDING, None)
