"""A listener that serves SMTP dialogs on a socket, in a background thread.

It requires the extra ``sesmock[smtp]``. aiosmtpd's controller owns the event loop and the socket. The dialog
is sesmock's own, since SES's replies differ from aiosmtpd's.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING, Any, TypedDict

try:
    from aiosmtpd.controller import UnthreadedController
except ImportError as error:
    raise ImportError('Listening for SMTP needs the aiosmtpd package: pip install "sesmock[smtp]"') from error

from sesmock.domain.aws import regions
from sesmock.exceptions import ANSWERED, SesmockError
from sesmock.http import NetworkFault
from sesmock.smtp import replies

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from typing_extensions import Unpack

    from sesmock.domain.account import Account
    from sesmock.smtp.dialog import Dialog
    from sesmock.smtp.service import SmtpService
    from sesmock.smtp.transactions import Tls

    OpenDialog = Callable[[str], Dialog]
    """Return the dialog with a client that connects from an address."""

logger = logging.getLogger("sesmock.smtp")
IDLE_SECONDS = 10.0
"""The time that SES waits for a client, in seconds. Spec: smtp.md §1 [D]."""
MAX_CONNECTIONS = 100
_HANDSHAKE_SECONDS = 10.0


class Limits(TypedDict, total=False):
    """The time that a listener waits for a client, and the number of clients that it serves at once."""

    idle_seconds: float
    max_connections: int


def listen_to_clients(
    service: SmtpService,
    region: str,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    tls: ssl.SSLContext | None = None,
    wrapped: bool = False,
    **limits: Unpack[Limits],
) -> SmtpListener:
    """Return a listener for clients that send mail through SES, as ``email-smtp`` does. It is not started yet.

    With ``tls``, clients must encrypt: by STARTTLS, or from the start if ``wrapped`` is true.
    """
    regions.check(region)
    use: Tls = "none" if tls is None else "wrapped" if wrapped else "required"

    def open_dialog(address: str) -> Dialog:
        return service.open(region, tls=use, ip_address=address)

    return SmtpListener(open_dialog, host, port, tls=tls, wrapped=wrapped, **limits)


def listen_to_servers(
    account: Account,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    tls: ssl.SSLContext | None = None,
    **limits: Unpack[Limits],
) -> SmtpListener:
    """Return a listener for servers that deliver mail to an account, as ``inbound-smtp`` does. It is not started yet.

    With ``tls``, servers can encrypt by STARTTLS.
    """
    from sesmock.smtp.inbound import Inbound

    use: Tls = "none" if tls is None else "offered"
    return SmtpListener(lambda address: Inbound(account, address, tls=use), host, port, tls=tls, **limits)


class SmtpListener(UnthreadedController):
    """Listens on a host and port, with a separate dialog for each connection.

    With ``tls``, clients can encrypt by STARTTLS, or must from the start if ``wrapped`` is true. Port 0 selects a
    free port, which is then in `port`. As a context manager, the listener runs while the block runs.
    """

    def __init__(
        self,
        open_dialog: OpenDialog,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        tls: ssl.SSLContext | None = None,
        wrapped: bool = False,
        idle_seconds: float = IDLE_SECONDS,
        max_connections: int = MAX_CONNECTIONS,
    ) -> None:
        super().__init__(None, hostname=host, port=port, ssl_context=tls if wrapped else None)
        self.open_dialog = open_dialog
        self.tls = tls
        self.idle_seconds = idle_seconds
        self.max_connections = max_connections
        self.connections: set[Connection] = set()
        self._is_ready = threading.Event()
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="sesmock-smtp", daemon=True)

    def start(self) -> None:
        """Start listening; raise `OSError` if the port is taken, or `OverflowError` if it is not a port.

        Raise `RuntimeError` if the listener was started or stopped before.
        """
        if self._thread.ident is not None or self.loop.is_closed():
            raise RuntimeError("a listener can start only once; create a new one")
        self._thread.start()
        # The port is known only after the thread has bound the socket.
        self._is_ready.wait()
        if self._failure is not None:
            self.stop()
            raise self._failure

    def stop(self) -> None:
        """Close all connections and stop listening. Stopping twice has no effect."""
        if self._thread.is_alive():
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join()
        self.loop.close()

    def __enter__(self) -> SmtpListener:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def factory(self) -> Connection:
        """Return the protocol of a new connection."""
        return Connection(self)

    def _run(self) -> None:
        controller: Any = self  # aiosmtpd does not annotate all of its methods
        try:
            controller.begin()
            self.port = controller.server.sockets[0].getsockname()[1]
        except Exception as error:  # noqa: BLE001 - start() raises it
            self._failure = error
            return
        finally:
            self._is_ready.set()
        self.loop.run_forever()
        self.loop.run_until_complete(self._hang_up(controller))

    async def _hang_up(self, controller: Any) -> None:
        for connection in list(self.connections):
            connection.abort()
        await controller.finalize()
        # Without this, threads that still run a test's function would outlive the listener.
        await self.loop.shutdown_default_executor()
        await asyncio.sleep(0)  # transports close in the loop's next iteration


class Connection(asyncio.Protocol):
    """The connection of one client. Replies come from a thread pool, since a test's functions can block."""

    def __init__(self, listener: SmtpListener) -> None:
        self._listener = listener
        self._loop = listener.loop
        self._dialog: Dialog | None = None
        self._transport: Any = None
        self._waiting = bytearray()
        self._is_busy = False
        self._timer: asyncio.TimerHandle | None = None
        self._handshake: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet the client, or refuse it if there are too many."""
        self._transport = transport
        listener = self._listener
        if len(listener.connections) >= listener.max_connections:
            self._transport.write(f"{replies.TOO_MANY_CONNECTIONS}\r\n".encode())
            self._transport.close()
            return
        listener.connections.add(self)
        peer = transport.get_extra_info("peername")
        self._dialog = listener.open_dialog(peer[0])
        self._answer(self._dialog.greet)

    def data_received(self, data: bytes) -> None:
        """Reply to the client's data, once the data before it has been processed."""
        self._waiting += data
        self._go_on()

    def connection_lost(self, _: Exception | None) -> None:
        """Remove the client from the listener."""
        self._stop_timer()
        self._transport.close()  # Python 3.10 warns about a TLS transport that only the client has closed
        self._listener.connections.discard(self)

    def abort(self) -> None:
        """Close the connection immediately."""
        self._stop_timer()
        if self._handshake is not None:
            self._handshake.cancel()
        self._transport.abort()

    def _go_on(self) -> None:
        """Process the data that has arrived; if there is none, wait for the client until the timeout."""
        dialog = self._dialog
        if self._is_busy or dialog is None:
            return
        if self._waiting:
            data = bytes(self._waiting)
            self._waiting.clear()
            self._answer(lambda: dialog.receive(data))
        else:
            self._transport.resume_reading()
            self._stop_timer()
            self._timer = self._loop.call_later(self._listener.idle_seconds, self._time_out)

    def _answer(self, ask: Callable[[], bytes]) -> None:
        self._is_busy = True
        self._stop_timer()
        # In Python 3.10, a pause in connection_made does not take effect, but the transport counts as paused and
        # ignores the next pause. So reading is resumed first.
        self._transport.resume_reading()
        self._transport.pause_reading()
        future = self._loop.run_in_executor(None, self._converse, ask)
        future.add_done_callback(self._reply)

    def _converse(self, ask: Callable[[], bytes]) -> bytes:
        """Return the replies to data from the client. If a test's function raises an error, process the rest."""
        dialog = self._dialog
        assert dialog is not None
        output = bytearray()
        is_answered = False
        while not is_answered:
            replies_of_part, is_answered = _try(dialog, ask)
            output += replies_of_part
            ask = _go_on_with(dialog)
        return bytes(output)

    def _reply(self, future: asyncio.Future[bytes]) -> None:
        if future.cancelled() or self._transport.is_closing():
            return
        dialog = self._dialog
        assert dialog is not None
        self._transport.write(future.result())
        self._is_busy = False
        if dialog.is_closed:
            self._transport.close()
        elif dialog.starts_tls:
            self._is_busy = True
            self._waiting.clear()  # drop data that came ahead of the handshake
            self._handshake = self._loop.create_task(self._begin_tls(dialog))
        else:
            self._go_on()

    async def _begin_tls(self, dialog: Dialog) -> None:
        assert self._listener.tls is not None
        try:
            self._transport = await self._loop.start_tls(
                self._transport,
                self,
                self._listener.tls,
                server_side=True,
                ssl_handshake_timeout=_HANDSHAKE_SECONDS,
            )
        except (OSError, ValueError) as error:  # the client aborted it
            logger.info("a client did not finish its TLS handshake: %s", error)
            self._transport.abort()
            return
        dialog.begin_tls()
        self._is_busy = False
        self._go_on()

    def _time_out(self) -> None:
        assert self._dialog is not None
        self._transport.write(self._dialog.time_out())
        self._transport.close()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _try(dialog: Dialog, ask: Callable[[], bytes]) -> tuple[bytes, bool]:
    """Return the replies, and whether all data was processed.

    Log exceptions from a test's functions and reply with an SES error.
    """
    try:
        return ask(), True
    except NetworkFault:
        dialog.close()
        return dialog.drain(), True
    except Exception as error:
        if isinstance(error, SesmockError):
            error.belong_to(ANSWERED)
        logger.exception("a message sent by SMTP could not be processed")
        return dialog.drain() + f"{replies.TEMPORARY_FAILURE}\r\n".encode(), False


def _go_on_with(dialog: Dialog) -> Callable[[], bytes]:
    return lambda: dialog.receive(b"")
