"""The comparison of both sides as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.rows import Row

TOLERANCE = 1.05
HEADER = f"{'':<38}{'unit':<10}{'baseline':>9}{'now':>9}{'spread':>8}{'change':>9}{'goal':>8}  verdict"


class Comparison(NamedTuple):
    """A row with the figures of both sides; a figure is None if its side could not measure the row.

    ``spread`` is the range of the working tree's measurements as a fraction of their median.
    """

    row: Row
    baseline: float | None
    now: float | None
    spread: float | None = None

    @property
    def is_worse(self) -> bool:
        """Whether the working tree is more than 5 % worse than the baseline, or could not measure the row."""
        if self.row.goal is None:
            return False
        return self.now is None or (self.baseline is not None and self.now > self.baseline * TOLERANCE)

    @property
    def verdict(self) -> str:
        """The text in the last column of the row."""
        if self.is_worse:
            return "WORSE"
        if self.row.goal is None or self.now is None:
            return ""
        return "ok" if self.now <= self.row.goal else "ok, goal missed"

    def __str__(self) -> str:
        """Return the row as a line of text."""
        change = f"{self.now / self.baseline - 1:+.1%}" if self.baseline and self.now else "-"
        spread = "-" if self.spread is None else f"{self.spread:.1%}"
        figures = (
            f"{_text(self.baseline):>9}{_text(self.now):>9}{spread:>8}{change:>9}{_text(self.row.goal, 2):>8}"
        )
        return f"{self.row.name:<38}{self.row.unit:<10}{figures}  {self.verdict}".rstrip()


def compare(
    rows: Iterable[Row], baseline: Mapping[str, float], now: Mapping[str, float], spreads: Mapping[str, float]
) -> Sequence[Comparison]:
    """Return the rows with their figures."""
    return [Comparison(row, baseline.get(row.name), now.get(row.name), spreads.get(row.name)) for row in rows]


def _text(figure: float | None, digits: int = 3) -> str:
    return "-" if figure is None else f"{figure:.{digits}f}"
