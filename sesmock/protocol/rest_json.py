"""The REST JSON protocol. Spec: requests.md §3; errors.md §2, §5, §7."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn
from urllib.parse import parse_qs, unquote_to_bytes

from sesmock.http import HttpResponse
from sesmock.protocol import inferred, json_values, numerals
from sesmock.protocol.codec import Codec, Match
from sesmock.protocol.errors import REST_STATUSES, WireError
from sesmock.protocol.json_values import encode, unreadable
from sesmock.protocol.routes import Routes, split_url
from sesmock.protocol.timestamps import from_text

if TYPE_CHECKING:
    from botocore.model import ListShape, ServiceModel, Shape

    from sesmock.http import HttpRequest

# For all other codes the key of the message is "message". Spec: errors.md §2 [P].
_MESSAGE_KEYS = {"AccessDeniedException": "Message"}


class RestJsonCodec(Codec):
    """Reads paths, query strings and JSON, and writes JSON.

    ``spellings`` are groups of routes. One route of each group belongs to an operation in the model; the others reach
    the same operation, whose parameters can be in the query string or in the body. The output shapes in
    ``null_tokens`` have a null NextToken where other shapes omit it.
    """

    validation_code: ClassVar[str] = "BadRequestException"
    common_statuses: ClassVar[Mapping[str, int]] = REST_STATUSES
    # 40 MB, times 3 for escapes such as \\u00e9; plus the other members.
    max_body: ClassVar[int] = 120 * 1024 * 1024 + 65536

    def __init__(
        self,
        model: ServiceModel,
        spellings: Iterable[Sequence[tuple[str, str]]] = (),
        null_tokens: Collection[str] = (),
    ) -> None:
        super().__init__(model)
        self._null_tokens = null_tokens
        self._spellings = tuple(spellings)
        self._parsers: dict[str, Callable[[Match], dict[str, Any]]] = {}
        self._writers: dict[str, Callable[[Mapping[str, Any]], str]] = {}
        self._find_route = lru_cache(maxsize=256)(self._find_route_of_url)

    @cached_property
    def _modeled(self) -> dict[tuple[str, str], str]:
        """The operations by method and path."""
        operations = map(self.model.operation_model, self.model.operation_names)
        return {(each.http["method"], each.http["requestUri"]): each.name for each in operations}

    @cached_property
    def _moved(self) -> dict[tuple[str, str], str]:
        """The operations that have several routes, by route."""
        return {
            route: self._modeled[modeled]
            for routes in self._spellings
            for modeled in routes
            if modeled in self._modeled
            for route in routes
        }

    @cached_property
    def _routes(self) -> Routes:
        routes = self._modeled | self._moved
        return Routes((operation, method, path) for (method, path), operation in routes.items())

    def match(self, request: HttpRequest) -> Match:
        """Return the operation of a method and path. An encoded slash in a label does not separate segments."""
        operation, query, labels = self._find_route(request.method, request.url)
        return Match(operation, (query, request.body), labels)

    def _find_route_of_url(self, method: str, url: str) -> tuple[str, str, tuple[str, ...]]:
        """Return the operation, query string and decoded labels of a request."""
        path, query = split_url(url)
        route = self._routes.find(method, path)
        if route is None:
            raise WireError("UnknownOperationException")
        operation, labels = route
        return operation, query, tuple([_label(label) for label in labels])

    def parse(self, match: Match) -> dict[str, Any]:
        """Return the parameters of a request; members that are not in the model are ignored."""
        parse = self._parsers.get(match.operation)
        if parse is None:
            parse = self._parsers[match.operation] = self._parser(match.operation)
        return parse(match)

    def result(self, operation: str, result: Mapping[str, Any] | None, request_id: str) -> HttpResponse:
        """Write a result; an operation without an output has an empty body."""
        write = self._writers.get(operation)
        if write is None:
            write = self._writers[operation] = self._writer(operation)
        headers = {"x-amzn-RequestId": request_id, "Content-Type": "application/json"}
        return HttpResponse(200, headers, _bytes(write(result or {})))

    def error(self, error: WireError, request_id: str) -> HttpResponse:
        """Write an error: its code in a header, its message in the body."""
        headers = {
            "x-amzn-RequestId": request_id,
            "x-amzn-ErrorType": error.code,
            "Content-Type": "application/json",
        }
        content = {_MESSAGE_KEYS.get(error.code, "message"): error.message}
        return HttpResponse(self.status(error), headers, b"" if error.empty_body else _bytes(encode(content)))

    def _writer(self, operation: str) -> Callable[[Mapping[str, Any]], str]:
        shape = self.model.operation_model(operation).output_shape
        if shape is None or not shape.members:
            return lambda _: ""
        if shape.name in self._null_tokens:
            write = json_values.build_structure_writer(shape, nullable=("NextToken",))
            return lambda result: write({"NextToken": None, **result})
        return json_values.build_writer(shape)

    def _parser(self, operation: str) -> Callable[[Match], dict[str, Any]]:
        shape = self.model.operation_model(operation).input_shape
        members = shape.members if shape is not None else {}
        labels = _by_wire_name(members, "uri")
        label_names = [labels[label] for label in self._routes.labels(operation)]
        in_query, in_body = _by_wire_name(members, "querystring"), _body_members(members)
        if operation in self._moved.values():
            scalars = {name: name for name, member in in_body.items() if member.type_name in _SCALARS}
            in_body |= {name: members[name] for name in in_query.values()}
            in_query |= scalars
        fields = {field: (name, _field_parser(members[name])) for field, name in in_query.items()}
        parse_body = json_values.members_parser(in_body)

        def parse(match: Match) -> dict[str, Any]:
            query, content = match.payload
            parameters: dict[str, Any] = parse_body(_json(content)) if in_body and content else {}
            if label_names:
                parameters.update(zip(label_names, match.labels, strict=True))
            if query and fields:
                parameters.update(_query_parameters(query, fields))
            return parameters

        return parse


def _by_wire_name(members: Mapping[str, Shape], location: str) -> dict[str, str]:
    """Return the names of the members at a location by their names on the wire."""
    return {
        member.serialization.get("name", name): name
        for name, member in members.items()
        if member.serialization.get("location") == location
    }


def _body_members(members: Mapping[str, Shape]) -> dict[str, Shape]:
    return {name: member for name, member in members.items() if "location" not in member.serialization}


def _label(raw: str) -> str:
    try:
        label = unquote_to_bytes(raw).decode() if "%" in raw else raw
    except UnicodeError:
        raise WireError("BadRequestException", inferred.LABEL_NOT_UTF_8) from None
    if not label:
        raise WireError("BadRequestException", inferred.EMPTY_LABEL)
    return label


_FieldParser = Callable[[list[str]], Any]


def _query_parameters(query: str, fields: Mapping[str, tuple[str, _FieldParser]]) -> dict[str, Any]:
    """Return the parameters in a query string; an empty number or timestamp counts as absent.

    Spec: requests.md §3 [P].
    """
    try:
        texts_by_field = parse_qs(query, keep_blank_values=True, errors="strict")
    except ValueError:
        raise unreadable() from None
    parameters = {}
    for field, texts in texts_by_field.items():
        if field in fields:
            name, parse = fields[field]
            value = parse(texts)
            if value is not None:
                parameters[name] = value
    return parameters


def _field_parser(shape: Any) -> _FieldParser:
    if shape.type_name == "list":
        return _list_field_parser(shape)
    if shape.type_name == "string":
        return lambda texts: texts[0]
    parse = _FIELD_PARSERS[shape.type_name]
    return lambda texts: parse(texts[0]) if texts[0] else None


def _list_field_parser(shape: ListShape) -> _FieldParser:
    parse = _field_parser(shape.member)
    return lambda texts: [parse([text]) for text in texts]


def _field(read: Callable[[str], Any], kind: str) -> Callable[[str], Any]:
    def parse(text: str) -> Any:
        try:
            return read(text)
        except ValueError:
            raise unreadable(f"'{text}' can not be converted to {kind}") from None

    return parse


def _boolean(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise ValueError(text)
    return text.lower() == "true"


# Only the text for integers is known; the others are inferred.
_FIELD_PARSERS: dict[str, Callable[[str], Any]] = {
    "integer": _field(partial(numerals.parse_integer, bits=32), "Integer"),
    "long": _field(partial(numerals.parse_integer, bits=64), "Long"),
    "double": _field(numerals.parse_double, "Double"),
    "float": _field(numerals.parse_double, "Float"),
    "boolean": _field(_boolean, "Boolean"),
    "timestamp": _field(from_text, "milliseconds since epoch"),
}
_SCALARS = frozenset({"string", *_FIELD_PARSERS})


def _json(body: bytes) -> Any:
    """Return the object or list in a body; raise a `WireError` without a message for any other content."""
    try:
        text = body.decode()
        content = _decode(text)
        # A search for one character takes 3 % of the time of a search for two.
        if "\\" in text and ("\\ud" in text or "\\uD" in text):
            encode(content).encode()  # fails for a lone surrogate, which is not valid text
    # Python's decoder recurses for each level, so deeply nested JSON exceeds its limit.
    except (ValueError, RecursionError):
        raise unreadable() from None
    if not isinstance(content, (dict, list)):
        raise unreadable()
    return content


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _decode(text: str) -> Any:
    """Decode JSON; raise `ValueError`. Only white space around the value, which no client writes, slows it down."""
    try:
        value, end = _DECODER.scan_once(text, 0)  # type: ignore[attr-defined]
    except StopIteration:
        return _DECODER.decode(text)
    return value if end == len(text) else _DECODER.decode(text)


# json also reads NaN and Infinity, which are not JSON (RFC 8259 §6).
_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def _bytes(text: str) -> bytes:
    # A lone surrogate has no form in UTF-8.
    return text.encode("utf-8", "replace")
