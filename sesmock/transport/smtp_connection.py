"""A connection to SES's SMTP interface without a network, shared by smtplib and aiosmtplib."""

from __future__ import annotations

import errno
import ssl
from typing import TYPE_CHECKING

from sesmock.aws_hosts import find_smtp_region, is_aws_host
from sesmock.exceptions import SesmockError, UnmockedCall, running_test
from sesmock.http import NetworkFault
from sesmock.transport import network

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.transport.request_handler import RequestHandler, SmtpDialog


class SmtpConnection:
    """A client's dialog with SES. Each message goes to the mock that is innermost at that time."""

    def __init__(
        self,
        active: Callable[[], RequestHandler | None],
        handler: RequestHandler,
        dialog: SmtpDialog,
        host: str,
    ) -> None:
        self._active = active
        self._handler = handler
        self._dialog = dialog
        self._host = host

    def greet(self) -> bytes:
        """Return the greeting; raise `OSError` if the host does not answer."""
        return self._ask(self._dialog.greet)

    def send(self, data: bytes) -> bytes:
        """Return the replies to data from the client; after the mock ends, raise `UnmockedCall` except for QUIT.

        Raise `OSError` for a network fault that the test set up. Exceptions from the test's functions pass through.
        """
        handler = self._active()
        if handler is None and data.upper() == b"QUIT\r\n":
            return self._dialog.receive(data)  # clients are often closed late, and QUIT sends no mail
        if handler is None:
            raise UnmockedCall(f"an SMTP connection to {self._host} was used after its mock stopped")
        if handler is not self._handler:
            self._handler = handler
            handler.adopt_smtp(self._dialog)
        return self._ask(lambda: self._dialog.receive(data))

    def begin_tls(self) -> None:
        """Treat the connection as encrypted from now on."""
        self._dialog.begin_tls()

    @property
    def is_closed(self) -> bool:
        """Whether the server has closed the connection."""
        return self._dialog.is_closed

    def _ask(self, ask: Callable[[], bytes]) -> bytes:
        try:
            return ask()
        except NetworkFault as fault:
            self._dialog.close()
            # If the server only closes the connection, the client still gets the replies to earlier commands.
            replies = self._dialog.drain()
            if fault.exception is not None:
                raise fault.exception from None
            error = _ERRORS.get(fault.kind)
            if error is not None:
                raise error() from None
            return replies
        except SesmockError as error:
            error.belong_to(self._handler.owner)
            raise


def open_connection(
    active: Callable[[], RequestHandler | None],
    host: str,
    port: int,
    *,
    wrapped: bool,
    read_timeout: float | None,
) -> SmtpConnection | None:
    """Return a connection to a host that the innermost mock answers for; None for a host that may be reached.

    ``wrapped`` says whether the client uses TLS from the start. Raise `UnmockedCall` for other AWS hosts.
    """
    handler = active()
    if handler is None or network.is_match(host, port, handler.passthrough):
        return None
    dialog = handler.open_smtp(host, port, wrapped=wrapped, read_timeout=read_timeout)
    if dialog is not None:
        return SmtpConnection(active, handler, dialog, host)
    if is_aws_host(host):
        error = UnmockedCall(
            f"an SMTP connection to {host} would have reached real AWS while mock_ses is active; SES's SMTP hosts are "
            f'email-smtp.<region>.amazonaws.com. To let it pass, use passthrough=["{host}"]'
        )
        error.belong_to(handler.owner)
        raise error
    return None


def refuse_unguarded(host: str) -> None:
    """Raise `UnmockedCall` for an SES host outside a mock."""
    if find_smtp_region(host) is not None:
        error = UnmockedCall(f"SES's SMTP interface was called outside a mock (ses_mock_guard): {host}")
        error.belong_to(running_test())
        raise error


# The client's exception for each network fault. A closed connection raises none; it simply ends.
_ERRORS: dict[str, Callable[[], OSError]] = {
    "ConnectTimeoutError": lambda: TimeoutError("timed out"),
    "EndpointConnectionError": lambda: ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"),
    "ProxyConnectionError": lambda: ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"),
    "ReadTimeoutError": lambda: TimeoutError("timed out"),
    "SSLError": lambda: ssl.SSLError("simulated by ses_mock.fail()"),
}
