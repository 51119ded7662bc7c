"""The gateway, which finds the API, account and operation of an HTTP request and answers it. It performs no I/O."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formatdate
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from sesmock.apis import APIS, PINPOINT_EMAIL, SES, SESV2
from sesmock.backends.backend import Context, load_backend
from sesmock.calls import Call, CallError
from sesmock.domain import ids
from sesmock.domain.errors import DomainError
from sesmock.gateway.access_keys import find_account_id
from sesmock.gateway.request_scope import find_origin, strip_prefix
from sesmock.http import HttpRequest, HttpResponse, NetworkFault
from sesmock.protocol import inferred
from sesmock.protocol.content_encoding import decompress
from sesmock.protocol.errors import WireError
from sesmock.protocol.validation import Invalid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.apis import ApiName
    from sesmock.backends.backend import Backend, Function, Operation, Params, Result
    from sesmock.domain.world import World
    from sesmock.faults.faults import Fault, Faults, Hit
    from sesmock.gateway.access_keys import AskAccountId
    from sesmock.gateway.request_scope import Origin
    from sesmock.journal import Journal
    from sesmock.protocol.codec import Codec


Wrapper = Callable[["Function"], "Function"]
"""Return the function to call in place of an operation's function."""

_BY_PATH = {api.path: api.name for api in APIS.values()}
_PATH_LENGTH = max(map(len, _BY_PATH))
_MAX_RECORDED_BODY = 2048  # up to this size in bytes, the journal stores a body instead of its parameters
_OLD_PATH_OF_V2 = "/dkim/signing"  # SES v2 serves this under /v1 too. Spec: requests.md §3 [U]


class Exchange(NamedTuple):
    """A request being answered."""

    backend: Backend
    call: Call
    params: Params
    invocation_id: str | None
    request_id: str


class Gateway:
    """Answers the requests to one world."""

    def __init__(self, world: World, journal: Journal, faults: Faults, ask_account_id: AskAccountId) -> None:
        self.world = world
        self.journal = journal
        self.faults = faults
        self._ask_account_id = ask_account_id

    def answer(self, request: HttpRequest) -> HttpResponse | None:
        """Answer a request to SES, or for a file that SES wrote; return None for any other request.

        Raise `OperationNotSupported` for an operation that is not mocked. Exceptions of user code pass through.
        """
        origin = find_origin(request)
        return self._fetch(request) if origin is None else self.answer_for(request, origin)

    def answer_for(self, request: HttpRequest, origin: Origin) -> HttpResponse:
        """Answer a request to SES from a known origin; raise the errors of `answer`."""
        response = self._answer(request, origin)
        # The headers of every response. Spec: errors.md §1 [U], §2 [I].
        headers = response.headers
        headers["Date"] = _format_date(int(self.world.clock.time()))
        headers["Content-Length"] = str(len(response.body))
        headers["Connection"] = "keep-alive"
        return response

    def serves(self, request: HttpRequest) -> bool:
        """Return whether a request is to SES or for a file that SES wrote, without looking at its body."""
        return serves(request) or self._find_file(request) is not None

    def _fetch(self, request: HttpRequest) -> HttpResponse | None:
        """Return the response with a file that SES wrote, or None for any other request."""
        content = self._find_file(request)
        return None if content is None else HttpResponse(200, {"Content-Length": str(len(content))}, content)

    def _find_file(self, request: HttpRequest) -> bytes | None:
        url = request.url.replace(":443/", "/", 1)  # some clients include the port
        return self.world.files.get(url) if request.method == "GET" else None

    def _answer(self, request: HttpRequest, origin: Origin) -> HttpResponse:
        url, backend = _locate(request.url)
        if url != request.url:
            request = _with_url(request, url)
        codec, request_id = backend.codec, ids.make_uuid()
        try:
            if not origin.is_valid:
                raise WireError("IncompleteSignature", inferred.INCOMPLETE_SIGNATURE)
            request = decompress(request, codec.max_body)
            match = codec.match(request)
            operation, params = match.operation, codec.parse(match)
        except WireError as error:
            return codec.error(error, request_id)
        # botocore sends the same invocation id with each retry of a call.
        invocation_id = request.headers.get("amz-sdk-invocation-id")
        account_id = find_account_id(self.world, self._ask_account_id, origin.access_key, origin.region)
        # Most bodies take a third of the memory of their parameters.
        is_short = len(request.body) <= _MAX_RECORDED_BODY
        recorded = (_read_params, codec, request.method, url, request.body) if is_short else params
        call = self.journal.open(
            invocation_id, Call(backend.api, operation, recorded, account_id, origin.region)
        )
        exchange = Exchange(backend, call, params, invocation_id, request_id)
        if self.faults.active:
            hits = self._hits(exchange, origin.access_key)
            if hits:
                return self._answer_with_faults(exchange, hits, request.read_timeout)
        return self._carry_out(exchange)

    def _carry_out(self, exchange: Exchange, wrap: Wrapper | None = None) -> HttpResponse:
        """Answer as SES does; ``wrap`` returns the function to call in place of the operation's function."""
        backend, call, params = exchange.backend, exchange.call, exchange.params
        try:
            result = self._run(backend.find(call.operation), call, params, wrap)
        except WireError as error:
            response = backend.codec.error(error, exchange.request_id)
            self._refuse(exchange, CallError(error.code, error.message, response.status))
            return response
        except Exception as error:
            self.journal.note_raised(exchange.invocation_id, exchange.call, error)
            raise
        # A retry that succeeds clears the error of the attempts before it.
        call.error, call.answer = None, result or {}
        return backend.codec.result(call.operation, result, exchange.request_id)

    def _refuse(self, exchange: Exchange, error: CallError) -> None:
        """Record the error of a call, and notify the listeners."""
        self.journal.refuse(exchange.invocation_id, exchange.call, error)
        self.world.notifier.notify()

    def _hits(self, exchange: Exchange, access_key: str | None) -> Sequence[Hit]:
        """Return the faults that match a request. An exception from a test's predicate reaches the caller."""
        try:
            return self.faults.hits(exchange.call, access_key)
        except Exception as error:
            self.journal.note_raised(exchange.invocation_id, exchange.call, error)
            raise

    def _answer_with_faults(
        self, exchange: Exchange, hits: Sequence[Hit], read_timeout: float | None
    ) -> HttpResponse:
        """Answer a request that matches faults; raise `NetworkFault` if there is no response."""
        late = self._wait(hits, read_timeout)
        fault = late or (hits[-1].fault if hits[-1].ends_call else None)
        # SES has carried out a call whose response is lost, so a retry sends the message twice.
        if fault is None or fault.effect.answer_lost:
            response = self._carry_out(exchange, self._entry_wrapper(exchange.call, hits))
            if fault is None:
                return response
        return self._fail(exchange, fault, late=late is not None)

    def _wait(self, hits: Sequence[Hit], read_timeout: float | None) -> Fault | None:
        """Advance the clock by the latency of the faults, without sleeping.

        Return the fault whose response arrives after the client's read timeout, or None.
        """
        slow = [hit.fault for hit in hits if hit.fault.effect.latency]
        seconds = sum(fault.effect.latency for fault in slow)
        # The client stops waiting at its read timeout, so no more time than that passes for it.
        longest = seconds if read_timeout is None else min(seconds, read_timeout)
        with self.world.lock:
            self.world.clock.move(longest)
        return slow[-1] if longest < seconds else None

    def _entry_wrapper(self, call: Call, hits: Sequence[Hit]) -> Wrapper | None:
        """Return a wrapper that makes some entries of a bulk send fail; None if no fault selects entries."""
        faults = [hit.fault for hit in hits if hit.entries]
        if not faults:
            return None
        from sesmock.faults import bulk_entries

        self.journal.entry_faults += faults
        return partial(bulk_entries.wrap, call=call, failures=bulk_entries.failures(call, hits))

    def _fail(self, exchange: Exchange, fault: Fault, *, late: bool) -> HttpResponse:
        from sesmock.faults import fault_responses

        backend, call, _, _, request_id = exchange
        error, outcome = (
            fault_responses.build_silence(fault, "ReadTimeoutError")
            if late
            else fault_responses.build_failure(fault, call, backend.codec, request_id)
        )
        self._refuse(exchange, error)
        if isinstance(outcome, NetworkFault):
            raise outcome
        return outcome

    def _run(self, operation: Operation, call: Call, params: Params, wrap: Wrapper | None) -> Result:
        """Validate the parameters and run the operation under the world's lock.

        The lock is released before exceptions of user code reach the caller.
        """
        world = self.world
        try:
            # SES reports violations of the model before its own checks. Spec: errors.md §6 [P].
            operation.validate(params)
            if operation.unsupported:
                operation.refuse_unsupported(params)
            function = operation.function if wrap is None else wrap(operation.function)
            with world.change():
                account = world.account(call.account_id, call.region)
                result = function(Context(account, call, operation), params)
        except Invalid as error:
            raise operation.backend.invalid(error) from error
        except DomainError as error:
            raise operation.backend.wire_error(error) from error
        return result


def _read_params(codec: Codec, method: str, url: str, body: bytes) -> Params:
    """Read the parameters of a recorded request again."""
    return codec.parse(codec.match(HttpRequest(method, url, {}, body)))


def serves(request: HttpRequest) -> bool:
    """Return whether a request is to SES, without looking at its body."""
    return find_origin(request) is not None


def find_operation_name(request: HttpRequest) -> str | None:
    """Return the name of a request's operation, ``"request"`` if it has none, or None if it is not for SES."""
    if find_origin(request) is None:
        return None
    url, backend = _locate(request.url)
    try:
        codec = backend.codec
        return codec.match(decompress(_with_url(request, url), codec.max_body)).operation
    except WireError:
        return "request"


@lru_cache(maxsize=16)
def _format_date(seconds: int) -> str:
    """Format seconds since 1970 for a header. Cached, since consecutive calls usually share a second."""
    return formatdate(seconds, usegmt=True)


def select_backend(request: HttpRequest) -> Backend:
    """Return the backend of the API that a path belongs to; all APIs share one host.

    Spec: requests.md §2.1.
    """
    return load_backend(_select_api(request.url))


@lru_cache(maxsize=256)
def _locate(url: str) -> tuple[str, Backend]:
    """Return a URL without the path prefix of an ``endpoint_url``, and the backend of its API."""
    url = strip_prefix(url)
    return url, load_backend(_select_api(url))


def _with_url(request: HttpRequest, url: str) -> HttpRequest:
    # A streamed request has a class of its own, which reads the body only on access.
    return type(request)(request.method, url, *request[2:])


def _select_api(url: str) -> ApiName:
    start = url.find("/", url.find("//") + 2)
    path = url[start : start + _PATH_LENGTH]
    # Apart from this operation of SES v2, all paths under /v1 belong to Pinpoint Email.
    if path == PINPOINT_EMAIL.path and url.endswith(_OLD_PATH_OF_V2):
        path = SESV2.path
    return _BY_PATH.get(path, SES.name)
