"""The Query protocol: a form as the request, XML as the response. Spec: requests.md §2; errors.md §1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sesmock.http import HttpResponse
from sesmock.protocol import form_plans, forms, inferred, xml_values
from sesmock.protocol.codec import Codec, Match
from sesmock.protocol.errors import QUERY_STATUSES, WireError
from sesmock.protocol.routes import split_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from botocore.model import ServiceModel

    from sesmock.http import HttpRequest

# The front end refuses unknown actions with a namespace of its own. Spec: errors.md §1 [U].
_FAULT_NAMESPACE = "http://webservices.amazon.com/AWSFault/2005-15-09"


class QueryCodec(Codec):
    """Reads forms and writes XML."""

    validation_code: ClassVar[str] = "ValidationError"
    common_statuses: ClassVar[Mapping[str, int]] = QUERY_STATUSES
    # 10 MB, times 4/3 for base64, times 3 for percent-encoding; plus the other fields.
    max_body: ClassVar[int] = 40 * 1024 * 1024 + 65536

    def __init__(self, model: ServiceModel) -> None:
        super().__init__(model)
        self.namespace: str = model.metadata["xmlNamespace"]
        self._operations = frozenset(model.operation_names)
        self._parsers: dict[str, Callable[[Mapping[str, str]], dict[str, Any]]] = {}
        self._writers: dict[str, Callable[[Mapping[str, Any]], str]] = {}

    def match(self, request: HttpRequest) -> Match:
        """Return the operation in the field ``Action``; signatures and other fields are ignored."""
        fields = _fields(request)
        action = fields.get("Action")
        if not action:
            raise WireError("MissingAction", inferred.MISSING_ACTION)
        # An unknown version gets the same error as an unknown action. Spec: errors.md §1 [U].
        expected = self.model.metadata["apiVersion"]
        version = fields.get("Version") or expected
        if action not in self._operations or version != expected:
            raise WireError("InvalidAction", f"Could not find operation {action} for version {version}")
        return Match(action, fields)

    def parse(self, match: Match) -> dict[str, Any]:
        """Return the parameters of a form; fields that are not in the model are ignored."""
        parse = self._parsers.get(match.operation)
        if parse is None:
            shape = self.model.operation_model(match.operation).input_shape
            parse = self._parsers[match.operation] = (
                form_plans.build_form_parser(shape) if shape is not None else _nothing
            )
        return parse(match.payload)

    def result(self, operation: str, result: Mapping[str, Any] | None, request_id: str) -> HttpResponse:
        """Write a result with SES's indentation; an operation without an output shape has no result element."""
        write = self._writers.get(operation)
        if write is None:
            write = self._writers[operation] = self._writer(operation)
        body = (
            f'<{operation}Response xmlns="{self.namespace}">\n{write(result or {})}  <ResponseMetadata>\n'
            f"    <RequestId>{request_id}</RequestId>\n  </ResponseMetadata>\n</{operation}Response>\n"
        )
        return _response(200, body, request_id)

    def error(self, error: WireError, request_id: str) -> HttpResponse:
        """Write an error with SES's indentation."""
        status = self.status(error)
        namespace = _FAULT_NAMESPACE if error.code == "InvalidAction" else self.namespace
        message = (
            "" if error.message is None else f"    <Message>{xml_values.text(error.message)}</Message>\n"
        )
        body = (
            f'<ErrorResponse xmlns="{namespace}">\n  <Error>\n'
            f"    <Type>{'Sender' if status < 500 else 'Receiver'}</Type>\n"
            f"    <Code>{xml_values.text(error.code)}</Code>\n{message}  </Error>\n"
            f"  <RequestId>{request_id}</RequestId>\n</ErrorResponse>\n"
        )
        return _response(status, "" if error.empty_body else body, request_id)

    def _writer(self, operation: str) -> Callable[[Mapping[str, Any]], str]:
        shape = self.model.operation_model(operation).output_shape
        if shape is None:
            return lambda _: ""
        write = xml_values.build_writer(shape, depth=1)
        wrapper = shape.serialization.get("resultWrapper", f"{operation}Result")
        return lambda result: xml_values.write_element(wrapper, write(result), depth=1)


def _response(status: int, body: str, request_id: str) -> HttpResponse:
    return HttpResponse(status, {"x-amzn-RequestId": request_id, "Content-Type": "text/xml"}, body.encode())


def _fields(request: HttpRequest) -> dict[str, str]:
    """Return the fields of the body, followed by the fields of the query string."""
    path, query = split_url(request.url)
    if path != "/" or request.method not in {"GET", "POST"}:
        # AWS's front end has this code; it is inferred that SES uses it here. Spec: errors.md §7.
        raise WireError("UnknownOperationException", status=404)
    # SES also accepts a GET with the parameters in the query string. Spec: requests.md §2.1 [D].
    try:
        form = request.body.decode() if request.method == "POST" else ""
        return forms.parse_fields(f"{form}&{query}" if query else form)
    except UnicodeError as error:
        raise WireError("MalformedInput", inferred.FORM_NOT_UTF_8) from error


def _nothing(_: Mapping[str, str]) -> dict[str, Any]:
    return {}
