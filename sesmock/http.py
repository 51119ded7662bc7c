"""A request and a response as plain data: what passes between transport, gateway and protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

NETWORK_FAULTS = (
    "ConnectTimeoutError",
    "ConnectionClosedError",
    "EndpointConnectionError",
    "ProxyConnectionError",
    "ReadTimeoutError",
    "SSLError",
)
"""What can keep a client from its answer, by the names of botocore's exceptions."""


class HttpRequest(NamedTuple):
    """An HTTP request as a client sent it; ``headers`` looks names up without regard to case.

    ``read_timeout`` is how many seconds the client waits for an answer; None: for ever.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    read_timeout: float | None = None


class HttpResponse(NamedTuple):
    """The answer to an `HttpRequest`."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NetworkFault(Exception):
    """There is no answer: what a client raises then is the transport's affair.

    ``kind`` is one of `NETWORK_FAULTS`; ``exception`` is raised instead, if a test gave one of its own.
    """

    def __init__(self, kind: str, exception: Exception | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.exception = exception
