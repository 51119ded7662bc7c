"""Timing of calls and processes.

A figure is the 10th percentile of many samples, since other work on a shared machine can make a sample longer, but
never shorter.
"""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter_ns, process_time_ns
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Call = Callable[[], object]


def ratio_of_pairs(call: Call, floor: Call, pairs: int, clock: Callable[[], int] = perf_counter_ns) -> float:
    """Return the ratio of the times of two calls, timed alternately."""
    first, second = _time_pairs(call, floor, pairs, clock)
    return first / second


def difference_of_pairs(
    call: Call, floor: Call, pairs: int, clock: Callable[[], int] = perf_counter_ns
) -> float:
    """Return the difference of the times of two calls in microseconds, timed alternately."""
    first, second = _time_pairs(call, floor, pairs, clock)
    return (first - second) / 1000


def _time_pairs(call: Call, floor: Call, pairs: int, clock: Callable[[], int]) -> tuple[float, float]:
    times: tuple[list[int], list[int]] = ([], [])
    for _ in range(pairs):
        # The calls take turns, so a slow moment of the machine affects both.
        for timed, samples in zip((call, floor), times, strict=True):
            start = clock()
            timed()
            samples.append(clock() - start)
    return percentile_10(times[0]), percentile_10(times[1])


def cpu_milliseconds(call: Call, repeats: int) -> float:
    """Return the CPU time of a call in milliseconds."""
    times = []
    for _ in range(repeats):
        start = process_time_ns()
        call()
        times.append(process_time_ns() - start)
    return percentile_10(times) / 1e6


def printed_by(code: str) -> float:
    """Return the number that a program prints in a separate process."""
    return float(subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True).stdout)


def percentile_10(samples: Sequence[float]) -> float:
    """Return the 10th percentile of samples, which is the smallest of fewer than ten."""
    return sorted(samples)[len(samples) // 10]
