"""The patch to urllib3 while a mock is active; requests and many other libraries send through urllib3."""

from __future__ import annotations

import io
from functools import partial, wraps
from http.client import RemoteDisconnected, responses
from typing import TYPE_CHECKING, Any

from urllib3 import HTTPResponse, Retry, Timeout, exceptions
from urllib3.connectionpool import HTTPConnectionPool

from sesmock.transport import exchange
from sesmock.transport.patches import Patch, PatchSet

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock import http
    from sesmock.transport.request_handler import ClientHandler

_REASON = "simulated by ses_mock.fail()"


def make_patches(active: Callable[[], ClientHandler | None]) -> PatchSet:
    """Return the patch to the method that sends all requests of urllib3."""
    return PatchSet(Patch(HTTPConnectionPool, "urlopen", partial(_wrap_urlopen, active)))


def _wrap_urlopen(active: Callable[[], ClientHandler | None], original: Callable[..., Any]) -> Any:
    @wraps(original)
    def urlopen(
        pool: Any, method: str, url: str, body: Any = None, headers: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        """Answer a request to SES, refuse a request to a blocked host, and send all others."""
        handler = active()
        if handler is not None:
            request = exchange.build_request(
                method, _absolute(pool, url), headers or pool.headers, body, _read_timeout(pool, kwargs)
            )
            answer = exchange.answer_other(handler, request, partial(_build_exception, pool, url))
            if answer is not None:
                response = build_response(answer, method, url, kwargs)
                retries = _count_retry(pool, method, url, response, kwargs.get("retries"))
                if retries is None:
                    return response
                # The original urlopen would have made the caller's retries, so they are made here.
                retries.sleep(response)
                return urlopen(pool, method, url, body, headers, *args, **(kwargs | {"retries": retries}))
        return original(pool, method, url, body, headers, *args, **kwargs)

    return urlopen


def _count_retry(pool: Any, method: str, url: str, response: HTTPResponse, retries: Any) -> Retry | None:
    """Return the remaining retries of a caller if a response triggers one, else None; raise urllib3's errors."""
    has_delay = "Retry-After" in response.headers
    if not isinstance(retries, Retry) or not retries.is_retry(method, response.status, has_delay):
        return None
    try:
        return retries.increment(method, url, response=response, _pool=pool)
    except exceptions.MaxRetryError:
        if retries.raise_on_status:
            raise
        return None


def build_response(
    answer: http.HttpResponse, method: str, url: str, settings: dict[str, Any]
) -> HTTPResponse:
    """Return a response as a urllib3 object; ``settings`` are the caller's options for reading the body."""
    options = {name: settings[name] for name in ("preload_content", "decode_content") if name in settings}
    return HTTPResponse(
        io.BytesIO(answer.body),
        answer.headers,
        answer.status,
        version=11,
        reason=responses.get(answer.status),
        request_method=method,
        request_url=url,
        **options,
    )


def _absolute(pool: Any, url: str) -> str:
    """Return the absolute URL of a request; requests through a proxy already have an absolute URL."""
    host = f"[{pool.host}]" if ":" in pool.host else pool.host
    port = "" if pool.port is None else f":{pool.port}"
    return url if "://" in url else f"{pool.scheme}://{host}{port}{url}"


def _read_timeout(pool: Any, settings: dict[str, Any]) -> object:
    timeout = settings.get("timeout", pool.timeout)
    return timeout.read_timeout if isinstance(timeout, Timeout) else timeout


def _build_exception(pool: Any, url: str, kind: str) -> Exception:
    """Return the exception for a network fault that callers of urllib3 get after the last retry."""
    if kind == "ReadTimeoutError":
        return exceptions.ReadTimeoutError(pool, url, _REASON)
    if kind == "ConnectionClosedError":
        return exceptions.ProtocolError(_REASON, RemoteDisconnected(_REASON))
    reasons: dict[str, Callable[[], Exception]] = {
        "ConnectTimeoutError": lambda: exceptions.ConnectTimeoutError(pool, _REASON),
        "EndpointConnectionError": lambda: exceptions.NewConnectionError(pool, _REASON),
        "ProxyConnectionError": lambda: exceptions.ProxyError(_REASON, OSError(_REASON)),
        "SSLError": lambda: exceptions.SSLError(_REASON),
    }
    return exceptions.MaxRetryError(pool, url, reasons[kind]())
