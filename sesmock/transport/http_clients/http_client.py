"""The patch to http.client while a mock is active; urllib sends through http.client."""

from __future__ import annotations

import http.client
import io
import ssl
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from sesmock.exceptions import UnmockedCall
from sesmock.transport import exchange, network
from sesmock.transport.patches import Patch, PatchSet

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.http import HttpRequest, HttpResponse
    from sesmock.transport.request_handler import ClientHandler

_EXCEPTIONS: dict[str, type[Exception]] = {
    "ConnectTimeoutError": TimeoutError,
    "ConnectionClosedError": http.client.RemoteDisconnected,
    "EndpointConnectionError": ConnectionRefusedError,
    "ProxyConnectionError": ConnectionRefusedError,
    "ReadTimeoutError": TimeoutError,
    "SSLError": ssl.SSLError,
}


def make_patches(active: Callable[[], ClientHandler | None]) -> PatchSet:
    """Return the patch to the method that starts every request, even on a connection that is already open."""
    return PatchSet(Patch(http.client.HTTPConnection, "putrequest", partial(_wrap_putrequest, active)))


def _wrap_putrequest(active: Callable[[], ClientHandler | None], original: Callable[..., Any]) -> Any:
    @wraps(original)
    def putrequest(connection: Any, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        """Answer a request to an SES host, refuse a request to a blocked host, and send all others."""
        handler = active()
        if handler is not None:
            _prepare(connection, handler, active, _absolute(connection, url))
        return original(connection, method, url, *args, **kwargs)

    return putrequest


def _prepare(
    connection: Any, handler: ClientHandler, active: Callable[[], ClientHandler | None], url: str
) -> None:
    # The client has not written the headers yet, so the URL alone decides whether this is a request to SES.
    request = exchange.build_request("GET", url, None, None)
    if handler.passthrough and network.is_passthrough(url, handler.passthrough):
        return
    if handler.serves(request):
        if connection.sock is not None:  # connection.close() would reset urllib3's state of the request
            connection.sock.close()
        connection.sock = MockedSocket(active, url, connection.timeout)
    else:
        host = getattr(connection, "_tunnel_host", None) or connection.host
        network.refuse_blocked(handler, host, connection.port)


def _absolute(connection: Any, url: str) -> str:
    """Return the absolute URL of a request, even through a tunnel; requests to a proxy already have an absolute URL."""
    if "://" in url:
        return url
    scheme = "https" if isinstance(connection, http.client.HTTPSConnection) else "http"
    # A connection through a proxy has the proxy's host in `host`, and the real one in these attributes.
    host = getattr(connection, "_tunnel_host", None) or connection.host
    port = getattr(connection, "_tunnel_port", None) or connection.port
    return f"{scheme}://[{host}]:{port}{url}" if ":" in host else f"{scheme}://{host}:{port}{url}"


class MockedSocket:
    """Replaces the socket of a connection to SES: it collects the request, and returns the response when it is read."""

    def __init__(self, active: Callable[[], ClientHandler | None], url: str, timeout: object) -> None:
        self._active = active
        self._url = url
        self._timeout = timeout
        self._sent = bytearray()

    def sendall(self, data: Any) -> None:
        """Collect a part of the request."""
        self._sent += data

    def makefile(self, *_: Any, **__: Any) -> io.BytesIO:
        """Return the response to the request; reading it raises the client's own exception for a network fault."""
        try:
            return io.BytesIO(self._answer())
        except Exception as error:  # noqa: BLE001
            # An exception here would leave an `HTTPResponse` without a file, which Python 3.13 cannot close.
            return _Failure(error)

    def _answer(self) -> bytes:
        handler = self._active()
        if handler is None:
            raise UnmockedCall(
                f"A connection to SES that was opened inside mock_ses was used after the mock stopped ({self._url})."
            )
        request = _parse(bytes(self._sent), self._url, self._timeout)
        self._sent.clear()
        answer = exchange.answer_other(
            handler, request, lambda kind: _EXCEPTIONS[kind]("simulated by ses_mock.fail()")
        )
        return b"" if answer is None else _dump(answer)

    def settimeout(self, timeout: object) -> None:
        """Set the client's timeout in seconds."""
        self._timeout = timeout

    def close(self) -> None:
        """Do nothing, as there is no connection."""


class _Failure(io.BytesIO):
    """A response that raises an error when it is read."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def readline(self, _: int | None = -1, /) -> bytes:
        """Raise the error."""
        raise self._error


def _parse(sent: bytes, url: str, timeout: object) -> HttpRequest:
    head, _, body = sent.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    # http.client itself encodes bodies of unknown length in chunks (RFC 9112 §7.1).
    if headers.get("Transfer-Encoding") == "chunked":
        body = _join_chunks(body)
    return exchange.build_request(first.partition(" ")[0], url, headers, body, timeout)


def _join_chunks(body: bytes) -> bytes:
    chunks = []
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size, 16)
        chunks.append(rest[:length])
        # A line end follows the content of each chunk.
        body = rest[length + 2 :]
    return b"".join(chunks)


def _dump(answer: HttpResponse) -> bytes:
    reason = http.client.responses.get(answer.status, "")
    lines = [
        f"HTTP/1.1 {answer.status} {reason}",
        *(f"{name}: {value}" for name, value in answer.headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + answer.body
