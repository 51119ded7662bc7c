"""A line for each request."""

from __future__ import annotations

import json
import sys
import threading
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Literal, TextIO

if TYPE_CHECKING:
    from sesmock.http import HttpRequest, HttpResponse

LogFormat = Literal["text", "json"]
_UNPRINTABLE = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}


class AccessLog:
    """Writes a line a request, as text or as JSON; to stderr unless another stream is given."""

    def __init__(self, form: LogFormat = "text", stream: TextIO | None = None) -> None:
        self._form = form
        self._stream = stream
        self._lock = threading.Lock()

    def write_request(
        self, request: HttpRequest | None, operation: str, response: HttpResponse, seconds: float
    ) -> None:
        """Write a line of a request and its answer; None is a request that could not be read."""
        path = "" if request is None else "/" + request.url.partition("//")[2].partition("/")[2]
        fields = {
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            "method": "-" if request is None else request.method,
            "path": path.partition("?")[0] or "-",  # queries hold signatures and mail
            "operation": operation,
            "status": response.status,
            "milliseconds": round(seconds * 1000, 1),
        }
        if self._form == "json":
            self.write(json.dumps(fields))
        else:
            self.write(
                f"{fields['time']} {fields['method']} {fields['path']} {operation or '-'} "
                f"{response.status} {fields['milliseconds']} ms"
            )

    def write_message(self, text: str) -> None:
        """Write a line that is not about a request."""
        if self._form == "json":
            time = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
            self.write(json.dumps({"time": time, "message": text}))
        else:
            self.write(text)

    def write(self, line: str) -> None:
        """Write a line as a whole, whatever it holds."""
        with self._lock:
            print(line.translate(_UNPRINTABLE), file=self._stream or sys.stderr, flush=True)


class NoLog(AccessLog):
    """Writes nothing of requests; messages appear."""

    def write_request(
        self, request: HttpRequest | None, operation: str, response: HttpResponse, seconds: float
    ) -> None:
        """Write nothing."""


class Silence(NoLog):
    """Writes nothing at all: a server in a test's own process."""

    def write(self, line: str) -> None:
        """Write nothing."""
