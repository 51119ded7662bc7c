"""Ten thousand mocks, each with its own client, leave nothing behind."""

from __future__ import annotations

import subprocess
import sys

import pytest

# The first 500 mocks fill the caches of Python and botocore, so only growth after them is a leak.
# The second number in /proc/self/statm is the resident memory, in pages (proc(5)).
PROGRAM = """
import gc, os, threading
from pathlib import Path
import boto3
from sesmock import mock_ses

def measure():
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return len(gc.get_objects()), threading.active_count(), len(os.listdir("/proc/self/fd")), pages * 4

def run(count):
    for _ in range(count):
        mock = mock_ses(identities=["example.com"])
        mock.start()
        boto3.client("ses").get_send_quota()
        mock.stop()

run(500)
objects, threads, files, kilobytes = measure()
run(10_000)
more = measure()
print(more[0] - objects, more[1] - threads, more[2] - files, more[3] - kilobytes)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc exists only on Linux")
def test_memory_objects_threads_and_files_stay_as_they_are() -> None:
    """Resources stay constant, and Python's development mode reports no warning as an error."""
    run = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", PROGRAM],
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert run.stderr == ""
    objects, threads, files, kilobytes = map(int, run.stdout.split())

    assert objects < 1000
    assert (threads, files) == (0, 0)
    assert kilobytes < 10_000
