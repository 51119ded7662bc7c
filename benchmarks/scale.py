"""What many tests, and many messages in one test, cost."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from contextlib import suppress
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import boto3

from benchmarks.sends import V1
from sesmock import mock_ses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import SesMock

MESSAGES = 100_000
SUITE = """
import time, boto3
from {module} import {mock} as mock
def test():
    with mock():
        client = boto3.client("ses", region_name="us-east-1")
        client.verify_email_identity(EmailAddress="a@example.com")
        client.send_email(Source="a@example.com", Destination={{"ToAddresses": ["b@example.net"]}},
            Message={{"Subject": {{"Data": "s"}}, "Body": {{"Text": {{"Data": "t"}}}}}})
test()
start = time.perf_counter()
for _ in range(200):
    test()
print(time.perf_counter() - start)
"""


def measure() -> Iterator[tuple[str, float, float, str]]:
    """Yield name, measured figure, limit and unit."""
    yield "200 tests", _suite("sesmock", "mock_ses") / _suite("moto", "mock_aws"), 0.125, "x moto"
    with mock_ses(identities=["example.com"]) as active:
        active.account.max_24_hour_send = -1
        yield "100,000 sends, last to first", _drift(boto3.client("ses")), 1.1, "x"
        yield "outbox.one among 100,000", _search(active), 50.0, "ms"
        yield "a failure among 100,000", _failure(active), 1000.0, "ms"
    yield "memory of a message", _memory(), 4.0, "KB"


def _suite(module: str, mock: str) -> float:
    """Return the seconds that 200 tests take in a process of their own."""
    command = [sys.executable, "-c", SUITE.format(module=module, mock=mock)]
    return float(subprocess.run(command, capture_output=True, check=True).stdout)


def _drift(client: Any) -> float:
    """Return how much slower the last thousands of sends are than the first, by their medians."""
    thousands = [_thousand(client) for _ in range(MESSAGES // 1000)]
    return median(thousands[-10:]) / median(thousands[1:11])


def _thousand(client: Any) -> float:
    start = perf_counter()
    for _ in range(1000):
        client.send_email(**V1)
    return perf_counter() - start


def _search(active: SesMock) -> float:
    """Return the milliseconds that one message takes to find among all."""
    boto3.client("ses").send_email(**{**V1, "Destination": {"ToAddresses": ["needle@example.org"]}})
    start = perf_counter()
    active.outbox.one(to="needle@example.org")
    return (perf_counter() - start) * 1000


def _failure(active: SesMock) -> float:
    """Return the milliseconds that a question without an answer takes to explain."""
    start = perf_counter()
    with suppress(AssertionError):
        active.outbox.one(to="eve@example.net", subject="Bye", html="Bye", link="https://example.com/")
    return (perf_counter() - start) * 1000


def _memory() -> float:
    """Return the kilobytes that a message takes, its call in the journal included."""
    with mock_ses(identities=["example.com"]):
        client = boto3.client("ses")
        client.send_email(**V1)
        tracemalloc.start()
        for _ in range(2000):
            client.send_email(**V1)
        size = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    return size / 2000 / 1024
