"""What an error is called by each API, so that a test may use the name that it knows."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from sesmock.apis import APIS
from sesmock.calls import is_send
from sesmock.domain import inferred as domain_inferred
from sesmock.domain.errors import AccountSendingPaused, MaximumSendRateExceeded
from sesmock.protocol import inferred
from sesmock.protocol.errors import WireError
from sesmock.protocol.models import error_codes, service_model

if TYPE_CHECKING:
    from collections.abc import Mapping

_BAD_REQUEST = "BadRequestException"
_NOT_FOUND = "NotFoundException"
_EXISTS = "AlreadyExistsException"
_PAUSED = "SendingPausedException"

# Errors that every operation can answer, so that no model lists them. Spec: v1.md §1.5, sending.md §1, §2.2.
_COMMON_V1 = frozenset(
    {
        "AccessDenied",
        "ExpiredToken",
        "IncompleteSignature",
        "InternalFailure",
        "InvalidAction",
        "InvalidClientTokenId",
        "InvalidParameterCombination",
        "InvalidParameterValue",
        "InvalidQueryParameter",
        "MalformedInput",
        "MalformedQueryString",
        "MissingAction",
        "MissingAuthenticationToken",
        "MissingParameter",
        "OptInRequired",
        "RequestExpired",
        "ServiceUnavailable",
        "SignatureDoesNotMatch",
        "Throttling",
        "ValidationError",
    }
)
# Spec: v2.md §18, pinpoint_email.md §5, sending.md §1.2.
_COMMON_V2 = frozenset(
    {
        "AccessDeniedException",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InternalFailure",
        "InvalidSignatureException",
        "MalformedHttpRequestException",
        "NotAuthorized",
        "OptInRequired",
        "RequestAbortedException",
        "RequestEntityTooLargeException",
        "RequestExpired",
        "RequestTimeoutException",
        "SerializationException",
        "ServiceUnavailable",
        "ThrottlingException",
        "UnknownOperationException",
        "UnrecognizedClientException",
        "ValidationException",
    }
)
# v1 → v2. Spec: sending.md §1.3, §2.2; a code of v1 that is not here is a BadRequestException.
_TO_V2 = {
    "AccessDenied": "AccessDeniedException",
    "AccountSendingPausedException": _PAUSED,
    "AlreadyExists": _EXISTS,
    "ConfigurationSetAlreadyExists": _EXISTS,
    "ConfigurationSetDoesNotExist": _NOT_FOUND,
    "ConfigurationSetSendingPausedException": _PAUSED,
    "CustomVerificationEmailTemplateAlreadyExists": _EXISTS,
    "CustomVerificationEmailTemplateDoesNotExist": _NOT_FOUND,
    "EventDestinationAlreadyExists": _EXISTS,
    "EventDestinationDoesNotExist": _NOT_FOUND,
    "ExpiredToken": "ExpiredTokenException",
    "FromEmailAddressNotVerified": _NOT_FOUND,
    "InvalidAction": "UnknownOperationException",
    "InvalidClientTokenId": "UnrecognizedClientException",
    "LimitExceeded": "LimitExceededException",
    "MalformedInput": "SerializationException",
    "MissingAuthenticationToken": "UnrecognizedClientException",
    "RuleDoesNotExist": _NOT_FOUND,
    "RuleSetDoesNotExist": _NOT_FOUND,
    "SignatureDoesNotMatch": "InvalidSignatureException",
    "TemplateDoesNotExist": _NOT_FOUND,
    "Throttling": "TooManyRequestsException",
    "TrackingOptionsAlreadyExistsException": _EXISTS,
    "TrackingOptionsDoesNotExistException": _NOT_FOUND,
}
# v2 → v1, where v1 has one name; NotFoundException and AlreadyExistsException depend on the operation.
_TO_V1 = {
    "AccessDeniedException": "AccessDenied",
    "AccountSuspendedException": "MessageRejected",
    "ConcurrentModificationException": "InternalFailure",
    "ExpiredTokenException": "ExpiredToken",
    "InternalServiceErrorException": "InternalFailure",
    "InvalidSignatureException": "SignatureDoesNotMatch",
    "LimitExceededException": "LimitExceeded",
    "NotAuthorized": "AccessDenied",
    "SendingPausedException": "AccountSendingPausedException",
    "SerializationException": "MalformedInput",
    "ThrottlingException": "Throttling",
    "TooManyRequestsException": "Throttling",
    "UnknownOperationException": "InvalidAction",
    "UnrecognizedClientException": "InvalidClientTokenId",
    "ValidationException": "ValidationError",
}
_V1_ENDINGS = {_NOT_FOUND: "DoesNotExist", _EXISTS: "AlreadyExists"}
# What the front end answers whatever the API.
_AS_IT_IS = frozenset(
    {
        "MalformedHttpRequestException",
        "RequestAbortedException",
        "RequestEntityTooLargeException",
        "RequestTimeoutException",
    }
)
# SES v2 models some errors that Pinpoint Email does not. Spec: pinpoint_email.md §3.
_TO_PINPOINT = {"InternalServiceErrorException": "InternalFailure"}
# Statuses that differ from one API to the other. Spec: v1.md §1.5, v2.md §18.
_STATUSES = {("ses", "IncompleteSignature"): 400, ("ses", "NotAuthorized"): 403}

_INVALID_TOKEN = "The security token included in the request is invalid."
_EXPIRED_TOKEN = "The security token included in the request is expired"
_WRONG_SIGNATURE = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
    "Key and signing method. Consult the service documentation for details."
)
# Spec: sending.md §1.1, §2.2 [U].
_SENTENCES: Mapping[str, str] = {
    "AccountSendingPausedException": AccountSendingPaused.SENTENCE,
    "AccountSuspendedException": domain_inferred.ACCOUNT_SUSPENDED,
    "ExpiredToken": _EXPIRED_TOKEN,
    "ExpiredTokenException": _EXPIRED_TOKEN,
    "IncompleteSignature": inferred.INCOMPLETE_SIGNATURE,
    "InternalFailure": "An internal failure has occurred.",
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
    """Return the codes of the errors that an API answers with."""
    return frozenset(error_codes(api)) | (_COMMON_V1 if api == "ses" else _COMMON_V2)


@cache
def known() -> Mapping[str, str]:
    """Return the codes of all three APIs, by the names that a test may use: boto3's exception classes too."""
    classes = {shape.name: code for code, shape in error_codes("ses").items()}
    return classes | {code: code for api in APIS for code in codes(api)}


def error(
    api: str, operation: str, code: str, message: str | None = None, status: int | None = None
) -> WireError:
    """Return an error of an API by the name that any of them has for it, with SES's sentence unless one is given."""
    name = translated(api, operation, code)
    text = sentence(api, operation, name) if message is None else message
    return WireError(name, text, status=status or _STATUSES.get((api, name)))


def translated(api: str, operation: str, code: str) -> str:
    """Return what an API calls an error. Spec: sending.md §1.3."""
    if code in codes(api) or code in _AS_IT_IS:
        return code
    if api == "ses":
        return _of_operation(operation, code) or _TO_V1.get(code, "InvalidParameterValue")
    name = _TO_V2.get(code, code if code in codes("sesv2") else _BAD_REQUEST)
    return name if name in codes(api) else _TO_PINPOINT.get(name, _BAD_REQUEST)


def sentence(api: str, operation: str, code: str) -> str:
    """Return what an API says with an error of that code when nothing more is known: SES's own, or the model's."""
    if code in _THROTTLED:
        return str(MaximumSendRateExceeded()) if is_send(operation) else "Rate exceeded"
    if code in {"AccessDenied", "AccessDeniedException"}:
        return f"User is not authorized to perform: ses:{operation}"
    return _SENTENCES.get(code) or _documented(api, code) or inferred.FRONT_END_ERROR.format(code=code)


def _of_operation(operation: str, code: str) -> str | None:
    """Return the code of v1 for what is missing or there already: each of its operations has one of its own."""
    ending = _V1_ENDINGS.get(code)
    model = service_model("ses")
    if ending is None or operation not in model.operation_names:
        return None
    names = error_codes("ses", operation)
    return next((name for name in names if name.endswith(ending)), None)


@cache
def _documented(api: str, code: str) -> str | None:
    """Return the first sentence of the model's description of an error."""
    shape = error_codes(api).get(code)
    text = unescape(_TAG.sub(" ", shape.documentation)) if shape is not None else ""
    return " ".join(text.split()).partition(". ")[0] or None
