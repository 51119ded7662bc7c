"""Responses to the requests of HTTP clients while a mock is active."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from botocore.awsrequest import HeadersDict

from sesmock.exceptions import SesmockError
from sesmock.http import HttpRequest, NetworkFault
from sesmock.transport import network

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sesmock.http import HttpResponse
    from sesmock.transport.request_handler import ClientHandler, RequestHandler


def answer(active: RequestHandler, request: Any, read_timeout: float | None) -> HttpResponse | None:
    """Return the mock's response to a prepared request; None if the request may leave the process.

    ``read_timeout`` is the client's read timeout in seconds. Raise `UnmockedCall` for other AWS services, and
    the client's own exception for a network fault.
    """
    url = request.url
    if active.passthrough and network.is_passthrough(url, active.passthrough):
        return None
    try:
        response = active.answer(read(request, read_timeout))
        if response is None:
            parts = urlsplit(url)
            network.refuse_aws(parts.hostname or "")
            network.refuse_blocked(active, parts.hostname or "", parts.port)
    except NetworkFault as fault:
        raise network.build_exception(fault, request) from None
    except SesmockError as error:
        error.belong_to(active.owner)
        raise
    return response


def answer_other(
    active: ClientHandler, request: HttpRequest, build_exception: Callable[[str], Exception]
) -> HttpResponse | None:
    """Return the mock's response to a request from a client other than botocore; None if it may leave the process.

    ``build_exception`` returns the client's exception for one of `http.NETWORK_FAULTS`. Raise `UnmockedCall`
    for a host that ``block_network`` blocks.
    """
    url = request.url
    if active.passthrough and network.is_passthrough(url, active.passthrough):
        return None
    try:
        response = active.answer(request)
    except NetworkFault as fault:
        raise (fault.exception or build_exception(fault.kind)) from None
    except SesmockError as error:
        error.belong_to(active.owner)
        raise
    if response is None:
        parts = urlsplit(url)
        network.refuse_blocked(active, parts.hostname or "", parts.port)
    elif request.method == "HEAD":  # a response to HEAD has no body (RFC 9110 §9.3.2)
        return response._replace(body=b"")
    return response


def build_request(
    method: str, url: str, headers: Mapping[Any, Any] | None, body: Any, read_timeout: object = None
) -> HttpRequest:
    """Return a request from a client other than botocore as an `HttpRequest`."""
    seconds = read_timeout if isinstance(read_timeout, (int, float)) else None
    texts = {_text(name).lower(): _text(value) for name, value in (headers or {}).items()}
    return _build(method, url, texts, body, seconds)


def _text(header: Any) -> str:
    # A header value may contain bytes outside ASCII (RFC 9110 §5.5), and Latin-1 decodes every byte.
    return header.decode("latin-1") if isinstance(header, bytes) else str(header)


def read(request: Any, read_timeout: float | None = None) -> HttpRequest:
    """Return botocore's prepared request as an `HttpRequest`."""
    headers, body = _lower_names(request.headers), request.body
    if type(body) is bytes:  # the usual case
        return HttpRequest(request.method, request.url, headers, body, read_timeout)
    return _build(request.method, request.url, headers, body, read_timeout)


def _lower_names(headers: Any) -> dict[str, str]:
    """Return botocore's headers by lower-case names. One lookup in botocore's mapping costs as much as this copy."""
    if isinstance(headers, HeadersDict):
        return {key._lower: value for key, value in headers._dict.items()}  # type: ignore[attr-defined]
    return {name.lower(): value for name, value in headers.items()}


def _build(
    method: str, url: str, headers: Mapping[str, str], body: Any, read_timeout: float | None
) -> HttpRequest:
    """Return an `HttpRequest`; a streamed body is read on first access."""
    if body is None or isinstance(body, _WHOLE):
        return HttpRequest(method, url, headers, _bytes(body), read_timeout)
    if hasattr(body, "__aiter__"):  # only a coroutine can read such a body
        return HttpRequest(method, url, headers, b"", read_timeout)
    return _StreamedRequest(method, url, headers, body, read_timeout)


_WHOLE = (bytes, bytearray, memoryview, str)


def _bytes(body: Any) -> bytes:
    if isinstance(body, bytes):
        return body
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else bytes(body)


class _StreamedRequest(HttpRequest):
    """A request whose body is a file or an iterator.

    The body is read only if the request is to SES, so that other uploads keep theirs.
    """

    @cached_property
    def body(self) -> bytes:  # a stream can be read only once
        """The rest of the stream."""
        stream: Any = self[3]
        return _bytes(stream.read()) if hasattr(stream, "read") else b"".join(map(_bytes, stream))
