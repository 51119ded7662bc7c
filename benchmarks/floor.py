"""The floor: what botocore alone costs when a handler answers before anything is sent."""

from __future__ import annotations

from statistics import quantiles
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable

PAIRS = 1500


class Stream:
    """A canned body, as botocore reads it."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def stream(self) -> list[bytes]:
        """Return the body in one piece."""
        return [self.body]


def canned_client(service: str, operation: str, headers: dict[str, str], body: bytes) -> Any:
    """Return a client whose operation is answered by a ``before-send`` handler."""
    config = Config(region_name="us-east-1")
    session = boto3.Session(aws_access_key_id="AKIAFLOOR", aws_secret_access_key="secret")
    client = session.client(service, config=config)

    def answer(request: Any, **_: Any) -> AWSResponse:
        return AWSResponse(request.url, 200, headers, Stream(body))  # type: ignore[arg-type]

    client.meta.events.register(f"before-send.{service}.{operation}", answer)
    return client


def ratio(call: Callable[[], object], floor: Callable[[], object]) -> float:
    """Return the ratio of the 10th percentiles of two calls, timed alternately."""
    times: tuple[list[int], list[int]] = ([], [])
    for _ in range(50):
        call()
        floor()
    for _ in range(PAIRS):
        for timed, kept in zip((call, floor), times, strict=True):
            start = perf_counter_ns()
            timed()
            kept.append(perf_counter_ns() - start)
    return quantiles(times[0], n=10)[0] / quantiles(times[1], n=10)[0]
