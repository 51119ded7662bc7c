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


def test_a_clock_can_be_held() -> None:
    """A held clock stands still except for shifts, and afterward continues in real time, including the shifts."""
    frozen_clock = clock.Clock()
    with frozen_clock.hold(1_000.0):
        first = frozen_clock.time()
        frozen_clock.shift(seconds=5)
        second = frozen_clock.time()

    assert (first, second) == (1_000.0, 1_005.0)
    assert frozen_clock.time() > time() + 4
