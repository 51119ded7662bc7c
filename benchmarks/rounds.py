"""The programs, run for both sides by turns."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.trees import Trees

    Figures = Mapping[str, float]

ROUNDS = 3


def measure(trees: Trees, programs: Sequence[str]) -> tuple[Figures, Figures]:
    """Return the figures of the baseline and of the working tree: each row's median of `ROUNDS` measurements."""
    samples: tuple[Samples, Samples] = (defaultdict(list), defaultdict(list))
    for program in programs:
        for number in range(ROUNDS):
            print(f"{program}, {number + 1} of {ROUNDS}", file=sys.stderr)
            sides = list(zip(trees, samples, strict=True))
            for tree, of_side in sides if number % 2 else reversed(sides):
                for row, figure in _run(program, tree):
                    of_side[row].append(figure)
    baseline, working = ({row: median(figures) for row, figures in side.items()} for side in samples)
    return baseline, working


Samples = defaultdict[str, list[float]]


def _run(program: str, tree: Path) -> list[tuple[str, float]]:
    """Return what a program reports in a tree; what comes after a failure is missing."""
    command = [sys.executable, "-m", f"benchmarks.programs.{program}"]
    output = subprocess.run(
        command, cwd=tree, env=_environment(tree), stdout=subprocess.PIPE, text=True, check=False
    ).stdout
    return [(row, float(figure)) for row, _, figure in (line.partition("\t") for line in output.splitlines())]


def _environment(tree: Path) -> dict[str, str]:
    """Return an environment in which the tree's own sesmock is imported, without settings of the user."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON"))}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join((str(tree), str(tree / "conftest_plugin"))),
        "PYTHONHASHSEED": "0",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
