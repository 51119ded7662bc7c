"""The class of an API: its operations, which are imported on first use, and the format of its errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sesmock.apis import APIS
from sesmock.backends.operations import MODULES
from sesmock.domain.pages import page_url
from sesmock.exceptions import OperationNotSupported
from sesmock.protocol.errors import WireError
from sesmock.protocol.models import service_model
from sesmock.protocol.validation import LATER, Invalid, build_member_validator, build_validator

if TYPE_CHECKING:
    from botocore.model import ServiceModel

    from sesmock.apis import Api, ApiName
    from sesmock.calls import Call
    from sesmock.domain.account import Account
    from sesmock.domain.errors import DomainError
    from sesmock.protocol.codec import Codec
    from sesmock.protocol.validation import Checks

Params = dict[str, Any]
Result = Mapping[str, Any] | None


class Context(NamedTuple):
    """The context of an operation: the account in its region, and the call as the journal records it.

    ``operation`` belongs to the called API, even if that API borrows the function from another one.
    """

    account: Account
    call: Call
    operation: Operation


Function = Callable[[Context, Params], Result]


class ErrorMapping(NamedTuple):
    """How an API writes a domain error: the code, and whatever differs from the error and the model.

    ``sentence`` replaces the error's own text, and may name attributes of the error in braces. ``status`` replaces
    the HTTP status that the model gives the code. With ``empty_body`` the response has no body.
    """

    code: str
    sentence: str | None = None
    status: int | None = None
    empty_body: bool = False


Row = TypeVar("Row")


def look_up(table: Mapping[type[DomainError], Row], kind: type[DomainError]) -> Row:
    """Return the row of a table for a class of errors, or else for its nearest parent class."""
    return next(table[parent] for parent in kind.__mro__ if parent in table)


class Operation:
    """An operation of an API: its name, its function and the constraints of its input."""

    def __init__(
        self, backend: Backend, name: str, function: Function, checks: Checks, unsupported: tuple[str, ...]
    ) -> None:
        self.backend = backend
        self.name = name
        self.function = function
        self.checks = checks
        self.unsupported = unsupported
        self._request_validators: dict[str, Callable[[Mapping[str, Any]], None]] = {}
        self._member_validators: dict[str, Callable[[object], None]] = {}

    @cached_property
    def _input_shape(self) -> Any:
        return self.backend.codec.model.operation_model(self.name).input_shape

    @cached_property
    def validate(self) -> Callable[[Mapping[str, Any]], None]:
        """The function that raises `Invalid` for parameters that violate a constraint; it is built on first use."""
        return build_validator(self._input_shape, self.checks)

    def check(self, path: str, value: object) -> None:
        """Validate the value of one member, whose check was deferred with `LATER`; raise `Invalid`."""
        validate = self._member_validators.get(path)
        if validate is None:
            validate = self._member_validators[path] = build_member_validator(self._input_shape, path)
        validate(value)

    def check_member(self, request: Params, name: str) -> None:
        """Validate one deferred member of a request as `validate` would, even if it is missing; raise `Invalid`."""
        validate = self._request_validators.get(name)
        if validate is None:
            # The other members are deferred in turn, so the error contains only the violations of this one.
            others = dict.fromkeys([other for other in self._input_shape.members if other != name], LATER)
            checks = {path: check for path, check in self.checks.items() if path != name}
            validate = self._request_validators[name] = build_validator(
                self._input_shape, {**checks, **others}
            )
        validate(request)

    def has_member(self, name: str) -> bool:
        """Return whether the called API's model has a member; Pinpoint Email lacks some members of SES v2."""
        return name in self._input_shape.members

    def refuse_unsupported(self, request: Params) -> None:
        """Raise `OperationNotSupported` for a member that affects SES but is not mocked yet."""
        for path in self.unsupported:
            outer, _, inner = path.partition(".")
            if outer in request and (not inner or inner in request[outer]):
                raise OperationNotSupported(f"sesmock does not mock {path} of {self.name} yet.")


class Backend:
    """One API. Each module of operations is imported when any of its operations is first called.

    ``adopts`` is another backend, whose functions and error formats serve the operations that this one does not
    implement. Even so, this API's own model parses the requests and writes the results.
    """

    def __init__(
        self, api: Api, make_codec: Callable[[ServiceModel], Codec], *, adopts: Backend | None = None
    ) -> None:
        self.api = api.name
        self.package = _package(api)
        self.registered: dict[str, Operation] = {}
        self._make_codec = make_codec
        self._adopts = adopts
        self._loaded: dict[str, Operation] = {}

    @cached_property
    def codec(self) -> Codec:
        """The codec of this API's wire format."""
        return self._make_codec(service_model(self.api))

    @cached_property
    def errors(self) -> Mapping[type[DomainError], ErrorMapping]:
        """The format of each domain error in this API; a class without an entry uses its parent's."""
        if self._adopts is not None:
            return self._adopts.errors
        table: Mapping[type[DomainError], ErrorMapping] = import_module(f"{self.package}.errors").ERRORS
        return table

    @cached_property
    def modules(self) -> Mapping[str, str]:
        """The full module names of the mocked operations."""
        own = {name: f"{self.package}.{module}" for name, module in MODULES[self.api].items()}
        if self._adopts is None:
            return own
        operations = self.codec.model.operation_names
        return {name: module for name, module in self._adopts.modules.items() if name in operations} | own

    def operation(
        self, name: str, *, checks: Checks | None = None, unsupported: tuple[str, ...] = ()
    ) -> Callable[[Function], Function]:
        """Register the function of an operation under AWS's name for it.

        ``checks`` amend the model's constraints; ``unsupported`` are members, such as ``Content.Template``,
        that are refused because they are not mocked yet.
        """

        def register(function: Function) -> Function:
            self.registered[name] = Operation(self, name, function, checks or {}, unsupported)
            return function

        return register

    def find(self, name: str) -> Operation:
        """Return an operation, and import its module on first use; raise `OperationNotSupported`."""
        operation = self._loaded.get(name)
        if operation is None:
            operation = self._loaded[name] = self._load(name)
        return operation

    def _load(self, name: str) -> Operation:
        if name not in self.modules:
            raise OperationNotSupported(
                f"sesmock does not mock {name} of the {self.api} API. "
                f"Mocked operations: {page_url('reference/operations.md')}"
            )
        import_module(self.modules[name])  # blocks while another thread imports it
        # The module of an adopted operation registers it in the other backend, so it is missing here.
        operation = self.registered.get(name)
        return self._adopt(name) if operation is None else operation

    def _adopt(self, name: str) -> Operation:
        """Return an operation of the adopted backend as one of this API."""
        assert self._adopts is not None
        adopted = self._adopts.find(name)
        # A member that this API's model lacks never arrives, so it need not be refused. An operation without
        # parameters has no input shape in botocore.
        members = getattr(self.codec.model.operation_model(name).input_shape, "members", ())
        unsupported = [path for path in adopted.unsupported if path.partition(".")[0] in members]
        return Operation(self, name, adopted.function, adopted.checks, tuple(unsupported))

    def wire_error(self, error: DomainError) -> WireError:
        """Return a domain error in the format of this API."""
        # SES writes a null message for a few errors, whose sentence is empty here. Spec: errors.md §2 [P].
        mapping = look_up(self.errors, type(error))
        sentence = str(error) if mapping.sentence is None else mapping.sentence.format(**vars(error))
        return WireError(
            mapping.code,
            sentence or None,
            status=mapping.status,
            empty_body=mapping.empty_body,
        )

    def invalid(self, error: Invalid) -> WireError:
        """Return violations of constraints in the format of this API."""
        return WireError(self.codec.validation_code, str(error))


@cache
def load_backend(name: ApiName) -> Backend:
    """Return the backend of an API, and import its module on first use."""
    api = APIS[name]
    backend: Backend = getattr(import_module(f"{_package(api)}.backend"), api.package)
    return backend


def _package(api: Api) -> str:
    return f"sesmock.backends.{api.package}"
