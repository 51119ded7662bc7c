"""Calculations with calendar dates."""

from __future__ import annotations

from datetime import datetime, timezone

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
