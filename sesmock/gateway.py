"""From an HTTP request to an HTTP response: which API, which account, which operation. Without any I/O."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from sesmock.backends.backend import Context
from sesmock.domain import ids
from sesmock.domain.errors import DomainError
from sesmock.journal import Call, CallError, Journal
from sesmock.origins import origin_of
from sesmock.protocol.errors import WireError
from sesmock.protocol.validation import Invalid

if TYPE_CHECKING:
    from sesmock.backends.backend import Backend, Operation, Params, Result
    from sesmock.domain.world import World
    from sesmock.http import HttpRequest, HttpResponse


AskAccountId = Callable[[str], "str | None"]
"""Asks another service, if one is mocked, which account an access key belongs to."""

_PATHS = {
    "/v1/email/": ("sesmock.backends.pinpoint_email.backend", "pinpoint_email"),
    "/v2/email/": ("sesmock.backends.sesv2.backend", "sesv2"),
}
_ROOT = ("sesmock.backends.ses.backend", "ses")


class Gateway:
    """Answers the requests of one world."""

    def __init__(self, world: World, journal: Journal, ask_account_id: AskAccountId) -> None:
        self.world = world
        self.journal = journal
        self._ask_account_id = ask_account_id

    def answer(self, request: HttpRequest) -> HttpResponse | None:
        """Answer a request to SES; return None for any other.

        Raise `OperationNotSupported` for an operation that nobody mocks, and what user code raises.
        """
        origin = origin_of(request)
        if origin is None:
            return None
        backend = _backend(request)
        codec, request_id = backend.codec, ids.uuid()
        try:
            match = codec.match(request)
            operation, params = match.operation, codec.parse(match)
        except WireError as error:
            return codec.error(error, request_id)
        invocation_id = request.headers.get("amz-sdk-invocation-id")
        account_id = self._account_id(origin.access_key)
        call = self.journal.open(
            invocation_id, Call(backend.api, operation, params, account_id, origin.region)
        )
        try:
            result = self._run(backend.find(operation), call, params)
        except WireError as error:
            response = codec.error(error, request_id)
            self.journal.refuse(invocation_id, call, CallError(error.code, error.message, response.status))
            return response
        call.error, call.answer = None, result or {}
        return codec.result(operation, result, request_id)

    def _account_id(self, access_key: str | None) -> str:
        """Return the account that a key belongs to: as bound, as STS says, or the default one."""
        known = self.world.account_ids
        account_id = known.get(access_key)
        if account_id is None:
            asked = self._ask_account_id(access_key) if access_key else None
            account_id = known[access_key] = asked or self.world.options.account_id
        return account_id

    def _run(self, operation: Operation, call: Call, params: Params) -> Result:
        """Validate, then carry out under the world's lock; what user code raises afterwards reaches the caller."""
        world = self.world
        try:
            operation.validate(params)
            operation.refuse_unsupported(params)
            with world.change():
                account = world.account(call.account_id, call.region)
                sent_before, unrendered_before = len(world.outbox), len(world.rendering_failures)
                result = operation.function(Context(account, call.service, call.operation), params)
                for message in world.outbox[sent_before:] + world.rendering_failures[unrendered_before:]:
                    message.call = call
        except Invalid as error:
            raise operation.backend.invalid(error) from error
        except DomainError as error:
            raise operation.backend.wire_error(error) from error
        return result


def operation_named(request: HttpRequest) -> str | None:
    """Return the operation of a request to SES, ``"request"`` if it names none; None for other services."""
    if origin_of(request) is None:
        return None
    try:
        return _backend(request).codec.match(request).operation
    except WireError:
        return "request"


def _backend(request: HttpRequest) -> Backend:
    """Return the API that a path belongs to; the host is the same for all. Spec: v1.md §1.1."""
    start = request.url.find("/", request.url.find("//") + 2)
    return _load(*_PATHS.get(request.url[start : start + 10], _ROOT))


@cache
def _load(module: str, name: str) -> Backend:
    backend: Backend = getattr(import_module(module), name)
    return backend
