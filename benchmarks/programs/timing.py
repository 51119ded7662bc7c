"""Times of calls and of processes. What is not a ratio is CPU time: the machines are shared."""

from __future__ import annotations

import subprocess
import sys
from statistics import median, quantiles
from time import perf_counter_ns, process_time_ns
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Call = Callable[[], object]


def ratio_of_pairs(call: Call, floor: Call, pairs: int, clock: Callable[[], int] = perf_counter_ns) -> float:
    """Return the ratio of the 10th percentiles of two calls, timed alternately."""
    times: tuple[list[int], list[int]] = ([], [])
    for _ in range(pairs):
        for timed, kept in zip((call, floor), times, strict=True):
            start = clock()
            timed()
            kept.append(clock() - start)
    return quantiles(times[0], n=10)[0] / quantiles(times[1], n=10)[0]


def cpu_milliseconds(call: Call, repeats: int) -> float:
    """Return the median of the CPU time of a call."""
    times = []
    for _ in range(repeats):
        start = process_time_ns()
        call()
        times.append(process_time_ns() - start)
    return median(times) / 1e6


def printed_by(code: str, processes: int = 1) -> float:
    """Return the median of the numbers that several processes print."""
    return median(_printed(code) for _ in range(processes))


def excess_of(code: str, floor: str, processes: int) -> float:
    """Return by how much what one program prints exceeds what another does, run alternately; by their medians."""
    pairs = [(_printed(code), _printed(floor)) for _ in range(processes)]
    return median(first for first, _ in pairs) - median(second for _, second in pairs)


def _printed(code: str) -> float:
    return float(subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True).stdout)
