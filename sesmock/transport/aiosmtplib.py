"""The patches to aiosmtplib while a mock is active. Imported only when aiosmtplib is loaded."""

from __future__ import annotations

import asyncio
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

import aiosmtplib
from aiosmtplib.errors import SMTPReadTimeoutError

from sesmock.transport.patches import Patch, PatchSet
from sesmock.transport.smtp_connection import open_connection, refuse_unguarded

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sesmock.transport.request_handler import RequestHandler
    from sesmock.transport.smtp_connection import SmtpConnection

    Active = Callable[[], RequestHandler | None]
    Connect = Callable[..., Coroutine[Any, Any, Any]]


def make_patches(active: Active) -> PatchSet:
    """Return the patch to aiosmtplib."""
    return PatchSet(Patch(aiosmtplib.SMTP, "_create_connection", partial(_wrap_create_connection, active)))


def make_guard(is_guarded: Callable[[], bool]) -> PatchSet:
    """Return the patch that refuses connections to SES while ``is_guarded`` returns True."""
    return PatchSet(Patch(aiosmtplib.SMTP, "_create_connection", partial(_wrap_guarded, is_guarded)))


def _wrap_guarded(is_guarded: Callable[[], bool], original: Connect) -> Connect:
    @wraps(original)
    async def create_connection(client: Any, *args: Any, **kwargs: Any) -> Any:
        if is_guarded():
            refuse_unguarded(client.hostname or "")
        return await original(client, *args, **kwargs)

    return create_connection


def _wrap_create_connection(active: Active, original: Connect) -> Connect:
    @wraps(original)
    async def create_connection(client: Any, *args: Any, **kwargs: Any) -> Any:
        """Connect to a host through an event loop that answers for SES's SMTP hosts."""
        # The client opens connections, and starts TLS on them, through its attribute `loop`.
        client.loop = _Loop(active, client.loop, client.timeout)
        return await original(client, *args, **kwargs)

    return create_connection


class _Loop:
    """Replaces the event loop from which a client requests connections and TLS."""

    def __init__(self, active: Active, loop: Any, timeout: float | None) -> None:
        self._active = active
        self._loop = loop
        self._timeout = timeout

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loop, name)

    async def create_connection(
        self,
        make_protocol: Callable[[], Any],
        host: str | None = None,
        port: int | None = None,
        *,
        ssl: Any = None,
        **options: Any,
    ) -> Any:
        """Connect to a host; for SES's hosts, return a connection to the innermost mock."""
        connection = None
        if host is not None and port is not None:
            connection = open_connection(
                self._active, host, port, wrapped=ssl is not None, read_timeout=self._timeout
            )
        if connection is None:
            return await self._loop.create_connection(make_protocol, host, port, ssl=ssl, **options)
        greeting = connection.greet()
        protocol = make_protocol()
        transport = _Transport(self._loop, connection, protocol, ssl)
        # A real loop also calls the protocol in this order: first the connection, then the data.
        protocol.connection_made(transport)
        transport.answer(greeting)
        return transport, protocol

    async def start_tls(self, transport: Any, protocol: Any, sslcontext: Any, **options: Any) -> Any:
        """Encrypt a connection, or simulate that for a connection to a mock."""
        # A passthrough host has a real transport, and its TLS is real as well.
        if not isinstance(transport, _Transport):
            return await self._loop.start_tls(transport, protocol, sslcontext, **options)
        transport.begin_tls(sslcontext)
        return transport


class _Transport(asyncio.Transport):
    """Replaces the transport of an aiosmtplib client."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, connection: SmtpConnection, protocol: Any, tls: Any
    ) -> None:
        super().__init__()
        self._event_loop = loop
        self._connection = connection
        self._protocol = protocol
        self._tls = tls
        self._is_closing = False

    def write(self, data: Any) -> None:
        """Send data; the protocol receives the replies in the loop's next iteration."""
        try:
            replies = self._connection.send(bytes(data))
        except TimeoutError as error:
            self.close()
            raise SMTPReadTimeoutError("Timed out waiting for server response") from error
        self.answer(replies)

    def answer(self, replies: bytes) -> None:
        """Pass replies to the protocol, and close the connection if the server does."""
        if replies:
            # The protocol expects replies only after its write has returned.
            self._event_loop.call_soon(self._protocol.data_received, replies)
        if self._connection.is_closed:
            self.close()

    def begin_tls(self, context: Any) -> None:
        """Treat the connection as encrypted with a context from now on."""
        self._connection.begin_tls()
        self._tls = context

    def close(self) -> None:
        """Close the connection."""
        if not self._is_closing:
            self._is_closing = True
            self._event_loop.call_soon(self._protocol.connection_lost, None)

    abort = close

    def is_closing(self) -> bool:
        """Return whether either side has closed the connection."""
        return self._is_closing

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return information about the transport, such as its SSL context."""
        # aiosmtplib treats a transport with an SSL context as encrypted (protocol.py).
        return self._tls if name == "sslcontext" and self._tls is not None else default
