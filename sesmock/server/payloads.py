"""Decoding of request bodies that SDKs compress with gzip or send in AWS's chunks, within limits."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from botocore.awsrequest import HeadersDict

from sesmock.protocol import inferred
from sesmock.server.limits import MAX_BODY
from sesmock.server.reading import BadRequest

if TYPE_CHECKING:
    from sesmock.http import HttpRequest

_ENCODINGS = ("aws-chunked", "gzip")
_MAX_CHUNK_HEAD = 1024


def unwrap(request: HttpRequest) -> HttpRequest:
    """Return a request with a decoded body; raise `BadRequest` for a body that is broken or too long."""
    names = _list_encodings(request)
    body = request.body
    # A marker in place of the payload's hash also indicates chunks; some SDKs omit the encoding.
    if (request.headers.get("X-Amz-Content-Sha256") or "").startswith("STREAMING-"):
        names = ["aws-chunked", *[name for name in names if name != "aws-chunked"]]
    if not names:
        return request
    # SDKs compress first and split into chunks afterwards, and "aws-chunked" sorts before "gzip".
    for name in sorted(names):
        body = _join_chunks(body) if name == "aws-chunked" else _inflate(body)
    headers = {name: value for name, value in request.headers.items() if name.lower() != "content-encoding"}
    return request._replace(headers=HeadersDict(headers), body=body)


def _list_encodings(request: HttpRequest) -> list[str]:
    """Return the encodings of a body that the server supports; SES rejects the others."""
    text = request.headers.get("Content-Encoding") or ""
    names = [name.strip().lower() for name in text.split(",")]
    return [name for name in names if name in _ENCODINGS]


def _inflate(body: bytes) -> bytes:
    # 31 is zlib's code for gzip with a header and trailer. The limit keeps a small body from growing into gigabytes.
    inflater = zlib.decompressobj(wbits=31)
    try:
        content = inflater.decompress(body, MAX_BODY)
    except zlib.error:
        raise _unreadable() from None
    if inflater.unconsumed_tail:
        raise BadRequest(413, "RequestEntityTooLargeException", f"the body must be at most {MAX_BODY} bytes")
    if not inflater.eof:
        raise _unreadable()
    return content


def _join_chunks(body: bytes) -> bytes:
    """Return the content of chunks, each of which has its length in hexadecimal, an optional signature, and bytes."""
    content: list[bytes] = []
    position = 0
    while True:
        end = body.find(b"\r\n", position, position + _MAX_CHUNK_HEAD)
        length = _read_length(body[position:end] if end >= 0 else b"")
        if length == 0:
            return b"".join(content)
        start = end + 2
        position = start + length + 2
        if body[start + length : position] != b"\r\n":
            raise _unreadable()
        content.append(body[start : start + length])


def _read_length(head: bytes) -> int:
    try:
        return int(head.partition(b";")[0].decode("ascii"), 16)
    except ValueError:
        raise _unreadable() from None


def _unreadable() -> BadRequest:
    return BadRequest(400, "MalformedHttpRequestException", inferred.BODY_NOT_GZIP)
