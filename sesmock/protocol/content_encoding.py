"""Decompression of request bodies, with their size limit. Spec: errors.md §7."""

from __future__ import annotations

import zlib

from sesmock.http import HttpRequest
from sesmock.protocol import inferred
from sesmock.protocol.errors import WireError

_GZIP = 31  # zlib's wbits for a gzip stream


def decompress(request: HttpRequest, max_size: int) -> HttpRequest:
    """Return a request with its body decompressed; raise `WireError` for a body that is too large or invalid."""
    encoding, body = request.headers.get("content-encoding"), request.body
    if len(body) > max_size:
        raise _too_large()
    if not encoding or encoding.lower() != "gzip":
        return request
    try:
        body = _unzip(body, max_size)
    except (EOFError, zlib.error):
        raise WireError("MalformedHttpRequestException", inferred.BODY_NOT_GZIP) from None
    return HttpRequest(request.method, request.url, request.headers, body, request.read_timeout)


def _unzip(body: bytes, max_size: int) -> bytes:
    """Return the content of gzip streams; raise `WireError` as soon as it exceeds the maximum size."""
    parts = []
    # One byte more than the maximum distinguishes a body that is too large from one of exactly that size. It
    # also keeps `rest` above 0, since zlib treats 0 as no limit.
    rest = max_size + 1
    while body:
        stream = zlib.decompressobj(_GZIP)
        parts.append(stream.decompress(body, rest))
        rest -= len(parts[-1])
        if not rest:
            raise _too_large()
        # For a truncated stream zlib raises no error; only this attribute shows it.
        if not stream.eof:
            raise EOFError
        # Streams can follow each other (RFC 1952 §2.2), and gzip tools accept zero bytes as padding after them.
        body = stream.unused_data.lstrip(b"\0")
    return b"".join(parts)


def _too_large() -> WireError:
    return WireError("RequestEntityTooLargeException", inferred.BODY_TOO_LARGE)
