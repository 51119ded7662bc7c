"""Single entries of a bulk send that fail, while the others are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sesmock import bulk_calls
from sesmock.domain.errors import DailyQuotaExceeded
from sesmock.faults import error_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sesmock.calls import Call
    from sesmock.faults.faults import Hit

# The status of an entry in v1 and in v2. Spec: v2.md §17 BulkEmailEntryResult, §20.
STATUSES = {
    "AccountDailyQuotaExceeded": "ACCOUNT_DAILY_QUOTA_EXCEEDED",
    "AccountSendingPaused": "ACCOUNT_SENDING_PAUSED",
    "AccountSuspended": "ACCOUNT_SUSPENDED",
    "AccountThrottled": "ACCOUNT_THROTTLED",
    "ConfigurationSetDoesNotExist": "CONFIGURATION_SET_NOT_FOUND",
    "ConfigurationSetSendingPaused": "CONFIGURATION_SET_SENDING_PAUSED",
    "Failed": "FAILED",
    "InvalidParameterValue": "INVALID_PARAMETER",
    "InvalidSendingPoolName": "INVALID_SENDING_POOL_NAME",
    "MailFromDomainNotVerified": "MAIL_FROM_DOMAIN_NOT_VERIFIED",
    "MessageRejected": "MESSAGE_REJECTED",
    "TemplateDoesNotExist": "TEMPLATE_NOT_FOUND",
    "TransientFailure": "TRANSIENT_FAILURE",
}
_BY_V2_NAME = {second: first for first, second in STATUSES.items()}
# The status that an error of a whole call becomes; of an error that is not here it is Failed.
_OF_ERRORS = {
    "AccountSendingPausedException": "AccountSendingPaused",
    "AccountSuspendedException": "AccountSuspended",
    "BadRequestException": "InvalidParameterValue",
    "ConfigurationSetSendingPausedException": "ConfigurationSetSendingPaused",
    "InternalFailure": "TransientFailure",
    "InternalServiceErrorException": "TransientFailure",
    "MailFromDomainNotVerifiedException": "MailFromDomainNotVerified",
    "NotFoundException": "TemplateDoesNotExist",
    "SendingPausedException": "AccountSendingPaused",
    "ServiceUnavailable": "TransientFailure",
    "Throttling": "AccountThrottled",
    "ThrottlingException": "AccountThrottled",
    "TooManyRequestsException": "AccountThrottled",
}
# The error whose sentence goes with a status.
_ERRORS = {
    "AccountSendingPaused": "AccountSendingPausedException",
    "AccountSuspended": "AccountSuspendedException",
    "AccountThrottled": "Throttling",
    "ConfigurationSetSendingPaused": "ConfigurationSetSendingPausedException",
    "Failed": "InternalFailure",
    "InvalidSendingPoolName": "InvalidDeliveryOptions",
    "MailFromDomainNotVerified": "MailFromDomainNotVerifiedException",
    "TransientFailure": "InternalFailure",
}
NAMES = frozenset(STATUSES) | frozenset(_BY_V2_NAME)
"""What an entry's status is called by either API."""


def result(call: Call, name: str, message: str | None) -> Mapping[str, str]:
    """Return the result of an entry that fails by an error or a status, as the API of the call writes it."""
    status = _BY_V2_NAME.get(name) or (name if name in STATUSES else _OF_ERRORS.get(name, "Failed"))
    if message is None:
        message = _sentence(call, name if name in error_codes.known() else status)
    return {"Status": status if call.service == "ses" else STATUSES[status], "Error": message}


def failed(call: Call, hits: Sequence[Hit]) -> Mapping[int, Mapping[str, str]]:
    """Return the results of the entries that faults hit, by their positions."""
    return {
        position: hit.fault.effect.entry_result(call)
        for hit in hits
        if hit.fault.effect.entry_result is not None
        for position in hit.entries
    }


def around(
    function: Callable[[Any, dict[str, Any]], Mapping[str, Any] | None],
    call: Call,
    failed: Mapping[int, Mapping[str, str]],
) -> Callable[[Any, dict[str, Any]], Mapping[str, Any]]:
    """Return an operation that has the other entries sent, and answers for all; ``failed`` by their positions."""
    entries_name, results_name = bulk_calls.MEMBERS[call.service]

    def partly(context: Any, params: dict[str, Any]) -> Mapping[str, Any]:
        entries = params[entries_name]
        others = [entry for position, entry in enumerate(entries) if position not in failed]
        answer = function(context, {**params, entries_name: others}) if others else None
        sent = iter((answer or {}).get(results_name, ()))
        return {
            results_name: [
                failed[position] if position in failed else next(sent) for position in range(len(entries))
            ]
        }

    return partly


def _sentence(call: Call, name: str) -> str:
    if name == "AccountDailyQuotaExceeded":
        return str(DailyQuotaExceeded())
    code = error_codes.translated(call.service, call.operation, _ERRORS.get(name, name))
    return error_codes.sentence(call.service, call.operation, code)
