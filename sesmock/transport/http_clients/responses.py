"""The patch that lets requests to SES bypass the library ``responses``. Imported only when it is loaded.

moto uses that library to answer requests made with ``requests``.
"""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any

import requests
from responses import RequestsMock

from sesmock.transport import exchange
from sesmock.transport.http_clients import urllib3
from sesmock.transport.patches import Patch, PatchSet

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.transport.request_handler import ClientHandler

_EXCEPTIONS: dict[str, type[Exception]] = {
    "ConnectTimeoutError": requests.ConnectTimeout,
    "ConnectionClosedError": requests.ConnectionError,
    "EndpointConnectionError": requests.ConnectionError,
    "ProxyConnectionError": requests.exceptions.ProxyError,
    "ReadTimeoutError": requests.ReadTimeout,
    "SSLError": requests.exceptions.SSLError,
}


def make_patches(active: Callable[[], ClientHandler | None]) -> PatchSet:
    """Return the patch to the method that receives every request of ``requests`` while responses is active."""
    return PatchSet(Patch(RequestsMock, "_on_request", partial(_wrap_on_request, active)))


def _wrap_on_request(active: Callable[[], ClientHandler | None], original: Callable[..., Any]) -> Any:
    @wraps(original)
    def on_request(mock: Any, adapter: Any, request: Any, **kwargs: Any) -> Any:
        """Answer a request to SES, and leave all others to responses."""
        handler = active()
        if handler is not None:
            plain = exchange.build_request(request.method, request.url, request.headers, request.body)
            if handler.serves(plain):
                answer = exchange.answer_other(handler, plain, _build_exception)
                if answer is not None:
                    response = urllib3.build_response(
                        answer, request.method, request.url, {"preload_content": False}
                    )
                    return adapter.build_response(request, response)
        return original(mock, adapter, request, **kwargs)

    return on_request


def _build_exception(kind: str) -> Exception:
    return _EXCEPTIONS[kind]("simulated by ses_mock.fail()")
