"""The patches to httpx or its successor httpx2 while a mock is active. Imported only if either library is loaded."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from sesmock.transport import exchange
from sesmock.transport.patches import Patch, PatchSet

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from sesmock.http import HttpRequest, HttpResponse
    from sesmock.transport.request_handler import ClientHandler

    Active = Callable[[], ClientHandler | None]

_EXCEPTIONS = {
    "ConnectTimeoutError": "ConnectTimeout",
    "ConnectionClosedError": "RemoteProtocolError",
    "EndpointConnectionError": "ConnectError",
    "ProxyConnectionError": "ProxyError",
    "ReadTimeoutError": "ReadTimeout",
    "SSLError": "ConnectError",
}


def make_patches(library: ModuleType, active: Active) -> PatchSet:
    """Return the patches to the transports that send a client's requests."""
    return PatchSet(
        Patch(library.HTTPTransport, "handle_request", partial(_wrap_handle, library, active)),
        Patch(
            library.AsyncHTTPTransport, "handle_async_request", partial(_wrap_async_handle, library, active)
        ),
    )


def _wrap_handle(library: Any, active: Active, original: Callable[..., Any]) -> Any:
    @wraps(original)
    def handle_request(transport: Any, request: Any) -> Any:
        """Answer a request to SES, refuse a request to a blocked host, and send all others."""
        handler = active()
        if handler is not None:
            body = request.read() if handler.serves(_read(request, b"")) else b""
            answer = _answer(library, handler, request, body)
            if answer is not None:
                return answer
        return original(transport, request)

    return handle_request


def _wrap_async_handle(library: Any, active: Active, original: Callable[..., Any]) -> Any:
    @wraps(original)
    async def handle_async_request(transport: Any, request: Any) -> Any:
        """Answer a request to SES, refuse a request to a blocked host, and send all others."""
        handler = active()
        if handler is not None:
            body = await request.aread() if handler.serves(_read(request, b"")) else b""
            answer = _answer(library, handler, request, body)
            if answer is not None:
                return answer
        return await original(transport, request)

    return handle_async_request


def _answer(library: Any, handler: ClientHandler, request: Any, body: bytes) -> Any:
    answer = exchange.answer_other(handler, _read(request, body), partial(_build_exception, library, request))
    return None if answer is None else _build_response(library, request, answer)


def _read(request: Any, body: bytes) -> HttpRequest:
    timeout = request.extensions.get("timeout", {}).get("read")
    return exchange.build_request(request.method, str(request.url), request.headers, body, timeout)


def _build_response(library: Any, request: Any, answer: HttpResponse) -> Any:
    return library.Response(answer.status, headers=answer.headers, content=answer.body, request=request)


def _build_exception(library: Any, request: Any, kind: str) -> Exception:
    error: Exception = getattr(library, _EXCEPTIONS[kind])("simulated by ses_mock.fail()", request=request)
    return error
