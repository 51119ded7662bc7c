"""Bugs planted in the handling of requests. Fuzzing with damaged requests must detect each of them."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, NoReturn

from sesmock import current
from sesmock.gateway import gateway
from sesmock.protocol.errors import WireError
from sesmock.protocol.rest_json import RestJsonCodec
from tests.fuzzing import wire

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from sesmock.http import HttpRequest, HttpResponse


def crash_on_nan(patch: pytest.MonkeyPatch) -> None:
    """Crash on NaN and the infinities in JSON."""

    def crash(name: str) -> NoReturn:
        raise OverflowError(f"cannot convert float {name} to integer")

    patch.setattr("sesmock.protocol.rest_json._DECODER", json.JSONDecoder(parse_constant=crash))


def crash_on_other_bytes(patch: pytest.MonkeyPatch) -> None:
    """Crash on bytes that are not UTF-8."""
    _read_first(patch, bytes.decode)


def crash_on_nesting(patch: pytest.MonkeyPatch) -> None:
    """Parse JSON with unlimited recursion."""

    def descend(depth: int) -> int:
        return 0 if depth == 0 else 1 + descend(depth - 1)

    _read_first(patch, lambda body: descend(body.count(b"[")))


def store_first(patch: pytest.MonkeyPatch) -> None:
    """Change the account before a request is refused."""

    def store(body: bytes) -> None:
        current().account.max_24_hour_send += 1

    _read_first(patch, store)


def scan_quadratically(patch: pytest.MonkeyPatch) -> None:
    """Rescan everything before each bracket or dot, at a microsecond each.

    The time passes on a clock of the test's own, so the result does not depend on the speed of the machine.
    """
    seconds = [0.0]
    patch.setattr(wire, "time", SimpleNamespace(monotonic=lambda: seconds[0]))

    def scan(body: bytes) -> None:
        seconds[0] += max(map(body.count, (b"[", b"{", b"."))) ** 2 / 1e6

    _read_first(patch, scan)


def copy_often(patch: pytest.MonkeyPatch) -> None:
    """Keep a copy of the body for each kilobyte of it."""
    _read_first(patch, lambda body: [bytearray(body) for _ in range(len(body) // 1024)])


def name_other_errors(patch: pytest.MonkeyPatch) -> None:
    """Answer with a code that no operation declares."""
    error = RestJsonCodec.error

    def rename(codec: RestJsonCodec, problem: WireError, request_id: str) -> HttpResponse:
        return error(codec, WireError("InvalidThingException", "Invalid."), request_id)

    patch.setattr(RestJsonCodec, "error", rename)


def break_errors(patch: pytest.MonkeyPatch) -> None:
    """Cut off the last byte of each error."""
    error = RestJsonCodec.error

    def cut(codec: RestJsonCodec, problem: WireError, request_id: str) -> HttpResponse:
        response = error(codec, problem, request_id)
        return response._replace(body=response.body[:-1])

    patch.setattr(RestJsonCodec, "error", cut)


def _read_first(patch: pytest.MonkeyPatch, read: Callable[[bytes], object]) -> None:
    """Pass each body to a function before it is parsed."""
    decompress = gateway.decompress

    def decompress_and_read(request: HttpRequest, most: int) -> HttpRequest:
        request = decompress(request, most)
        read(request.body)
        return request

    patch.setattr(gateway, "decompress", decompress_and_read)


PLANTED: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "NaN causes a crash": crash_on_nan,
    "bytes that are not UTF-8 cause a crash": crash_on_other_bytes,
    "nesting causes a crash": crash_on_nesting,
    "a refused request changes the account": store_first,
    "time grows with the square of the nesting": scan_quadratically,
    "memory grows with the square of the body": copy_often,
    "an error is not declared": name_other_errors,
    "an error is not JSON": break_errors,
}
