"""The server's limits for clients, since werkzeug has no time limits."""

from __future__ import annotations

from typing import NamedTuple

MAX_BODY = 64 * 1024 * 1024
"""The maximum body size in bytes, compressed or not: SES accepts messages of 40 MB, which are 54 MB in base64."""


class Limits(NamedTuple):
    """The limits for clients.

    ``idle`` (a connection), ``head`` and ``body`` (of a request), ``stream`` and ``shutdown`` are maximum times in
    seconds. ``connections`` and ``streams`` are maximum numbers.
    """

    idle: float = 10.0
    head: float = 20.0
    body: float = 60.0
    shutdown: float = 10.0
    connections: int = 128
    stream: float = 600.0
    streams: int = 32
