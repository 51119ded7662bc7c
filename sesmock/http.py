"""HTTP requests and responses as plain data, shared by transport, gateway and protocol."""

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
"""The network faults that can replace a response, by the names of botocore's exceptions."""


class HttpRequest(NamedTuple):
    """An HTTP request from a client. ``headers`` have lower-case names.

    ``read_timeout`` is the time that the client waits for a response, in seconds; None means no limit.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    read_timeout: float | None = None


class HttpResponse(NamedTuple):
    """The response to an `HttpRequest`."""

    status: int
    headers: dict[str, str]
    body: bytes


class NetworkFault(Exception):
    """A call gets no response; the transport raises the client's own exception instead.

    ``kind`` is one of `NETWORK_FAULTS`. If the test specified an ``exception``, that is raised.
    """

    def __init__(self, kind: str, exception: Exception | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.exception = exception
