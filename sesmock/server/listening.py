"""werkzeug's threaded server, with time limits and a limit on connections."""

from __future__ import annotations

import io
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler, select_address_family

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from sesmock.server.limits import Limits

# The default of serve_forever() is 0.5 seconds, which would delay the end of each test.
_POLL_SECONDS = 0.05
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
)


class DeadlineReader(io.RawIOBase):
    """Reads from a connection until a deadline, so a slow trickle of bytes cannot keep it open."""

    def __init__(self, connection: socket.socket, idle: float, seconds: float) -> None:
        self._connection = connection
        self._idle = idle
        self.deadline = time.monotonic() + seconds

    def readable(self) -> bool:
        """Return True, as `io.RawIOBase` requires."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read the available bytes; raise `TimeoutError` if none arrive before the deadline."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the request took too long")
        self._connection.settimeout(min(seconds, self._idle))
        return self._connection.recv_into(buffer)


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    default_request_version = (
        "HTTP/1.0"  # with the default, HTTP/0.9, the response to an invalid request would have no status
    )

    def setup(self) -> None:
        limits = cast("Listener", self.server).limits
        super().setup()
        self.connection.settimeout(limits.idle)
        self._reader = DeadlineReader(self.connection, limits.idle, limits.head)
        self.rfile = io.BufferedReader(self._reader)

    def run_wsgi(self) -> None:
        """Start the time limit for the body."""
        self._reader.deadline = time.monotonic() + cast("Listener", self.server).limits.body
        super().run_wsgi()

    def handle_expect_100(self) -> bool:
        """Send no `100 Continue` here, since werkzeug sends one itself."""
        return True

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Ignore werkzeug's log, since the application writes a line for each request."""


class Listener(ThreadedWSGIServer):
    """Serves a WSGI application on its own socket; raise `OSError` if it cannot be bound."""

    def __init__(self, application: WSGIApplication, host: str, port: int, limits: Limits) -> None:
        self.limits = limits
        self._slots = threading.BoundedSemaphore(limits.connections)
        # werkzeug exits the process if it cannot bind a port, so it gets a bound socket, which it duplicates.
        family = select_address_family(host, port)
        with socket.create_server((host, port), family=family, backlog=256) as listening:
            super().__init__(host, port, application, _Handler, fd=listening.fileno())

    def serve(self) -> None:
        """Serve until `finish` is called."""
        self.serve_forever(poll_interval=_POLL_SECONDS)

    def finish(self) -> bool:
        """Accept no more connections, and wait for requests in flight; return whether all were answered in time."""
        self.shutdown()
        # Every open connection holds a slot, so all of them are closed once all slots can be acquired.
        deadline = time.monotonic() + self.limits.shutdown
        count = self.limits.connections
        while count and self._slots.acquire(timeout=max(0.0, deadline - time.monotonic())):
            count -= 1
        return count == 0

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread, or refuse it if there are too many."""
        if self._slots.acquire(blocking=False):
            super().process_request(request, client_address)
            return
        # This runs in the thread that accepts connections, so a client that does not read must not block it.
        with suppress(OSError):
            request.settimeout(1)
            request.sendall(_BUSY)
        self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection, then release its slot."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._slots.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore errors of broken connections, since the client is gone."""
