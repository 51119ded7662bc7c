"""The REST JSON protocol. Spec: v2.md §0, sending.md §1.2, §1.5, pinpoint_email.md §2."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs

from sesmock.http import HttpRequest, HttpResponse
from sesmock.protocol.codec import Codec, Match
from sesmock.protocol.errors import WireError
from sesmock.protocol.routes import Routes
from sesmock.protocol.timestamps import parse_timestamp, to_epoch

if TYPE_CHECKING:
    from botocore.model import ListShape, MapShape, Shape, StructureShape

Parser = Callable[[Any], Any]
Writer = Callable[[Any], Any]

_TRUE = frozenset({"true", "yes", "y", "t", "1"})
_FALSE = frozenset({"false", "no", "n", "f", "0"})
_KEYS = {"AccessDeniedException": "Message"}  # Spec: sending.md §1.2 [P]; "message" for all others


class RestJsonCodec(Codec):
    """Reads paths, query strings and JSON, and writes JSON."""

    validation_code: ClassVar[str] = "BadRequestException"

    def __init__(self, model: Any) -> None:
        super().__init__(model)
        self._parsers: dict[str, Callable[[Match], dict[str, Any]]] = {}
        self._writers: dict[str, Writer] = {}

    @cached_property
    def _routes(self) -> Routes:
        operations = map(self.model.operation_model, self.model.operation_names)
        return Routes(
            (operation.name, operation.http["method"], operation.http["requestUri"])
            for operation in operations
        )

    def match(self, request: HttpRequest) -> Match:
        """Return the operation of a method and path; labels are decoded after the match."""
        start = request.url.find("/", request.url.find("//") + 2)
        path, _, query = request.url[start:].partition("?")
        found = self._routes.find(request.method, path)
        if found is None:
            raise WireError("UnknownOperationException", status=404)
        operation, labels = found
        if not all(labels):
            raise WireError("BadRequestException", "A path parameter must not be empty.")  # inferred
        return Match(operation, (query, request.body), labels)

    def parse(self, match: Match) -> dict[str, Any]:
        """Return the parameters of a request; members that the model does not know are ignored."""
        parser = self._parsers.get(match.operation)
        if parser is None:
            parser = self._parsers[match.operation] = self._parser(match.operation)
        return parser(match)

    def result(self, operation: str, result: Mapping[str, Any] | None, request_id: str) -> HttpResponse:
        """Write a result; an operation without an output has an empty body."""
        writer = self._writers.get(operation)
        if writer is None:
            shape = self.model.operation_model(operation).output_shape
            writer = self._writers[operation] = (
                _structure_writer(shape) if shape and shape.members else _nothing
            )
        written = writer(result or {})
        body = b"" if written is None else json.dumps(written).encode()
        return HttpResponse(200, {"x-amzn-RequestId": request_id, "Content-Type": "application/json"}, body)

    def error(self, error: WireError, request_id: str) -> HttpResponse:
        """Write an error: its code in a header, its message in the body."""
        headers = {
            "x-amzn-RequestId": request_id,
            "x-amzn-ErrorType": error.code,
            "Content-Type": "application/json",
        }
        content = {_KEYS.get(error.code, "message"): error.message, **error.members}
        body = b"" if error.empty_body else json.dumps(content).encode()
        return HttpResponse(self.status(error), headers, body)

    def _parser(self, operation: str) -> Callable[[Match], dict[str, Any]]:
        model = self.model.operation_model(operation)
        shape = model.input_shape
        members = shape.members if shape else {}
        labels = {
            member.serialization.get("name", name): name
            for name, member in members.items()
            if member.serialization.get("location") == "uri"
        }
        label_members = [labels[label] for label in self._routes.labels(operation)]
        queries = [
            (name, member.serialization.get("name", name), _query_parser(member))
            for name, member in members.items()
            if member.serialization.get("location") == "querystring"
        ]
        body_members = {
            name: member for name, member in members.items() if "location" not in member.serialization
        }
        parse_body = _members_parser(body_members)

        def parse(match: Match) -> dict[str, Any]:
            query, body = match.payload
            parameters: dict[str, Any] = parse_body(_json(body)) if body_members else {}
            parameters.update(zip(label_members, match.labels, strict=True))
            if query:
                fields = parse_qs(query, keep_blank_values=True)
                parameters.update(
                    (name, parser(fields[field])) for name, field, parser in queries if field in fields
                )
            return parameters

        return parse


def _json(body: bytes) -> Any:
    if not body:
        return {}
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise WireError("SerializationException") from None


def _nothing(_: Any) -> None:
    return None


def _fail(text: str) -> WireError:
    return WireError("SerializationException", text)


def _token(value: Any) -> str:
    """Name a JSON value of the wrong type as SES does. Spec: sending.md §1.5 [P]."""
    if value is True or value is False:
        return f"{str(value).upper()}_VALUE"
    return "STRING_VALUE" if isinstance(value, str) else "NUMBER_VALUE"


def _parser(shape: Shape) -> Parser:
    kinds: dict[str, Callable[[Any], Parser]] = {
        "structure": _structure_parser,
        "list": _list_parser,
        "map": _map_parser,
    }
    return kinds[shape.type_name](shape) if shape.type_name in kinds else _SCALARS[shape.type_name]


def _structure_parser(shape: StructureShape) -> Parser:
    return _members_parser(shape.members)


def _members_parser(shapes: Mapping[str, Shape]) -> Parser:
    members = [
        (name, shape.serialization.get("name", name), _parser(shape)) for name, shape in shapes.items()
    ]

    def parse(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _fail("Expected null")
        return {
            name: parser(value[wire_name])
            for name, wire_name, parser in members
            if value.get(wire_name) is not None
        }

    return parse


def _list_parser(shape: ListShape) -> Parser:
    parse_member = _parser(shape.member)

    def parse(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise _fail("Expected list or null")
        return [None if element is None else parse_member(element) for element in value]

    return parse


def _map_parser(shape: MapShape) -> Parser:
    parse_value = _parser(shape.value)

    def parse(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _fail("Expected null")
        return {key: parse_value(element) for key, element in value.items() if element is not None}

    return parse


def _refuse_containers(value: Any) -> None:
    if isinstance(value, list):
        raise _fail("Start of list found where not expected")
    if isinstance(value, dict):
        raise _fail("Start of structure or map found where not expected.")


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    _refuse_containers(value)
    raise _fail(f"{_token(value)} can not be converted to a String")


def _boolean(value: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    _refuse_containers(value)
    if not isinstance(value, str):
        raise _fail("NUMBER_VALUE can not be converted to a Boolean")
    if value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise _fail("STRING_VALUE can not be converted to an Boolean")


def _number(kind: str, convert: Callable[[Any], Any]) -> Parser:
    def parse(value: Any) -> Any:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return convert(value)
        _refuse_containers(value)
        raise _fail(f"{_token(value)} can not be converted to {kind}")  # the kind's name is inferred

    return parse


def _blob(value: Any) -> bytes:
    try:
        return base64.b64decode(_string(value), validate=True)
    except (binascii.Error, ValueError):
        raise _fail("STRING_VALUE can not be converted to a Blob") from None  # inferred


def _time(value: Any) -> Any:
    _refuse_containers(value)
    try:
        return parse_timestamp(value)
    except ValueError:
        raise _fail(f"{_token(value)} can not be converted to milliseconds since epoch") from None  # inferred


_SCALARS: dict[str, Parser] = {
    "string": _string,
    "boolean": _boolean,
    "integer": _number("an Integer", int),
    "long": _number("a Long", int),
    "double": _number("a Double", float),
    "float": _number("a Float", float),
    "blob": _blob,
    "timestamp": _time,
}


def _query_parser(shape: Shape) -> Callable[[list[str]], Any]:
    if shape.type_name == "list":
        return list
    if shape.type_name in {"integer", "long"}:
        return lambda values: _query_integer(values[-1])
    parse = _SCALARS[shape.type_name]
    return lambda values: parse(values[-1])


def _query_integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise _fail(f"'{text}' can not be converted to Integer") from None


def _writer(shape: Shape) -> Writer:
    kinds: dict[str, Callable[[Any], Writer]] = {
        "structure": _structure_writer,
        "list": _list_writer,
        "map": _map_writer,
    }
    return kinds[shape.type_name](shape) if shape.type_name in kinds else _TEXTS.get(shape.type_name, _as_is)


def _structure_writer(shape: StructureShape) -> Writer:
    members = [
        (name, member.serialization.get("name", name), _writer(member))
        for name, member in shape.members.items()
    ]

    def write(value: Mapping[str, Any]) -> dict[str, Any]:
        return {
            wire_name: writer(value[name])
            for name, wire_name, writer in members
            if value.get(name) is not None
        }

    return write


def _list_writer(shape: ListShape) -> Writer:
    write_member = _writer(shape.member)
    return lambda values: [write_member(value) for value in values]


def _map_writer(shape: MapShape) -> Writer:
    write_value = _writer(shape.value)
    return lambda values: {key: write_value(value) for key, value in values.items()}


def _as_is(value: Any) -> Any:
    return value


_TEXTS: dict[str, Writer] = {"blob": lambda value: base64.b64encode(value).decode(), "timestamp": to_epoch}
