"""Bodies as they were before the client compressed them. Spec: v2.md §18."""

from __future__ import annotations

import gzip
import zlib

from sesmock.http import HttpRequest
from sesmock.protocol import inferred
from sesmock.protocol.errors import WireError


def decompress(request: HttpRequest) -> HttpRequest:
    """Return a request with its body decompressed; raise `WireError` for a body that is not gzip."""
    if (request.headers.get("Content-Encoding") or "").lower() != "gzip":
        return request
    try:
        body = gzip.decompress(request.body)
    except (OSError, EOFError, zlib.error):
        raise WireError("MalformedHttpRequestException", inferred.BODY_NOT_GZIP) from None
    return HttpRequest(request.method, request.url, request.headers, body, request.read_timeout)
