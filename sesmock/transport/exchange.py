"""How a request of any client finds its answer while a mock is active."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sesmock.exceptions import SesmockError
from sesmock.http import HttpRequest, NetworkFault
from sesmock.transport import network

if TYPE_CHECKING:
    from sesmock.http import HttpResponse
    from sesmock.transport.request_handler import RequestHandler


def answer(active: RequestHandler, request: Any, read_timeout: float | None) -> HttpResponse | None:
    """Return the mock's answer to a prepared request; None if the request may leave.

    Raise `UnmockedCall` for other services of AWS, and what the client raises if it is to have no answer.
    ``read_timeout`` is the seconds for which the client waits.
    """
    url = request.url
    if active.passthrough and network.is_passthrough(url, active.passthrough):
        return None
    try:
        response = active.answer(read(request, read_timeout))
        if response is None:
            network.refuse_aws(url)
    except NetworkFault as fault:
        raise network.build_exception(fault, request) from None
    except SesmockError as error:
        error.belong_to(active.owner)
        raise
    return response


def read(request: Any, read_timeout: float | None = None) -> HttpRequest:
    """Return botocore's prepared request in plain form; a streamed body is read when it is first looked at."""
    body = request.body
    kind = HttpRequest if body is None or isinstance(body, _WHOLE) else _StreamedRequest
    content = _bytes(body) if kind is HttpRequest else body
    return kind(request.method, request.url, request.headers, content, read_timeout)


_WHOLE = (bytes, bytearray, memoryview, str)


def _bytes(body: Any) -> bytes:
    if isinstance(body, bytes):
        return body
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else bytes(body)


class _StreamedRequest(HttpRequest):
    """A request whose body is a file or an iterator, which only those of SES are to lose: other uploads go on."""

    @property
    def body(self) -> bytes:
        """What is left of the stream."""
        stream: Any = self[3]
        return _bytes(stream.read()) if hasattr(stream, "read") else b"".join(map(_bytes, stream))
