"""Compare the speed of the working tree with another commit: ``python -m benchmarks --help``."""

from __future__ import annotations

import argparse
import sys

from benchmarks import baseline
from benchmarks.comparison import HEADER, compare
from benchmarks.rounds import measure
from benchmarks.rows import PROGRAMS, ROWS
from benchmarks.trees import resolve, side_by_side


def main(arguments: list[str]) -> int:
    """Print one table; return 1 if a row is more than 5 % worse in the working tree than in the commit, else 0."""
    options = _parse(arguments)
    with side_by_side(options.commit) as trees:
        before, now, spreads = measure(trees, options.programs)
    if options.record:
        baseline.record(options.commit, before)
    comparisons = compare([row for row in ROWS if row.program in options.programs], before, now, spreads)
    print(f"The working tree against {options.commit[:12]}; less is better.", HEADER, *comparisons, sep="\n")
    return int(any(comparison.is_worse for comparison in comparisons))


def _parse(arguments: list[str]) -> argparse.Namespace:
    """Return the parsed options; exit with a message for invalid ones."""
    names = ", ".join(PROGRAMS)
    parser = argparse.ArgumentParser("python -m benchmarks", description="Compare the speed of two commits.")
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=f"measure only these of {names}")
    parser.add_argument(
        "--against", metavar="COMMIT", help="compare with this commit instead of the baseline"
    )
    parser.add_argument("--record", action="store_true", help="make the commit and its figures the baseline")
    options = parser.parse_args(arguments)
    unknown = set(options.programs) - set(PROGRAMS)
    if unknown:
        parser.error(f"unknown program {unknown.pop()!r}; valid programs: {names}")
    if options.record and options.programs:
        parser.error("--record needs the figures of all programs")
    options.programs = options.programs or PROGRAMS
    try:
        options.commit = resolve(options.against or baseline.commit())
    except ValueError as error:
        parser.error(str(error))
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
