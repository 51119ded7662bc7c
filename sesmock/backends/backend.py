"""One API as a table of operations: where a function is found, and how its refusals are written."""

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
    """What an operation works on beside its input: the account in its region, and the call as the journal has it.

    ``operation`` is the operation of the API that was called, which may have adopted its function from another.
    """

    account: Account
    call: Call
    operation: Operation


Function = Callable[[Context, Params], Result]


class ErrorMapping(NamedTuple):
    """How an API writes a domain error: its code, and where they differ from the error's and the model's, the others.

    ``sentence`` overrides the error's own, with its attributes in braces, ``status`` the one that the model gives the
    code; ``empty_body`` leaves the body out altogether.
    """

    code: str
    sentence: str | None = None
    status: int | None = None
    empty_body: bool = False


Row = TypeVar("Row")


def look_up(table: Mapping[type[DomainError], Row], kind: type[DomainError]) -> Row:
    """Return the row of a table for a class of errors: its own, else the one of its nearest parent."""
    return next(table[parent] for parent in kind.__mro__ if parent in table)


class Operation:
    """An operation of an API: its name, its function and what its input must satisfy."""

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
        """Raise `Invalid` for parameters that break a constraint; made when first called."""
        return build_validator(self._input_shape, self.checks)

    def check(self, path: str, value: object) -> None:
        """Hold a value against the constraints of a member that the checks leave for later; raise `Invalid`."""
        validate = self._member_validators.get(path)
        if validate is None:
            validate = self._member_validators[path] = build_member_validator(self._input_shape, path)
        validate(value)

    def check_member(self, request: Params, name: str) -> None:
        """Hold a member that the checks leave for later against the model, as `validate` would; raise `Invalid`."""
        validate = self._request_validators.get(name)
        if validate is None:
            others = dict.fromkeys([other for other in self._input_shape.members if other != name], LATER)
            checks = {path: check for path, check in self.checks.items() if path != name}
            validate = self._request_validators[name] = build_validator(
                self._input_shape, {**checks, **others}
            )
        validate(request)

    def has_member(self, name: str) -> bool:
        """Return whether the API's own model has a member; Pinpoint Email lacks some of SES v2."""
        return name in self._input_shape.members

    def refuse_unsupported(self, request: Params) -> None:
        """Raise `OperationNotSupported` for a member that has an effect on SES and none here yet."""
        for path in self.unsupported:
            outer, _, inner = path.partition(".")
            if outer in request and (not inner or inner in request[outer]):
                raise OperationNotSupported(f"sesmock does not mock {path} of {self.name} yet.")


class Backend:
    """One API. A module of operations is imported when one of them is first called.

    ``adopts`` is the backend that serves the operations which this one does not implement, and writes its errors;
    this API's own model parses requests and writes results.
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
        """The reader and writer of this API's wire."""
        return self._make_codec(service_model(self.api))

    @cached_property
    def errors(self) -> Mapping[type[DomainError], ErrorMapping]:
        """The error of this API for each domain error; a class without one is written as its parent is."""
        if self._adopts is not None:
            return self._adopts.errors
        table: Mapping[type[DomainError], ErrorMapping] = import_module(f"{self.package}.errors").ERRORS
        return table

    @cached_property
    def modules(self) -> Mapping[str, str]:
        """The full name of the module of each operation that is mocked."""
        own = {name: f"{self.package}.{module}" for name, module in MODULES[self.api].items()}
        if self._adopts is None:
            return own
        operations = self.codec.model.operation_names
        return {name: module for name, module in self._adopts.modules.items() if name in operations} | own

    def operation(
        self, name: str, *, checks: Checks | None = None, unsupported: tuple[str, ...] = ()
    ) -> Callable[[Function], Function]:
        """Register the function of an operation under AWS's spelling.

        ``checks`` amend the model's constraints; ``unsupported`` are members, such as ``Content.Template``, that are
        refused as long as they have no effect.
        """

        def register(function: Function) -> Function:
            self.registered[name] = Operation(self, name, function, checks or {}, unsupported)
            return function

        return register

    def find(self, name: str) -> Operation:
        """Return an operation, importing its module; raise `OperationNotSupported`."""
        operation = self._loaded.get(name)
        if operation is None:
            operation = self._loaded[name] = self._load(name)
        return operation

    def _load(self, name: str) -> Operation:
        if name not in self.modules:
            raise OperationNotSupported(
                f"sesmock does not mock {name} of the {self.api} API. "
                f"The operations that it knows: {page_url('operations.md')}"
            )
        import_module(self.modules[name])  # waits while another thread imports it
        operation = self.registered.get(name)
        return self._adopt(name) if operation is None else operation

    def _adopt(self, name: str) -> Operation:
        """Return an operation of the adopted backend as one of this API; its model may lack unsupported members."""
        assert self._adopts is not None
        adopted = self._adopts.find(name)
        members = getattr(self.codec.model.operation_model(name).input_shape, "members", ())
        unsupported = [path for path in adopted.unsupported if path.partition(".")[0] in members]
        return Operation(self, name, adopted.function, adopted.checks, tuple(unsupported))

    def wire_error(self, error: DomainError) -> WireError:
        """Return a refusal as this API writes it."""
        mapping = look_up(self.errors, type(error))
        sentence = str(error) if mapping.sentence is None else mapping.sentence.format(**vars(error))
        return WireError(
            mapping.code,
            sentence or None,
            status=mapping.status,
            empty_body=mapping.empty_body,
        )

    def invalid(self, error: Invalid) -> WireError:
        """Return broken constraints as this API writes them."""
        return WireError(self.codec.validation_code, str(error))


@cache
def load_backend(name: ApiName) -> Backend:
    """Return the backend of an API; its module is imported when it is first asked for."""
    api = APIS[name]
    backend: Backend = getattr(import_module(f"{_package(api)}.backend"), api.package)
    return backend


def _package(api: Api) -> str:
    return f"sesmock.backends.{api.package}"
