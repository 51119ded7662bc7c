"""The server's own responses: JSON, files and empty ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from sesmock.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

# Browsers must not render these responses as pages, run scripts in them or cache them.
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


class ApiError(Exception):
    """A request that the JSON API rejects."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def write_json(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return JSON as a response."""
    # Text from mail can contain lone surrogates, which UTF-8 cannot encode.
    body = json.dumps(content, ensure_ascii=False, default=str).encode(errors="replace")
    return _build(status, "application/json", body, headers)


def write_error(status: int, code: str, message: str) -> HttpResponse:
    """Return an error as JSON."""
    return write_json({"code": code, "message": message}, status)


def write_bytes(content: bytes, content_type: str, file_name: str | None = None) -> HttpResponse:
    """Return bytes as a response; with a ``file_name``, browsers save them to a file."""
    headers = {}
    if file_name is not None:
        # The extended form of the parameter is the one that carries names outside ASCII (RFC 6266 §4.3, RFC 8187).
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name, safe='')}"
    return _build(200, content_type, content, headers)


def write_nothing() -> HttpResponse:
    """Return a response without a body."""
    return HttpResponse(204, dict(_SAFE), b"")


def _build(status: int, content_type: str, body: bytes, headers: Mapping[str, str] | None) -> HttpResponse:
    common = {"Content-Type": content_type, "Content-Length": str(len(body)), **_SAFE}
    return HttpResponse(status, {**common, **(headers or {})}, body)
