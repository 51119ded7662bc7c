"""The states of a verification as time passes."""

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


def test_a_new_verification_is_not_started() -> None:
    """A new verification is not started, and has no times and no error."""
    state = VerificationState(Clock(), RECORD_SECONDS)

    assert state.status is VerificationStatus.NOT_STARTED
    assert (state.has_succeeded, state.checked_at, state.succeeded_at, state.error) == (
        False,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(("seconds", "error"), [(LINK_SECONDS, None), (RECORD_SECONDS, "HOST_NOT_FOUND")])
def test_a_verification_fails_after_its_time_limit(seconds: int, error: str | None) -> None:
    """A verification fails after its time limit, whichever attribute is read first; only DNS records have an error."""
    clock = Clock()
    first, second, third = (VerificationState(clock, seconds) for _ in range(3))
    for state in (first, second, third):
        state.start()
    started_at = clock.time()
    clock.shift(seconds=seconds * 2)

    assert first.status is FAILED
    assert second.error == error
    assert third.checked_at == pytest.approx(started_at + seconds, abs=60)


def test_a_success_outlasts_the_time_limit() -> None:
    """A success outlasts the time limit, and a later failure keeps the time of the success."""
    clock = Clock()
    state = VerificationState(clock, LINK_SECONDS)
    state.start()
    state.succeed()
    # Far beyond the time limit of a pending verification, which is a day for links.
    clock.shift(days=30)
    later_status = state.status
    state.fail(Failure("SERVICE_ERROR"))

    assert (later_status, state.status, state.error) == (SUCCESS, FAILED, "SERVICE_ERROR")
    assert state.checked_at is not None
    assert state.succeeded_at is not None
    assert state.checked_at > state.succeeded_at


@pytest.mark.parametrize(
    ("failure", "status"),
    [(Failure(), FAILED), (Failure(temporary=True), VerificationStatus.TEMPORARY_FAILURE)],
)
def test_a_failed_verification_can_be_restarted(failure: Failure, status: VerificationStatus) -> None:
    """A restart gives a failed verification a new time limit and clears its error."""
    clock = Clock()
    state = VerificationState(clock, LINK_SECONDS)
    state.start()
    state.fail(failure)
    failed = state.status
    clock.shift(days=2)
    state.start()

    assert (failed, state.status, state.error) == (status, PENDING, None)
