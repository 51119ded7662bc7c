"""Requests written by botocore, and ways to damage them."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.fuzzing.calls.wild import wild_calls
from tests.protocol.wires import write_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.http import HttpRequest

    Draw = Callable[[st.SearchStrategy[Any]], Any]
    Damage = Callable[[HttpRequest, Draw], HttpRequest]

POSITIONS = st.integers(0, 2**16)
DEEP = ("[" * 10_000, '{"a":' * 10_000, "a." * 10_000 + "a=1", "[" * 10_000 + "]" * 10_000)
NUMBERS = (
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "-1e999",
    "9" * 5_000,
    "1." + "0" * 5_000 + "1",
    "-0",
    "0x1",
    "01",
)
BYTES = (
    b"\xff\xfe",
    b"\x00",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"%FF",
    b"%",
    b"%u0041",
    b"\\ud800",
    b"\\u0000",
    b"\xef\xbb\xbf",
)
INDEXES = ("0", "-1", "2", "9" * 30, "x", "", "1.member.1", "\N{FULLWIDTH DIGIT ONE}")
PATHS = (
    "%2F",
    "%2e%2e/",
    "../",
    "//",
    "%00",
    "%FF",
    "%",
    "%zz",
    ";a=b",
    "%C3%A9",
    "\t",
    "?",
    "?a=%FF&a",
    "&NextToken=%00",
)
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "get", "A" * 1000)
HEADERS = (
    ("Content-Type", "application/xml; charset=x"),
    ("Content-Type", ""),
    ("Content-Encoding", "gzip"),
    ("Content-Encoding", "br, gzip"),
    ("Content-MD5", "a"),
    ("X-Long", "a" * 100_000),
    ("Authorization", "AWS4-HMAC-SHA256 Credential=" + "/" * 1000),
    (
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=a/b/us-east-1/ses/aws4_request, SignedHeaders=, Signature=",
    ),
    ("X-Amz-Target", "a.b"),
    ("amz-sdk-invocation-id", "\xff"),
    ("Transfer-Encoding", "chunked"),
    ("Expect", "100-continue"),
)


def flip_bytes(request: HttpRequest, draw: Draw) -> HttpRequest:
    """Replace some bytes of the body."""
    body = bytearray(request.body)
    for position, byte in draw(st.lists(st.tuples(POSITIONS, st.integers(0, 255)), min_size=1, max_size=4)):
        body[position % max(len(body), 1) : position % max(len(body), 1) + 1] = bytes([byte])
    return request._replace(body=bytes(body))


def cut(request: HttpRequest, draw: Draw) -> HttpRequest:
    """Cut off the end of the body."""
    return request._replace(body=request.body[: draw(POSITIONS) % (len(request.body) + 1)])


def repeat_part(request: HttpRequest, draw: Draw) -> HttpRequest:
    """Repeat a part of the body, which duplicates keys of JSON or fields of forms."""
    parts = re.split(rb"([,&])", request.body)
    position = draw(POSITIONS) % len(parts)
    separator = b"&" if b"Action=" in request.body else b","
    repeated = [*parts[:position], parts[position], separator, parts[position], *parts[position + 1 :]]
    return request._replace(body=b"".join(repeated))


def repeat_key(request: HttpRequest, draw: Draw) -> HttpRequest:
    """Give a member of a JSON object, or a parameter of a form, a second value."""
    if b"Action=" in request.body:
        return request._replace(
            body=request.body + b"&" + draw(st.sampled_from(request.body.split(b"&"))) + b"1"
        )
    keys = list(re.finditer(rb'[{,]\s*("[^"\\]*")\s*:', request.body))
    if not keys:
        return request._replace(body=b'{"a": 1, "a": 2}')
    key = keys[draw(POSITIONS) % len(keys)]
    second = key[1] + b": " + draw(st.sampled_from((b"null", b"1", b'"a"', b"{}"))) + b", "
    return request._replace(body=request.body[: key.start(1)] + second + request.body[key.start(1) :])


def insert_bytes(request: HttpRequest, draw: Draw) -> HttpRequest:
    """Insert bytes that are not UTF-8, or that encode something other than text."""
    return _insert(request, draw(POSITIONS), draw(st.sampled_from(BYTES)))


def _insert(request: HttpRequest, position: int, part: bytes) -> HttpRequest:
    place = position % (len(request.body) + 1)
    return request._replace(body=request.body[:place] + part + request.body[place:])


def replace_value(request: HttpRequest, draw: Draw) -> HttpRequest:
    """Replace a value in JSON or a form with a strange number, or with deep nesting."""
    values = list(re.finditer(rb'(?<=[:=])\s*("[^"]*"|[^,&}\]]*)', request.body))
    strange = draw(st.sampled_from(NUMBERS) | st.sampled_from(DEEP)).encode()
    if not values:
        return request._replace(body=strange)
    start, end = values[draw(POSITIONS) % len(values)].span()
    return request._replace(body=request.body[:start] + strange + request.body[end:])


def change_indexes(request: HttpRequest, draw: Draw) -> HttpRequest:
    """Replace the indexes of a form's lists."""
    index = draw(st.sampled_from(INDEXES)).encode()
    return request._replace(body=re.sub(rb"(?<=\.member\.)\d+", index, request.body))


def add_header(request: HttpRequest, draw: Draw) -> HttpRequest:
    """Add a header that is long, malformed or false."""
    name, value = draw(st.sampled_from(HEADERS))
    return request._replace(headers={**dict(request.headers), name: value})


def change_path(request: HttpRequest, draw: Draw) -> HttpRequest:
    """Insert something into the path or query string."""
    base, host, path = request.url.partition(".amazonaws.com/")
    place = draw(POSITIONS) % (len(path) + 1)
    return request._replace(url=base + host + path[:place] + draw(st.sampled_from(PATHS)) + path[place:])


def change_method(request: HttpRequest, draw: Draw) -> HttpRequest:
    """Use another method."""
    return request._replace(method=draw(st.sampled_from(METHODS)))


def compress(request: HttpRequest, draw: Draw) -> HttpRequest:
    """Compress the body, or a megabyte of zeros instead, and truncate the result."""
    body = gzip.compress(draw(st.sampled_from([request.body, b"\0" * 2**20])), mtime=0)
    length = draw(st.sampled_from([len(body), len(body) // 2]))
    headers = {**dict(request.headers), "Content-Encoding": "gzip"}
    return request._replace(body=body[:length], headers=headers)


DAMAGES: list[Damage] = [
    flip_bytes,
    cut,
    repeat_part,
    repeat_key,
    insert_bytes,
    replace_value,
    change_indexes,
    add_header,
    change_path,
    change_method,
    compress,
]


@st.composite
def damaged_requests(draw: Draw) -> HttpRequest:
    """Return a strategy for requests of any operation, damaged in one to three ways."""
    call = draw(wild_calls)
    request = write_request(*call)
    for damage in draw(st.lists(st.sampled_from(DAMAGES), min_size=1, max_size=3)):
        request = damage(request, draw)
    return request
