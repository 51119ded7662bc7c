"""The access log: a line for each request."""

from __future__ import annotations

import json
import sys
import threading
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Literal, TextIO

if TYPE_CHECKING:
    from sesmock.http import HttpRequest, HttpResponse

LogFormat = Literal["text", "json"]
# A line break or an escape sequence in a path would forge lines of the log, or control the terminal that shows it.
_UNPRINTABLE = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}


class AccessLog:
    """Writes a line for each request, as text or as JSON, to stderr unless another stream is passed."""

    names_operations = True
    """Whether `write_request` writes the operation, which takes time to find."""

    def __init__(self, form: LogFormat = "text", stream: TextIO | None = None) -> None:
        self._form = form
        self._stream = stream
        self._lock = threading.Lock()

    def write_request(
        self, request: HttpRequest | None, operation: str, response: HttpResponse, seconds: float
    ) -> None:
        """Write a line for a request and its response; None stands for a request that could not be read."""
        path = "" if request is None else "/" + request.url.partition("//")[2].partition("/")[2]
        fields = {
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            "method": "-" if request is None else request.method,
            "path": path.partition("?")[0] or "-",  # query strings contain signatures and mail
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
        """Write a line that does not belong to a request."""
        if self._form == "json":
            time = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
            self.write(json.dumps({"time": time, "message": text}))
        else:
            self.write(text)

    def write(self, line: str) -> None:
        """Write a complete line, with unprintable characters escaped."""
        # Each request has a thread, and their lines must not mix.
        with self._lock:
            print(line.translate(_UNPRINTABLE), file=self._stream or sys.stderr, flush=True)


class NoLog(AccessLog):
    """A log that writes messages, but no lines for requests."""

    names_operations = False

    def write_request(
        self, request: HttpRequest | None, operation: str, response: HttpResponse, seconds: float
    ) -> None:
        """Write nothing."""


class Silence(NoLog):
    """A log that writes nothing, for a server in a test's own process."""

    def write(self, line: str) -> None:
        """Write nothing."""
