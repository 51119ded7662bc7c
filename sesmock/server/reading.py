"""Conversion of WSGI environments to `HttpRequest`, within limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from botocore.awsrequest import HeadersDict
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.wrappers import Request

from sesmock.http import HttpRequest
from sesmock.protocol.errors import WireError
from sesmock.server.limits import MAX_BODY

if TYPE_CHECKING:
    from collections.abc import Mapping

_HOST = re.compile(r"[A-Za-z0-9._-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")


class BadRequest(Exception):
    """A request that the server cannot read; ``code`` and ``status`` are those of AWS's front end.

    ``request`` is the part that could be read, without a body, or None.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.request: HttpRequest | None = None


def read_request(environ: Mapping[str, Any]) -> HttpRequest:
    """Return an `HttpRequest`, whose path is still percent-encoded; raise `BadRequest`."""
    request = Request(dict(environ), populate_request=False)
    request.max_content_length = MAX_BODY + 1  # a body without a length is cut off there without an error
    host = environ.get("HTTP_HOST") or f"{environ.get('SERVER_NAME')}:{environ.get('SERVER_PORT')}"
    if not _is_host(host):
        raise BadRequest(400, "MalformedHttpRequestException", f"invalid Host header {host!r}")
    headers = HeadersDict(dict(request.headers))
    url = f"http://{host}{_read_target(environ)}"
    plain = HttpRequest(request.method, url, headers, b"")
    try:
        return plain._replace(body=_read_body(request))
    except BadRequest as error:
        error.request = plain
        raise


def _is_host(text: str) -> bool:
    if not _HOST.fullmatch(text):
        return False
    try:
        urlsplit(f"http://{text}").port  # noqa: B018 - checks the address in brackets, and the port
    except ValueError:
        return False
    return True


def _read_target(environ: Mapping[str, Any]) -> str:
    """Return the path and query string as sent, if the WSGI server provides them."""
    target: str | None = environ.get("REQUEST_URI") or environ.get("RAW_URI")
    query = environ.get("QUERY_STRING")
    if target is None:
        # WSGI passes the bytes of the path as text in Latin-1 (PEP 3333).
        path = quote(environ.get("PATH_INFO", "").encode("latin-1"), safe="/:@!$&'()*+,;=~")
        target = path
    if query and "?" not in target:  # some servers omit the query string from the target
        target = f"{target}?{query}"
    target = target.partition("#")[0]
    if not target.startswith("/"):  # the absolute form for proxies: http://host/path
        try:
            parts = urlsplit(target)
        except ValueError:
            raise BadRequest(400, "MalformedHttpRequestException", "invalid request target") from None
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return "/" + target.lstrip("/") if target.startswith(("//", "/")) else "/"


def _read_body(request: Request) -> bytes:
    length = request.headers.get("Content-Length", "0").strip()
    if not (length.isascii() and length.isdecimal()):
        raise BadRequest(400, "MalformedHttpRequestException", f"invalid Content-Length {length!r}")
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise _too_large() from None
    except (ClientDisconnected, OSError) as error:
        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            raise BadRequest(408, "RequestTimeoutException", "the body did not arrive in time") from None
        raise BadRequest(
            400, "RequestAbortedException", "the body was shorter than its Content-Length"
        ) from None
    if len(body) > MAX_BODY:
        raise _too_large()
    return body


def _too_large() -> BadRequest:
    return BadRequest(413, "RequestEntityTooLargeException", f"the body must be at most {MAX_BODY} bytes")


def as_wire_error(error: BadRequest) -> WireError:
    """Return an unreadable request as an SES error."""
    return WireError(error.code, str(error), status=error.status)
