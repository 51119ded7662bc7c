"""The clock, and calculations with calendar dates."""

from __future__ import annotations

from datetime import datetime, timezone
from time import time

import pytest

from sesmock.domain import clock


@pytest.mark.parametrize(
    ("time", "following"),
    [
        ("2026-01-31T23:59:59", "2026-02-01"),
        ("2026-02-01T00:00:00", "2026-03-01"),
        ("2024-02-29T12:00:00", "2024-03-01"),
        ("2026-12-31T23:59:59.999", "2027-01-01"),
    ],
)
def test_the_next_month_begins_at_midnight(time: str, following: str) -> None:
    """The next month begins at midnight UTC of its first day."""
    seconds = datetime.fromisoformat(time).replace(tzinfo=timezone.utc).timestamp()
    begins = clock.to_datetime(clock.find_next_month(seconds))

    assert begins == datetime.fromisoformat(following).replace(tzinfo=timezone.utc)


def test_a_clock_can_stand_still() -> None:
    """A held clock has one time, which a shift moves, and afterwards it runs on with the shift."""
    held = clock.Clock()
    with held.hold(1_000.0):
        first = held.time()
        held.shift(seconds=5)
        second = held.time()

    assert (first, second) == (1_000.0, 1_005.0)
    assert held.time() > time() + 4
