"""What type checkers see of faults, permissions and time; `make types` checks this file, but nothing runs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ReadTimeoutError
from typing_extensions import assert_type

from sesmock import Fault, SesMock
from sesmock.journal import Call


def faults(ses_mock: SesMock) -> None:
    """Faults are created with keyword arguments, and are context managers."""
    assert_type(ses_mock.fail("SendEmail", "Throttling", times=2), Fault)
    ses_mock.fail(["SendEmail", "SendRawEmail"], ReadTimeoutError, api=["ses", "sesv2"])
    ses_mock.fail("SendEmail", OSError("unplugged"), where=lambda call: call.attempts == 1)
    with ses_mock.fail(latency=1.5, answer_lost=True) as fault:
        assert_type(fault.hits, int)
        assert_type(fault.calls, Sequence[Call])
    fault.stop()
    ses_mock.fail("SendEmail", api="sesv3")  # type: ignore[arg-type] # deliberately misspelled
    ses_mock.fail("SendEmail", tims=2)  # type: ignore[call-arg] # deliberately misspelled


def permissions(ses_mock: SesMock) -> None:
    """Denials are faults; the policy is a dict for json.dumps."""
    assert_type(ses_mock.deny("ses:SendEmail", resource="identity/example.com"), Fault)
    assert_type(ses_mock.required_permissions(), dict[str, Any])


def time(ses_mock: SesMock) -> None:
    """The clock is shifted by a timedelta or its parts."""
    ses_mock.clock.shift(hours=24)
    ses_mock.clock.shift(timedelta(days=1))
    assert_type(ses_mock.clock.now(), datetime)
