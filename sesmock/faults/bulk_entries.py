"""Faults of single entries in a bulk send; the other entries are sent."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sesmock import bulk_calls
from sesmock.apis import SES, SESV2
from sesmock.backends.backend import look_up
from sesmock.backends.ses import errors as ses_errors
from sesmock.backends.sesv2 import errors as sesv2_errors
from sesmock.domain.sending.errors import DailyQuotaExceeded
from sesmock.faults import error_codes
from sesmock.protocol.models import service_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sesmock.calls import Call
    from sesmock.faults.faults import Hit

# v2 uses these error codes for many reasons; the statuses of entries are more specific.
_STATUSES_OF_ERRORS = {
    "BadRequestException": "InvalidParameterValue",
    "NotFoundException": "TemplateDoesNotExist",
}
# The error whose message is used for a status that is spelled differently.
_ERRORS = {
    "AccountThrottled": "Throttling",
    "Failed": "InternalFailure",
    "InvalidSendingPoolName": "InvalidDeliveryOptions",
    "TransientFailure": "InternalFailure",
}


@cache
def statuses() -> Mapping[str, str]:
    """Return v2's name for each status of a failed entry in v1.

    Spec: sending.md §6; differences.md §5.
    """
    refusals = {
        name: look_up(sesv2_errors.BULK_STATUSES, kind) for kind, name in ses_errors.BULK_STATUSES.items()
    }
    # The APIs spell the same statuses in CamelCase and in capitals with underscores. Spec: sending.md §6.
    spelled = {name.replace("_", ""): name for name in _model_statuses(SESV2.name)}
    names = [name for name in _model_statuses(SES.name) if name != "Success"]
    return {name: refusals.get(name) or spelled[name.upper()] for name in names}


@cache
def names() -> frozenset[str]:
    """Return the statuses of failed entries, in the spellings of both APIs."""
    return frozenset(statuses()) | frozenset(statuses().values())


def result(call: Call, name: str, message: str | None) -> Mapping[str, str]:
    """Return the result of an entry that fails with an error or a status, in the format of the call's API."""
    status = _status(name)
    if message is None:
        message = _sentence(call, name if name in error_codes.codes_by_name() else status)
    return {"Status": status if call.service == SES.name else statuses()[status], "Error": message}


def failures(call: Call, hits: Sequence[Hit]) -> Mapping[int, Mapping[str, str]]:
    """Return the results of the failing entries by position."""
    return {
        position: hit.fault.effect.entry_result(call)
        for hit in hits
        if hit.fault.effect.entry_result is not None
        for position in hit.entries
    }


def wrap(
    function: Callable[[Any, dict[str, Any]], Mapping[str, Any] | None],
    call: Call,
    failures: Mapping[int, Mapping[str, str]],
) -> Callable[[Any, dict[str, Any]], Mapping[str, Any]]:
    """Return a function that sends only the entries outside ``failures`` and returns the results of all entries.

    ``failures`` has the results of the failing entries by position.
    """
    entries_name, results_name = bulk_calls.MEMBERS[call.service]

    def send_others(context: Any, params: dict[str, Any]) -> Mapping[str, Any]:
        entries = params[entries_name]
        others = [entry for position, entry in enumerate(entries) if position not in failures]
        response = function(context, {**params, entries_name: others}) if others else None
        results = iter((response or {}).get(results_name, ()))
        return {
            results_name: [
                failures[position] if position in failures else next(results)
                for position in range(len(entries))
            ]
        }

    return send_others


@cache
def _model_statuses(api: str) -> tuple[str, ...]:
    shape: Any = service_model(api).shape_for("BulkEmailStatus")
    return tuple(shape.enum)


def _status(name: str) -> str:
    """Return v1's status for an entry that fails with a status of any API, or with an error code."""
    if name in names():
        return next(first for first, second in statuses().items() if name in {first, second})
    if name in _STATUSES_OF_ERRORS:
        return _STATUSES_OF_ERRORS[name]
    kind = error_codes.error_class(name)
    if kind is not None:
        return look_up(ses_errors.BULK_STATUSES, kind)
    return "TransientFailure" if error_codes.is_server_error(name) else "Failed"


def _sentence(call: Call, name: str) -> str:
    # A single send reports this as Throttling, whose default text is about the rate.
    if name == ses_errors.BULK_STATUSES[DailyQuotaExceeded]:
        return str(DailyQuotaExceeded())
    names = error_codes.codes_by_name()
    error = names.get(name) or names.get(f"{name}Exception") or _ERRORS[name]
    code = error_codes.translate(call.service, call.operation, error)
    return error_codes.sentence(call.service, call.operation, code)
