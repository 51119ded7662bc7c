"""The rounds of measurements, in which both sides take turns."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.programs.timing import percentile_10

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.trees import Trees

    Samples = defaultdict[str, list[float]]

ROUNDS = 3
TURNS = {"startup": 9}
"""How many times each side runs a program in one round, by default once; other programs take many samples per run."""


class Measurements(NamedTuple):
    """The figures of both sides by row, and the spreads of the working tree's figures.

    A figure is the median of `ROUNDS` measurements. Its spread is the range of the measurements as a fraction of the
    median.
    """

    baseline: Mapping[str, float]
    working: Mapping[str, float]
    spreads: Mapping[str, float]


def measure(trees: Trees, programs: Sequence[str]) -> Measurements:
    """Return the figures of the baseline and of the working tree."""
    rounds: tuple[Samples, Samples] = (defaultdict(list), defaultdict(list))
    for program in programs:
        for number in range(ROUNDS):
            print(f"{program}, {number + 1} of {ROUNDS}", file=sys.stderr)
            for side, samples in zip(rounds, _measure_once(trees, program, number), strict=True):
                for row, figures in samples.items():
                    side[row].append(percentile_10(figures))
    baseline, working = ({row: median(figures) for row, figures in side.items()} for side in rounds)
    spreads = {row: (max(figures) - min(figures)) / working[row] for row, figures in rounds[1].items()}
    return Measurements(baseline, working, spreads)


def _measure_once(trees: Trees, program: str, number: int) -> tuple[Samples, Samples]:
    """Return the samples of both sides in one round; the sides take turns, and each of them starts every other turn."""
    samples: tuple[Samples, Samples] = (defaultdict(list), defaultdict(list))
    sides = list(zip(trees, samples, strict=True))
    for turn in range(number, number + TURNS.get(program, 1)):
        for tree, side_samples in sides if turn % 2 else reversed(sides):
            for row, figure in _run(program, tree):
                side_samples[row].append(figure)
    return samples


def _run(program: str, tree: Path) -> list[tuple[str, float]]:
    """Return the figures that a program reports in a tree; after a failure, the remaining figures are missing."""
    command = [sys.executable, "-m", f"benchmarks.programs.{program}"]
    output = subprocess.run(
        command, cwd=tree, env=_environment(tree), stdout=subprocess.PIPE, text=True, check=False
    ).stdout
    return [(row, float(figure)) for row, _, figure in (line.partition("\t") for line in output.splitlines())]


def _environment(tree: Path) -> dict[str, str]:
    """Return an environment that imports the tree's sesmock, without the user's settings."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON"))
    }
    return {
        **environment,
        "PYTHONPATH": os.pathsep.join((str(tree), str(tree / "conftest_plugin"))),
        # With random hashes, the order of sets and the collisions in dictionaries differ from process to process.
        "PYTHONHASHSEED": "0",
        # botocore would read the user's profile, and ask the metadata service of EC2 for credentials.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
