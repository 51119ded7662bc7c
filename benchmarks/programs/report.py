"""The format in which a program reports its figures to its parent process."""

from __future__ import annotations


def report(row: str, figure: float) -> None:
    """Print the figure of one row immediately, so it is not lost if a later row fails."""
    print(f"{row}\t{figure}", flush=True)
