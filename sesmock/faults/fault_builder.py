"""Checks the arguments of `ses_mock.fail` and `ses_mock.deny`, and builds faults from them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from sesmock import bulk_calls
from sesmock.apis import APIS, SMTP, SMTP_SEND
from sesmock.bulk_calls import is_bulk
from sesmock.domain.argument_checks import check_account_id, check_number
from sesmock.domain.aws import regions
from sesmock.faults import bulk_entries, call_inspection, error_codes, smtp_steps, spelling
from sesmock.faults.faults import Effect, Fault
from sesmock.faults.permissions import Denial
from sesmock.http import NETWORK_FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sesmock.calls import Call
    from sesmock.faults.faults import Condition, Entries, Faults
    from sesmock.faults.permissions import FindAccount
    from sesmock.protocol.errors import WireError

# SES's codes by status. Other statuses from 500 on can come from a load balancer.
_STATUS_CODES = {429: "Throttling", 500: "InternalFailure", 503: "ServiceUnavailable"}
_PAGES = range(500, 600)
_REFUSALS = range(400, 600)


class Failure(NamedTuple):
    """The failure that a test requests."""

    error: str | type[Exception] | Exception | None
    message: str | None
    status: int | None
    malformed: bool
    latency: float
    answer_lost: bool


class Scope(NamedTuple):
    """The calls, or the entries of a bulk send, to which a failure applies."""

    operation: str | Iterable[str]
    api: str | Iterable[str] | None
    to: str | None
    entry: int | None
    where: Condition | None
    account_id: str | None
    region: str | None
    access_key: str | None
    times: int | None
    after: int


def build_fault(faults: Faults, failure: Failure, scope: Scope) -> Fault:
    """Return a fault; raise `ValueError` for an unknown name, `TypeError` for arguments that cannot be combined."""
    _check_scope(scope)
    check_number("latency", failure.latency, minimum=0)
    if failure.error is not None and failure.status is not None and failure.status not in _REFUSALS:
        raise ValueError(f"status must be an error status from 400 to 599, got {failure.status}")
    scope = _listify(scope)
    arguments_text = _arguments_text(scope, failure)
    scope = _name_smtp(scope)
    _check_operations(scope.operation)
    operations = spelling.resolve_operations(scope.operation, spelling.resolve_apis(scope.api))
    is_smtp = operations == {SMTP_SEND}
    effect = smtp_steps.effect(failure) if is_smtp else None
    effect = (effect or _effect(failure))._replace(latency=failure.latency, answer_lost=failure.answer_lost)
    if is_smtp and scope.to is None and scope.where is None:  # these conditions need an email
        operations = frozenset({smtp_steps.find_step(failure)})
    _check_entries(failure, effect, scope, operations)
    return Fault(
        faults,
        effect,
        f"ses_mock.fail({arguments_text})",
        conditions=[*_conditions(effect, scope, operations)],
        entries=_entries(scope) if effect.entry_result is not None else None,
        access_key=scope.access_key,
        after=scope.after,
        times=scope.times,
    )


def build_denial(
    faults: Faults,
    action: str | Iterable[str],
    resource: str,
    find_account: FindAccount,
    *,
    api: str | Iterable[str] | None,
    times: int | None,
) -> Fault:
    """Return a fault that denies permissions; raise `ValueError` for an unknown action."""
    _check_times(times)
    actions = (action,) if isinstance(action, str) else tuple(action)
    if not actions:
        raise ValueError("action is empty, so nothing could be denied")
    denial = Denial(actions, resource, find_account)
    apis = spelling.resolve_apis(api)
    where = "" if resource == "*" else f", resource={resource!r}"
    return Fault(
        faults,
        Effect(error=denial.error),
        f"ses_mock.deny({', '.join(map(repr, actions))}{where})",
        conditions=[lambda call: call.service in apis, denial],
        times=times,
    )


def _check_operations(operation: str | Iterable[str]) -> None:
    """Raise `TypeError` if an error was passed as the operation."""
    for name in (operation,) if isinstance(operation, str) else operation:
        if name in error_codes.codes_by_name() or name in bulk_entries.names() or name in NETWORK_FAULTS:
            raise TypeError(f"{name!r} is an error, not an operation; write fail(error={name!r})")


def _name_smtp(scope: Scope) -> Scope:
    """Return a scope that selects the API ``"smtp"`` if the test wrote that name as the operation."""
    if not isinstance(scope.operation, str) or scope.operation.lower() != SMTP:
        return scope
    if scope.api not in (None, SMTP):
        raise ValueError(f"fail('smtp', api={scope.api!r}): 'smtp' already selects the API; omit api=")
    return scope._replace(operation="*", api=SMTP)


def _listify(scope: Scope) -> Scope:
    """Return a scope whose operations and APIs can be iterated more than once."""
    arguments = (scope.operation, scope.api)
    operation, api = (
        [*each] if each is not None and not isinstance(each, str) else each for each in arguments
    )
    return scope._replace(operation=operation or (), api=api)


def _check_scope(scope: Scope) -> None:
    """Reject arguments that would fail during a call, or never match one."""
    _check_times(scope.times)
    check_number("after", scope.after, minimum=0, is_whole=True)
    if scope.account_id is not None:
        check_account_id(scope.account_id)
    if scope.region is not None:
        regions.check(scope.region)
    if scope.entry is not None:
        check_number("entry", scope.entry, minimum=0, is_whole=True)
    if scope.to is not None and not isinstance(scope.to, str):
        raise TypeError(f'to must be one recipient, or a pattern such as "*@example.net", got {scope.to!r}')
    if scope.where is not None and not callable(scope.where):
        raise TypeError(f"where must be a function of a Call, got {scope.where!r}")


def _check_times(times: int | None) -> None:
    if times is not None:
        check_number("times", times, minimum=1, is_whole=True)


def _check_entries(failure: Failure, effect: Effect, scope: Scope, operations: frozenset[str]) -> None:
    """Reject arguments about entries of a bulk send if the failure or the operations have no entries."""
    entries_only = effect.entry_result is not None and effect.error is None
    if scope.entry is not None and effect.entry_result is None:
        raise TypeError('fail(entry=…): an entry of a bulk send fails with a code, such as "MessageRejected"')
    if failure.status is not None and (scope.entry is not None or entries_only):
        raise TypeError(
            "fail(status=…): an entry of a bulk send has no HTTP status; pass an error code instead"
        )
    if (scope.entry is not None or entries_only) and not any(map(is_bulk, operations)):
        bulk_sends = sorted(filter(is_bulk, spelling.resolve_operations("Send*", APIS)))
        raise ValueError(f"only {' and '.join(bulk_sends)} have entries")
    if entries_only and scope.entry is None and scope.to is None:
        raise ValueError(
            f"{failure.error} is a status of entries of a bulk send; select the entries with entry= or to="
        )


def _effect(failure: Failure) -> Effect:
    """Return the effect of a failure.

    Raise `ValueError` for an unknown name, or `TypeError` for a failure without effect and for conflicting arguments.
    """
    has_error = failure.error is not None or failure.status is not None
    if failure.malformed or not has_error:
        if has_error or failure.message is not None:
            raise TypeError("fail(): a slow or malformed response has no code, no status and no message")
        if not failure.malformed and not failure.latency:
            raise TypeError("fail(): say what goes wrong: an error, status=, malformed=True or latency=")
        return Effect(malformed=failure.malformed)
    code = _error_name(failure.error)
    if code is not None:
        return _code_effect(failure, code)
    if failure.error is not None:
        return _network_effect(failure, failure.error)
    code = _STATUS_CODES.get(failure.status or 0)
    if code is not None:
        return _code_effect(failure, code)
    if failure.status not in _PAGES or failure.message is not None:
        raise ValueError(
            f'status={failure.status}: pass the code of the error too, e.g. fail(…, "NotFoundException")'
        )
    return Effect(page=failure.status)


def _error_name(error: str | type[Exception] | Exception | None) -> str | None:
    """Return the name of an SES error, from a string or a class of ``client.exceptions``; None for other errors."""
    # Each session creates its own classes for client.exceptions, so only their names can be compared.
    if isinstance(error, type):
        return error.__name__ if error.__name__ in error_codes.codes_by_name() else None
    return error if isinstance(error, str) and error not in NETWORK_FAULTS else None


def _code_effect(failure: Failure, name: str) -> Effect:
    """Return the effect for a code of any API, the name of a boto3 exception class, or the status of an entry."""
    code = error_codes.codes_by_name().get(name)
    if code is None and name not in bulk_entries.names():
        names = {*error_codes.codes_by_name(), *bulk_entries.names(), *NETWORK_FAULTS}
        raise ValueError(spelling.explain_unknown("error", name, names))

    def error(call: Call) -> WireError:
        return error_codes.error(call.service, call.operation, code or name, failure.message, failure.status)

    def entry_result(call: Call) -> Mapping[str, str]:
        return bulk_entries.result(call, code or name, failure.message)

    return Effect(error=error if code is not None else None, entry_result=entry_result)


def _network_effect(failure: Failure, error: str | type[Exception] | Exception) -> Effect:
    """Return the effect for a network fault, or for an exception to raise unchanged."""
    if failure.message is not None or failure.status is not None:
        raise TypeError(f"fail({error!r}): a failure without a response has no message= and no status=")
    if isinstance(error, Exception):
        return Effect(network=type(error).__name__, exception=error)
    name = error if isinstance(error, str) else getattr(error, "__name__", repr(error))
    if name not in NETWORK_FAULTS:
        raise TypeError(
            f"fail({name}): pass an error code, an exception of botocore's network layer "
            f"({', '.join(NETWORK_FAULTS)}), or any exception as an object"
        )
    return Effect(network=name)


def _conditions(effect: Effect, scope: Scope, operations: frozenset[str]) -> Iterator[Condition]:
    apis = spelling.resolve_apis(scope.api)
    if effect.error is None and effect.entry_result is not None:
        operations = frozenset(filter(is_bulk, operations))
    yield lambda call: call.service in apis and call.operation in operations
    if scope.account_id is not None:
        yield lambda call: call.account_id == scope.account_id
    if scope.region is not None:
        yield lambda call: call.region == scope.region
    if scope.to is not None:
        pattern = scope.to
        yield lambda call: _reaches(pattern, call_inspection.recipients(call))
    if scope.where is not None:
        yield scope.where


def _entries(scope: Scope) -> Entries | None:
    """Return a function that selects the failing entries of a call; it returns None if the whole call fails."""
    if scope.to is None and scope.entry is None:
        return None

    def entries(call: Call) -> Sequence[int] | None:
        if not is_bulk(call.operation):
            return None if scope.entry is None else ()
        return [
            position
            for position, entry in enumerate(bulk_calls.list_entries(call))
            if scope.entry in {None, position}
            and (scope.to is None or _reaches(scope.to, call_inspection.entry_recipients(entry)))
        ]

    return entries


def _reaches(pattern: str, recipients: Iterable[str]) -> bool:
    # fnmatch() would follow the platform's rules for file names; fnmatchcase() is the same everywhere.
    return any(fnmatchcase(address.lower(), pattern.lower()) for address in recipients)


def _arguments_text(scope: Scope, failure: Failure) -> str:
    """Return the arguments of `fail` as source text."""
    error = failure.error
    positional = [
        repr(scope.operation),
        *([] if error is None else [error.__name__ if isinstance(error, type) else repr(error)]),
    ]
    keywords = {**failure._asdict(), **scope._asdict()}
    for name in ("operation", "error"):
        del keywords[name]
    named_arguments = [f"{name}={value!r}" for name, value in keywords.items() if _is_argument(name, value)]
    return ", ".join(positional + named_arguments)


def _is_argument(name: str, value: object) -> bool:
    """Return whether a test passed an argument. An entry can be 0, and a message can be empty."""
    return value is not None if name in {"entry", "message"} else bool(value)
