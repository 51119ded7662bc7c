"""An error as it goes over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMON_STATUSES: Final[Mapping[str, int]] = {
    "AccessDenied": 403,
    "AccessDeniedException": 403,
    "ExpiredToken": 403,
    "ExpiredTokenException": 403,
    "IncompleteSignature": 403,
    "InternalFailure": 500,
    "InvalidClientTokenId": 403,
    "InvalidSignatureException": 403,
    "MalformedQueryString": 404,
    "MissingAuthenticationToken": 403,
    "NotAuthorized": 401,
    "OptInRequired": 403,
    "RequestEntityTooLargeException": 413,
    "RequestTimeoutException": 408,
    "ServiceUnavailable": 503,
    "SignatureDoesNotMatch": 403,
    "UnknownOperationException": 404,
    "UnrecognizedClientException": 403,
}
"""Statuses of errors that every operation can answer, so that no model lists them; all others are 400.

Spec: sending.md §1.1, §1.2, v1.md §1.5, v2.md §18, pinpoint_email.md §5.
"""


class WireError(Exception):
    """An error that a codec can write: code, message, HTTP status, modelled extra members.

    ``status`` None stands for the status that the service model gives the code, or that of
    `COMMON_STATUSES`, or 400. ``message`` None is written as the API writes a null message.
    ``empty_body`` leaves the body out altogether.
    """

    def __init__(
        self,
        code: str,
        message: str | None = None,
        *,
        status: int | None = None,
        members: Mapping[str, object] | None = None,
        empty_body: bool = False,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.status = status
        self.members: Mapping[str, object] = members or {}
        self.empty_body = empty_body
