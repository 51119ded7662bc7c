"""How much a client may ask of the server: werkzeug knows no limits of time."""

from __future__ import annotations

from typing import NamedTuple

MAX_BODY = 64 * 1024 * 1024
"""Bytes of a body, before and after it is decompressed: SES takes messages of 40 MB, which base64 makes 54 MB."""


class Limits(NamedTuple):
    """Seconds without a byte, for a request's head, for its body and for what is in flight at the end; connections."""

    idle: float = 10.0
    head: float = 20.0
    body: float = 60.0
    shutdown: float = 10.0
    connections: int = 128
