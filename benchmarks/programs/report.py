"""How a program hands its figures to the process that started it."""

from __future__ import annotations


def report(row: str, figure: float) -> None:
    """Print the figure of one row at once, so that it is kept if a later one fails."""
    print(f"{row}\t{figure}", flush=True)
