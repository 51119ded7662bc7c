"""Daily volumes of sent, bounced and complained-about mail."""

from __future__ import annotations

from dataclasses import dataclass

PERIOD_IN_DAYS = 14
"""The number of days whose mail counts; AWS does not document it (inferred)."""
_DAY = 24 * 3600


@dataclass(slots=True, eq=False)
class Volume:
    """The numbers of sent, bounced and complaining recipients."""

    sent: int = 0
    bounced: int = 0
    complained: int = 0


class Volumes:
    """The volumes of the days that count."""

    __slots__ = ("_days",)

    def __init__(self) -> None:
        self._days: dict[int, Volume] = {}

    @property
    def has_feedback(self) -> bool:
        """Whether any mail bounced or was complained about; only then do more sends change a rate."""
        return any(volume.bounced or volume.complained for volume in self._days.values())

    def on(self, moment: float) -> Volume:
        """Return the volume of the day (UTC) that contains a moment, in seconds since 1970."""
        day = int(moment // _DAY)
        volume = self._days.get(day)
        if volume is None:
            volume = self._days[day] = Volume()
        return volume

    def sum(self, now: float) -> Volume:
        """Return the total volume of the days that count, and forget earlier days."""
        first = int(now // _DAY) - PERIOD_IN_DAYS
        self._days = {day: volume for day, volume in self._days.items() if day > first}
        volumes = self._days.values()
        return Volume(
            sum(volume.sent for volume in volumes),
            sum(volume.bounced for volume in volumes),
            sum(volume.complained for volume in volumes),
        )
