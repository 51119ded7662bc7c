"""The patches to smtplib while a mock is active. Imported only when smtplib is loaded."""

from __future__ import annotations

import io
import smtplib
import socket
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from sesmock.transport.patches import Patch, PatchSet
from sesmock.transport.smtp_connection import open_connection, refuse_unguarded

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.transport.request_handler import RequestHandler
    from sesmock.transport.smtp_connection import SmtpConnection

    Active = Callable[[], RequestHandler | None]


def make_patches(active: Active) -> PatchSet:
    """Return the patches to smtplib."""
    return PatchSet(
        Patch(smtplib.SMTP, "_get_socket", partial(_wrap_get_socket, active, False)),
        Patch(smtplib.SMTP, "starttls", _wrap_starttls),
        Patch(smtplib.SMTP_SSL, "_get_socket", partial(_wrap_get_socket, active, True)),
    )


def make_guard(is_guarded: Callable[[], bool]) -> PatchSet:
    """Return the patch that refuses connections to SES while ``is_guarded`` returns True."""
    return PatchSet(
        *(
            Patch(client, "_get_socket", partial(_wrap_guarded, is_guarded))
            for client in (smtplib.SMTP, smtplib.SMTP_SSL)
        )
    )


def _wrap_guarded(is_guarded: Callable[[], bool], original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def get_socket(client: Any, host: str, port: int, timeout: Any) -> Any:
        if is_guarded():
            refuse_unguarded(host)
        return original(client, host, port, timeout)

    return get_socket


def _wrap_get_socket(active: Active, wrapped: bool, original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def get_socket(client: Any, host: str, port: int, timeout: Any) -> Any:
        """Connect to a host; for SES's hosts, return a connection to the innermost mock."""
        connection = open_connection(active, host, port, wrapped=wrapped, read_timeout=_find_timeout(timeout))
        return original(client, host, port, timeout) if connection is None else _Socket(connection)

    return get_socket


def _find_timeout(timeout: object) -> float | None:
    """Return the number of seconds that a client waits; raise `ValueError` for 0, as smtplib does."""
    if isinstance(timeout, (int, float)):
        if not timeout:
            # smtplib makes this check in the method that is replaced.
            raise ValueError("Non-blocking socket (timeout=0) is not supported")
        return timeout
    # Any other value is the object that the socket module uses as a default, for the global timeout.
    return None if timeout is None else socket.getdefaulttimeout()


def _wrap_starttls(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def starttls(client: Any, *args: Any, **kwargs: Any) -> Any:
        """Encrypt the connection; for a mock, only simulate that and skip the checks of the caller's context."""
        if isinstance(client.sock, _Socket):
            # smtplib passes its socket to the context, and a real context accepts only real sockets.
            return original(client, context=_FakeTls())
        return original(client, *args, **kwargs)

    return starttls


class _FakeTls:
    """Replaces an ``SSLContext``."""

    def wrap_socket(self, sock: _Socket, **_: Any) -> _Socket:
        """Return the socket unchanged, as if encrypted."""
        sock.connection.begin_tls()
        return sock


class _Socket:
    """Replaces the socket of an smtplib client."""

    def __init__(self, connection: SmtpConnection) -> None:
        self.connection = connection
        self._replies = io.BytesIO(connection.greet())
        self._error: OSError | None = None

    def sendall(self, data: bytes) -> None:
        """Send data; the replies can be read from the file returned by `makefile`."""
        if self.connection.is_closed:
            # smtplib turns an OSError of a send into SMTPServerDisconnected, which applications handle.
            raise BrokenPipeError("the server has closed the connection")
        try:
            replies = self.connection.send(bytes(data))
        except OSError as error:  # the client gets it when it reads
            self._error = error
        else:
            self._replies = io.BytesIO(self._replies.read() + replies)

    def makefile(self, *_: Any, **__: Any) -> _Socket:
        """Return the file from which replies are read."""
        return self

    def readline(self, limit: int = -1) -> bytes:
        """Return the next line of a reply, or ``b""`` after the server has closed the connection.

        Raise `OSError` if no reply arrives.
        """
        line = self._replies.readline(limit)
        if not line and self._error is not None:
            error, self._error = self._error, None
            raise error
        # smtplib takes an empty line for the end of the file, so a missing reply needs an exception.
        if not line and not self.connection.is_closed:
            raise TimeoutError("timed out")
        return line

    def close(self) -> None:
        """Do nothing: there is no socket, and the client also closes its file through this method."""

    def settimeout(self, _: float | None) -> None:
        """Ignore the timeout, since replies are immediate."""
