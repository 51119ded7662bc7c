"""How much of an entity's mail was sent, came back and annoyed, day by day."""

from __future__ import annotations

from typing import NamedTuple

PERIOD_IN_DAYS = 14
"""Mail of so many days counts; what SES looks at is not documented (inferred)."""
_DAY = 24 * 3600


class Volume(NamedTuple):
    """Numbers of recipients."""

    sent: int = 0
    bounced: int = 0
    complained: int = 0

    def __add__(self, other: tuple[object, ...]) -> Volume:
        """Return the sum of two volumes."""
        assert isinstance(other, Volume)
        return Volume(
            self.sent + other.sent, self.bounced + other.bounced, self.complained + other.complained
        )


class Volumes:
    """The volumes of the days that still count."""

    __slots__ = ("_days",)

    def __init__(self) -> None:
        self._days: dict[int, Volume] = {}

    def add(self, moment: float, volume: Volume) -> None:
        """Count what happened at a moment (seconds since 1970)."""
        day = int(moment // _DAY)
        self._days[day] = self._days.get(day, Volume()) + volume

    def sum(self, now: float) -> Volume:
        """Return the volume of the last days, and forget those before."""
        first = int(now // _DAY) - PERIOD_IN_DAYS
        self._days = {day: volume for day, volume in self._days.items() if day > first}
        return sum(self._days.values(), Volume())
