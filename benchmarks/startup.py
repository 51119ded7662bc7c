"""What a process and a test pay before their first call."""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import boto3

from sesmock import mock_ses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IMPORT = """
import boto3, time
start = time.perf_counter()
from sesmock import mock_ses
print((time.perf_counter() - start) * 1000)
"""
PLUGIN = """
import pytest, time
start = time.perf_counter()
import pytest_sesmock.plugin
print((time.perf_counter() - start) * 1000)
"""
CALL = "client.get_send_quota()"
FIRST_CALL = f"""
import boto3, time
from sesmock import mock_ses
with mock_ses():
    client = boto3.client("ses")
    start = time.perf_counter()
    {CALL}
    print((time.perf_counter() - start) * 1000)
"""
FIRST_CALL_FLOOR = f"""
import time
from benchmarks.floor import canned_client
body = b'<GetSendQuotaResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><GetSendQuotaResult/>' \\
    b'<ResponseMetadata><RequestId>x</RequestId></ResponseMetadata></GetSendQuotaResponse>'
client = canned_client("ses", "GetSendQuota", {{}}, body)
start = time.perf_counter()
{CALL}
print((time.perf_counter() - start) * 1000)
"""


def measure() -> Iterator[tuple[str, float, float, str]]:
    """Yield name, measured figure, limit and unit."""
    yield "import after boto3", _in_processes(IMPORT), 30.0, "ms"
    yield "plugin, without a fixture", _in_processes(PLUGIN), 5.0, "ms"
    first, floor = _in_processes(FIRST_CALL), _in_processes(FIRST_CALL_FLOOR)
    yield "first call over the floor's", first - floor, 40.0, "ms"
    with mock_ses():
        boto3.Session().client("sesv2")
        fresh = _best(lambda: boto3.Session().client("sesv2"), 20)
    yield "fresh session and client", fresh, 15.0, "ms"
    yield "enter and exit", _best(_enter_and_exit, 200), 0.1, "ms"


def _enter_and_exit() -> None:
    with mock_ses():
        pass


def _in_processes(code: str) -> float:
    """Return the median of what a program prints in several processes."""
    command = [sys.executable, "-c", code]
    return median(float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(7))


def _best(call: Callable[[], object], times: int) -> float:
    """Return the median of a call in milliseconds."""
    durations = []
    for _ in range(times):
        start = perf_counter()
        call()
        durations.append((perf_counter() - start) * 1000)
    return median(durations)
