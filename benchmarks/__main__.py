"""Measure, and fail if a row is short of its limit: ``python -m benchmarks [sends] [startup] [scale]``."""

from __future__ import annotations

import sys
from importlib import import_module

SUBJECTS = ("sends", "startup", "scale")


def main(subjects: list[str]) -> int:
    """Print every row, and return how many are short."""
    short = 0
    for subject in subjects or SUBJECTS:
        for name, measured, limit, unit in import_module(f"benchmarks.{subject}").measure():
            good = measured <= limit
            short += not good
            print(
                f"{name:<32} {measured:8.3f} {unit:<8} limit {limit:6.2f}  {'ok' if good else 'SHORT'}",
                flush=True,
            )
    return min(short, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
