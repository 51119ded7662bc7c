"""A request and a response as plain data: what passes between transport, gateway and protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class HttpRequest(NamedTuple):
    """An HTTP request as a client sent it; ``headers`` looks names up without regard to case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


class HttpResponse(NamedTuple):
    """The answer to an `HttpRequest`."""

    status: int
    headers: Mapping[str, str]
    body: bytes
