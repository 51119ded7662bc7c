"""HTTP responses for exceptions that a client in the same process would catch directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import ids
from sesmock.exceptions import (
    ANSWERED,
    MissingTemplateAttribute,
    OperationNotSupported,
    SesmockError,
    UnmockedCall,
)
from sesmock.gateway.gateway import select_backend
from sesmock.http import NetworkFault
from sesmock.protocol.errors import WireError

if TYPE_CHECKING:
    from sesmock.http import HttpRequest, HttpResponse

# SDKs retry after 500, 503 and 504, as they do in process after a network error, but not after 501 or 400.
_STATUSES: dict[type[Exception], int] = {
    OperationNotSupported: 501,
    UnmockedCall: 501,
    MissingTemplateAttribute: 400,
}
_NETWORK_STATUSES = {"ConnectTimeoutError": 504, "ReadTimeoutError": 504}
_NO_RESPONSE, _FAILURE = 503, 500


def error_response(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return the error response for an exception that `Gateway.answer` raised, in the format of the request's API.

    Its code is the name of the exception that a client in the same process would get. No SES code has such a name.
    """
    if isinstance(error, SesmockError):
        error.belong_to(ANSWERED)
    return select_backend(request).codec.error(_wire_error(error), ids.make_uuid())


def _wire_error(error: Exception) -> WireError:
    if not isinstance(error, NetworkFault):
        return WireError(type(error).__name__, str(error), status=_STATUSES.get(type(error), _FAILURE))
    if error.exception is not None:
        return _wire_error(error.exception)
    return WireError(error.kind, "no response", status=_NETWORK_STATUSES.get(error.kind, _NO_RESPONSE))
