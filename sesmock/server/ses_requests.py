"""Requests to SES: their accounts, the verification of their signatures, and their responses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from sesmock.exceptions import ANSWERED, UnmockedCall
from sesmock.gateway.gateway import select_backend
from sesmock.gateway.http_errors import error_response
from sesmock.gateway.request_scope import Origin, find_origin, strip_prefix
from sesmock.protocol.errors import WireError
from sesmock.server import payloads, signatures
from sesmock.server.reading import BadRequest, as_wire_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.backends.backend import Backend
    from sesmock.gateway.gateway import Gateway
    from sesmock.http import HttpRequest, HttpResponse

_REST_PATH = re.compile(r"/v[12]/email/")
_ACTION = re.compile(rb"(?:^|&)Action=")
_OLD_KEY = re.compile(r"AWSAccessKeyId=([^,\s&]+)")
# The second header was used before Signature Version 4. Spec: requests.md §2.2 [D].
_SIGNED_HEADERS = ("Authorization", "X-Amzn-Authorization")
# The front end's text for a request without a signature (inferred for SES; other AWS services use it).
_MISSING_TOKEN = "Request is missing Authentication Token"


def is_for_ses(request: HttpRequest) -> bool:
    """Return whether a request is for SES, judging by its path, its signature, or an Action parameter."""
    parts = urlsplit(request.url)
    # An endpoint URL can have a path before the path of the operation, so this is a search.
    if _REST_PATH.search(parts.path):
        return True
    if any(request.headers.get(name) for name in _SIGNED_HEADERS):
        return True
    return _ACTION.search(parts.query.encode()) is not None or (
        request.method == "POST" and _ACTION.search(request.body) is not None
    )


def may_be_for_ses(request: HttpRequest) -> bool:
    """Return whether a request may be for SES, judging without its body."""
    path = urlsplit(request.url).path
    return _REST_PATH.search(path) is not None or (request.method == "POST" and path == "/")


class SesRequests:
    """Answers requests to SES from old and new SDKs.

    ``credentials`` maps access keys to secrets; if it is empty, signatures are not checked.
    """

    def __init__(self, gateway: Gateway, region: str, credentials: Mapping[str, str]) -> None:
        self.gateway = gateway
        self._region = region
        self._credentials = credentials

    def refuse(self, request: HttpRequest) -> HttpResponse | None:
        """Return the error response for a signature that AWS would reject, or None if the signature is valid."""
        try:
            self._verify(request)
        except WireError as error:
            return write_error(request, error)
        return None

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer a request with a valid signature; exceptions that are not SES's errors become error responses."""
        try:
            plain = payloads.unwrap(request)
            return self.gateway.answer_for(plain, self._find_origin(plain))
        except BadRequest as error:
            return write_error(request, as_wire_error(error))
        except Exception as error:  # noqa: BLE001 - a client over HTTP gets every error as a response
            return error_response(_without_prefix(request), error)

    def _verify(self, request: HttpRequest) -> None:
        """Raise `WireError` for a request whose signature AWS would reject."""
        if not self._credentials:
            return
        try:
            signatures.verify(request, self._credentials, self.gateway.world.clock.time())
        except signatures.BadSignature as error:
            from sesmock.faults import error_codes

            message = _MISSING_TOKEN if error.code == "MissingAuthenticationToken" else None
            raise error_codes.error(_find_backend(request).api, "", error.code, message) from None

    def _find_origin(self, request: HttpRequest) -> Origin:
        """Return the origin of a request; raise `UnmockedCall` for a request that is signed for another service."""
        origin = find_origin(request)
        if origin is not None:
            return origin if origin.access_key else origin._replace(access_key=_find_old_key(request))
        service = _find_service(request)
        if service is not None:
            error = UnmockedCall(f"this server mocks SES only, and the call is for {service}")
            error.belong_to(ANSWERED)
            raise error
        return Origin(_find_old_key(request), self._region)


def write_error(request: HttpRequest, error: WireError) -> HttpResponse:
    """Return an error in the format of the API of a request."""
    from sesmock.domain import ids

    return _find_backend(request).codec.error(error, ids.make_uuid())


def find_operation(request: HttpRequest) -> str:
    """Return the API and operation of a request, for logs, or only the API if the operation is unknown."""
    backend = _find_backend(request)
    try:
        return f"{backend.api} {backend.codec.match(_without_prefix(request)).operation}"
    except WireError:
        return backend.api


def _find_backend(request: HttpRequest) -> Backend:
    return select_backend(_without_prefix(request))


def _without_prefix(request: HttpRequest) -> HttpRequest:
    return request._replace(url=strip_prefix(request.url))


def _find_service(request: HttpRequest) -> str | None:
    """Return the service that a request not for SES is signed for, or None if it has no signature."""
    header = request.headers.get("Authorization") or ""
    fields = parse_qs(urlsplit(request.url).query)
    credential = (
        header.partition("Credential=")[2].partition(",")[0] or fields.get("X-Amz-Credential", [""])[0]
    )
    if not credential:
        return None
    steps = credential.split("/")
    # The last steps of a credential scope are the service and "aws4_request".
    service = steps[-2] if len(steps) > 1 else ""
    return request.headers.get("X-Amz-Target") or service or "another service"


def _find_old_key(request: HttpRequest) -> str | None:
    """Return the access key of a signature before version 4, from a header, the query string or the form."""
    texts = (
        request.headers.get("X-Amzn-Authorization") or "",
        urlsplit(request.url).query,
        # A form can contain a large message, so only its start is searched.
        request.body[:65536].decode("latin-1") if b"AWSAccessKeyId=" in request.body else "",
    )
    matches = (_OLD_KEY.search(text) for text in texts)
    return next((match[1] for match in matches if match is not None), None)
