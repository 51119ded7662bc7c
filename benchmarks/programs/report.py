"""The output format in which a program reports its figures to its parent process."""

from __future__ import annotations


def report(row: str, figure: float) -> None:
    """Print the figure of one row immediately, so that it survives a failure of a later row."""
    print(f"{row}\t{figure}", flush=True)
