"""Sending quotas."""

from __future__ import annotations

import pytest

from sesmock.domain.quota import DAY_SECONDS, Quota


def test_recipients_are_added_up() -> None:
    """The quota counts the recipients of all sends in the last 24 hours."""
    quota = Quota()
    for now in (0.0, 0.5, 10.0):
        quota.add(now, 2)

    assert quota.sent_last_24_hours(11.0) == 6


@pytest.mark.parametrize(
    ("later", "remaining"), [(DAY_SECONDS - 1, 5), (DAY_SECONDS, 3), (DAY_SECONDS + 60, 0)]
)
def test_the_daily_quota_is_a_moving_window(later: float, remaining: int) -> None:
    """A send counts toward the daily quota for exactly 24 hours."""
    # Spec: account.md §2, §3.
    quota = Quota()
    quota.add(0.0, 2)
    quota.add(60.0, 3)

    assert quota.sent_last_24_hours(later) == remaining


@pytest.mark.parametrize(("now", "sent"), [(5.9, 3), (6.0, 0)])
def test_the_rate_counts_the_current_second(now: float, sent: int) -> None:
    """Only the recipients of the current second count toward the rate."""
    quota = Quota()
    quota.add(5.0, 1)
    quota.add(5.5, 2)

    assert quota.sent_this_second(now) == sent


def test_a_new_quota_has_no_recipients_this_second() -> None:
    """A new quota has no recipients in the current second."""
    assert Quota().sent_this_second(1.0) == 0
