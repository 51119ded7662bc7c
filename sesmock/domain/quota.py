"""The number of recipients that an account sent to recently."""

from __future__ import annotations

from collections import deque

DAY_SECONDS = 24 * 60 * 60


class Quota:
    """A counter of the recipients in the last 24 hours, with one entry per second to save memory."""

    def __init__(self) -> None:
        self._seconds: deque[list[int]] = deque()  # [second since 1970, recipients], oldest first
        self._total = 0

    def add(self, now: float, recipients: int) -> None:
        """Count the recipients of a send at ``now``, in seconds since 1970."""
        second = int(now)
        if self._seconds and self._seconds[-1][0] == second:
            self._seconds[-1][1] += recipients
        else:
            self._seconds.append([second, recipients])
        self._total += recipients

    def sent_last_24_hours(self, now: float) -> int:
        """Return the number of recipients in the 24 hours before ``now``."""
        oldest = now - DAY_SECONDS
        while self._seconds and self._seconds[0][0] <= oldest:
            self._total -= self._seconds.popleft()[1]
        return self._total

    def sent_this_second(self, now: float) -> int:
        """Return the number of recipients in the current second."""
        return self._seconds[-1][1] if self._seconds and self._seconds[-1][0] == int(now) else 0
