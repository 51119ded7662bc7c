"""The clock of a world, and conversions of times."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Clock:
    """A clock that follows ``time.time``, so that freezegun and time-machine control it, too; `shift` moves it.

    ``notify`` is called after each shift.
    """

    def __init__(self, notify: Callable[[], None] = lambda: None) -> None:
        self._ahead = 0.0
        self._held: float | None = None
        # += reads and writes in two steps, and two threads may move the clock at the same time.
        self._lock = Lock()
        self._notify = notify

    def time(self) -> float:
        """Return the current time in seconds since 1970, UTC."""
        return time.time() + self._ahead if self._held is None else self._held

    @contextmanager
    def hold(self, seconds: float) -> Iterator[None]:
        """Stop the clock at a time in seconds since 1970 while the block runs; `shift` still moves it."""
        self._held = seconds
        try:
            yield
        finally:
            self._held = None

    def now(self) -> datetime:
        """Return the current time as an aware datetime, UTC."""
        return to_datetime(self.time())

    def shift(
        self,
        delta: timedelta | None = None,
        /,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
    ) -> None:
        """Move the clock by a `timedelta` or by its parts; negative values move it back."""
        value: object = delta
        if value is not None and not isinstance(value, timedelta):
            raise TypeError(f"shift() takes a timedelta or a keyword such as shift(seconds=1), got {value!r}")
        step = (delta or timedelta()) + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        self.move(step.total_seconds())
        self._notify()

    def move(self, seconds: float) -> None:
        """Move the clock without a notification; steps that become due run on the next access to the world."""
        with self._lock:
            self._ahead += seconds
            if self._held is not None:
                self._held += seconds


def find_next_month(seconds: float) -> float:
    """Return the start of the next month in UTC; both times are in seconds since 1970."""
    month = to_datetime(seconds).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    # No month has more than 31 days, so its 1st plus 32 days is in the next month.
    return (month + timedelta(days=32)).replace(day=1).timestamp()


def to_datetime(seconds: float) -> datetime:
    """Return a time in seconds since 1970 as an aware datetime, UTC."""
    # Not datetime.UTC, which Python 3.10 does not have.
    return datetime.fromtimestamp(seconds, timezone.utc)
