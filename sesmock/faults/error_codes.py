"""Translates error codes between the APIs, so that a test can use the code of any API."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from sesmock.apis import APIS, SES, SESV2, SMTP
from sesmock.backends.backend import look_up
from sesmock.backends.ses import errors as ses_errors
from sesmock.backends.sesv2 import errors as sesv2_errors
from sesmock.calls import is_send
from sesmock.domain import unconfirmed_messages as domain_inferred
from sesmock.domain.errors import AccountSendingPaused, DomainError, InternalFailure
from sesmock.domain.sending.errors import MaximumSendRateExceeded
from sesmock.protocol import inferred
from sesmock.protocol.errors import QUERY_STATUSES, REST_STATUSES, WireError
from sesmock.protocol.models import error_codes, service_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.backends.backend import ErrorMapping

_TABLES: Mapping[str, dict[type[DomainError], ErrorMapping]] = {
    SES.name: ses_errors.ERRORS,
    SESV2.name: sesv2_errors.ERRORS,
}
# The suffixes of v1's codes for missing and existing resources, which differ per operation.
_V1_ENDINGS = {"NotFoundException": "DoesNotExist", "AlreadyExistsException": "AlreadyExists"}
# The codes of errors from AWS's front end in v1 and in v2. Spec: errors.md §1, §2; sending.md §2.
_FRONT_END = {
    "ExpiredToken": "ExpiredTokenException",
    "InvalidAction": "UnknownOperationException",
    "InvalidClientTokenId": "UnrecognizedClientException",
    "MalformedInput": "SerializationException",
    "SignatureDoesNotMatch": "InvalidSignatureException",
}
# Each direction also has codes of its own, which are not translated back.
_V1_TO_V2 = {**_FRONT_END, "MissingAuthenticationToken": "UnrecognizedClientException"}
_V2_TO_V1 = {
    **{second: first for first, second in _FRONT_END.items()},
    "NotAuthorized": "AccessDenied",
    "ThrottlingException": "Throttling",
    "ValidationException": "ValidationError",
}

_INVALID_TOKEN = "The security token included in the request is invalid."
_EXPIRED_TOKEN = "The security token included in the request is expired"
_WRONG_SIGNATURE = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
    "Key and signing method. Consult the service documentation for details."
)
# Spec: errors.md §1; sending.md §2 [U].
_SENTENCES: Mapping[str, str] = {
    "AccountSendingPausedException": AccountSendingPaused.SENTENCE,
    "AccountSuspendedException": domain_inferred.ACCOUNT_SUSPENDED,
    "ExpiredToken": _EXPIRED_TOKEN,
    "ExpiredTokenException": _EXPIRED_TOKEN,
    "IncompleteSignature": inferred.INCOMPLETE_SIGNATURE,
    "InternalFailure": InternalFailure.SENTENCE,
    "InvalidClientTokenId": _INVALID_TOKEN,
    "InvalidSignatureException": _WRONG_SIGNATURE,
    "OptInRequired": inferred.OPT_IN_REQUIRED,
    "RequestExpired": inferred.REQUEST_EXPIRED,
    "SendingPausedException": AccountSendingPaused.SENTENCE,
    "ServiceUnavailable": inferred.SERVICE_UNAVAILABLE,
    "SignatureDoesNotMatch": _WRONG_SIGNATURE,
    "UnrecognizedClientException": _INVALID_TOKEN,
}
_THROTTLED = frozenset({"Throttling", "ThrottlingException", "TooManyRequestsException"})
_TAG = re.compile(r"<[^>]*>")


@cache
def codes(api: str) -> frozenset[str]:
    """Return the error codes of an API."""
    return frozenset(error_codes(api)) | (QUERY_STATUSES if api == SES.name else REST_STATUSES).keys()


@cache
def codes_by_name() -> Mapping[str, str]:
    """Return the error codes of all three APIs by the names that tests can use, including boto3's exception classes."""
    classes = {shape.name: code for code, shape in error_codes(SES.name).items()}
    return classes | {code: code for api in APIS for code in codes(api)}


def error(
    api: str, operation: str, code: str, message: str | None = None, status: int | None = None
) -> WireError:
    """Return an API's error for a code of any API, with SES's message unless ``message`` is set."""
    name = translate(api, operation, code)
    return WireError(name, sentence(api, operation, name) if message is None else message, status=status)


def translate(api: str, operation: str, code: str) -> str:
    """Return an API's code for an error; SMTP, which has no codes, counts as v1. Spec: errors.md §3."""
    api = SES.name if api == SMTP else api
    if code in codes(api):
        return code
    if api == SES.name:
        return _operation_code(operation, code) or _v1_name(code)
    name = code if code in codes(SESV2.name) else _v2_name(code)
    if name in codes(api):
        return name
    return "InternalFailure" if is_server_error(name) else _fallback(SESV2.name)


@cache
def error_classes(api: str) -> Mapping[str, type[DomainError]]:
    """Return the exception classes of v1 or v2 by error code; if several share a code, the most general one."""
    classes: dict[str, type[DomainError]] = {}
    own = ((kind, mapping) for kind, mapping in _TABLES[api].items() if mapping.code not in _FRONT_END)
    for kind, mapping in own:
        other = classes.get(mapping.code)
        # Only the most general class of a code maps to the general code of the other API.
        if other is None or len(kind.__mro__) < len(other.__mro__):
            classes[mapping.code] = kind
    return classes


def error_class(code: str) -> type[DomainError] | None:
    """Return the exception class for a code of v1 or v2; None for internal SES errors and for signature errors."""
    first, second = error_classes(SES.name), error_classes(SESV2.name)
    return first.get(code) or second.get(code) or first.get(_V2_TO_V1.get(code, ""))


def is_server_error(code: str) -> bool:
    """Return whether an error of v2 is an internal failure of SES."""
    shape = error_codes(SESV2.name).get(code)
    status = REST_STATUSES.get(code, 400) if shape is None else shape.metadata["error"]["httpStatusCode"]
    return bool(status >= 500)


def _v2_name(code: str) -> str:
    """Return v2's code for an error of v1: from the tables of both APIs, or else by its suffix."""
    kind = error_classes(SES.name).get(code)
    if kind is not None:
        return look_up(_TABLES[SESV2.name], kind).code
    endings = (name for name, ending in _V1_ENDINGS.items() if ending in code)
    return _V1_TO_V2.get(code) or next(endings, _fallback(SESV2.name))


def _v1_name(code: str) -> str:
    """Return v1's code for an error of v2 that does not depend on the operation."""
    if code in _V2_TO_V1:
        return _V2_TO_V1[code]
    if is_server_error(code):
        return "InternalFailure"
    kind = error_classes(SESV2.name).get(code)
    if kind is not None and code not in _V1_ENDINGS:
        return look_up(_TABLES[SES.name], kind).code
    return _fallback(SES.name)


def _fallback(api: str) -> str:
    """Return an API's code for errors that have no code of their own."""
    return _TABLES[api][DomainError].code


def sentence(api: str, operation: str, code: str) -> str:
    """Return the default message for an error code: SES's text, or the description in the service model."""
    api = SES.name if api == SMTP else api
    if code in _THROTTLED:
        return str(MaximumSendRateExceeded()) if is_send(operation) else "Rate exceeded"
    if code in {"AccessDenied", "AccessDeniedException"}:
        return f"User is not authorized to perform: ses:{operation}"
    return _SENTENCES.get(code) or _documentation(api, code) or inferred.FRONT_END_ERROR.format(code=code)


def _operation_code(operation: str, code: str) -> str | None:
    """Return v1's code for a missing or existing resource, which depends on the operation."""
    ending = _V1_ENDINGS.get(code)
    model = service_model(SES.name)
    if ending is None or operation not in model.operation_names:
        return None
    names = error_codes(SES.name, operation)
    return next((name for name in names if name.endswith(ending)), None)


@cache
def _documentation(api: str, code: str) -> str | None:
    """Return the first sentence of an error's description in the service model."""
    shape = error_codes(api).get(code)
    text = unescape(_TAG.sub(" ", shape.documentation)) if shape is not None else ""
    return " ".join(text.split()).partition(". ")[0] or None
