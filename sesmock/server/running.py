"""A server in a thread of the test's process."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from sesmock import child_environment
from sesmock.server.access_log import Silence
from sesmock.server.browser_guard import BrowserGuard
from sesmock.server.limits import Limits
from sesmock.server.listening import Listener
from sesmock.server.wsgi import Application

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from sesmock.active import ActiveMock
    from sesmock.handle import SesMock


class SesServer:
    """A mock behind an HTTP server; as a context manager it stops at the end of the block."""

    def __init__(self, application: Application, host: str, port: int, limits: Limits | None = None) -> None:
        self.application = application
        limits = limits or Limits()
        self._listener = Listener(application, host, port, limits)
        application.updates.allow(limits.streams, limits.stream)
        self.host = host
        self.port: int = self._listener.server_address[1]
        # A daemon thread does not keep the process alive if a test forgets to stop the server.
        self._thread = threading.Thread(target=self._listener.serve, name="sesmock server", daemon=True)
        self._thread.start()
        self.is_stopped = False
        self._on_stop: list[Callable[[], object]] = []

    @property
    def url(self) -> str:
        """The endpoint URL for clients."""
        # These hosts mean all addresses of this computer, and not every system can connect to them.
        host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        """The environment for a subprocess: SES is this server, and the rest of AWS is unreachable."""
        return child_environment.build_environment(self.application.mock.region, ses_url=self.url)

    @property
    def ses_mock(self) -> SesMock:
        """The mock, whose outbox has the mail of other processes."""
        return self.application.mock.handle

    def stop(self) -> bool:
        """Stop accepting requests, and wait for requests in flight; return whether all were answered in time."""
        if self.is_stopped:
            return True
        self.is_stopped = True
        self.application.updates.close()  # otherwise, open streams would go on for minutes
        finished = self._listener.finish()
        self._thread.join()
        for function in self._on_stop:
            function()
        return finished

    def call_on_stop(self, function: Callable[[], object]) -> None:
        """Call a function once the server has stopped."""
        self._on_stop.append(function)

    def __enter__(self) -> SesServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<SesServer {self.url}>"


def serve(mock: ActiveMock, host: str = "127.0.0.1", port: int = 0) -> SesServer:
    """Serve a mock of this process.

    Raise `TypeError` or `ValueError` for an invalid host or port, and `OSError` if the port cannot be bound.
    """
    _check_address(host, port)
    guard = BrowserGuard([host])
    return SesServer(Application(mock, guard=guard, log=Silence()), host, port)


def _check_address(host: object, port: object) -> None:
    if not isinstance(host, str):
        raise TypeError(f"host must be a string, got {host!r}")
    if not isinstance(port, int) or isinstance(port, bool):
        raise TypeError(f"port must be an integer, got {port!r}")
    if not 0 <= port <= 65535:
        raise ValueError(f"port must be from 0 to 65535, got {port}")
