"""Faults of the SMTP interface: the step of the dialog that fails, and replies by number.

Spec: smtp.md §3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.apis import SMTP, SMTP_AUTHENTICATE, SMTP_CONNECT, SMTP_SEND
from sesmock.faults import error_codes
from sesmock.faults.faults import Effect

if TYPE_CHECKING:
    from sesmock.faults.fault_builder import Failure

_CONNECT_ERRORS = frozenset(
    {"ConnectTimeoutError", "EndpointConnectionError", "ProxyConnectionError", "SSLError"}
)
_REFUSALS = range(400, 600)
# The reply to a client when the server has no connection left. Spec: smtp.md §2.7 [D].
_CONNECT_STATUS = 421
_AUTHENTICATE_STATUSES = frozenset({530, 535})
# SES reports these errors at AUTH, before there is a message. Spec: smtp.md §3 [I].
_AUTHENTICATE_CODES = frozenset(
    {"ExpiredToken", "InvalidClientTokenId", "OptInRequired", "SignatureDoesNotMatch"}
)


def effect(failure: Failure) -> Effect | None:
    """Return the effect of a failure that consists of a reply's number only; None for any other failure.

    Raise `ValueError` for a number that is not an error, or `TypeError` for a message without an error.
    """
    if failure.status is None or failure.error is not None:
        return None
    if failure.status not in _REFUSALS:
        raise ValueError(f"status must be a reply number from 400 to 599, got {failure.status}")
    if failure.message is not None:
        raise TypeError("fail(message=…) needs the code of an error, such as 'MessageRejected'")
    return Effect(page=failure.status)


def find_step(failure: Failure) -> str:
    """Return the step that fails: the connection, the sign-in, or the end of an email."""
    error = failure.error if isinstance(failure.error, str) else getattr(failure.error, "__name__", None)
    if failure.error is None:
        if failure.status == _CONNECT_STATUS:
            return SMTP_CONNECT
        return SMTP_AUTHENTICATE if failure.status in _AUTHENTICATE_STATUSES else SMTP_SEND
    if error in _CONNECT_ERRORS:
        return SMTP_CONNECT
    code = error_codes.codes_by_name().get(error or "")
    if code is not None and error_codes.translate(SMTP, SMTP_SEND, code) in _AUTHENTICATE_CODES:
        return SMTP_AUTHENTICATE
    return SMTP_SEND
