"""The Query protocol: a form in, XML out. Spec: v1.md §1."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape

from sesmock.http import HttpRequest, HttpResponse
from sesmock.protocol.codec import Codec, Match
from sesmock.protocol.errors import WireError
from sesmock.protocol.timestamps import parse_timestamp, to_iso

if TYPE_CHECKING:
    from botocore.model import ListShape, MapShape, Shape, StructureShape

Tree = dict[str, Any]  # a form as a tree: "A.member.1=x" is {"A": {"member": {"1": {"": "x"}}}}
Parser = Callable[[Tree], Any]
Writer = Callable[[Any], str]

_FAULT_NAMESPACE = "http://webservices.amazon.com/AWSFault/2005-15-09"
# A longer list than any limit of SES; an index above it is a mistake and must not cost memory.
_MAX_INDEX = 10_000
_MAX_DEPTH = 32
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
_ILLEGAL_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class QueryCodec(Codec):
    """Reads forms and writes XML."""

    validation_code: ClassVar[str] = "ValidationError"

    def __init__(self, model: Any) -> None:
        super().__init__(model)
        self.namespace: str = model.metadata["xmlNamespace"]
        self._operations = frozenset(model.operation_names)
        self._parsers: dict[str, Parser] = {}
        self._writers: dict[str, Writer] = {}

    def match(self, request: HttpRequest) -> Match:
        """Return the operation that the field ``Action`` names."""
        form = _form(request)
        action = form.get("Action")
        if not action:
            raise WireError("MissingAction", "The request must contain the parameter Action.")  # inferred
        version = form.get("Version", self.model.api_version)
        if action not in self._operations or version != self.model.api_version:
            raise WireError("InvalidAction", f"Could not find operation {action} for version {version}")
        return Match(action, form)

    def parse(self, match: Match) -> dict[str, Any]:
        """Return the parameters of a form; fields that the model does not know are ignored."""
        parser = self._parsers.get(match.operation)
        if parser is None:
            shape = self.model.operation_model(match.operation).input_shape
            parser = self._parsers[match.operation] = _structure_parser(shape) if shape else _nothing
        parameters: dict[str, Any] = parser(_tree(match.payload))
        return parameters

    def result(self, operation: str, result: Mapping[str, Any] | None, request_id: str) -> HttpResponse:
        """Write a result; operations without an output shape have no result element."""
        writer = self._writers.get(operation)
        if writer is None:
            writer = self._writers[operation] = self._writer(operation)
        body = (
            f'<{operation}Response xmlns="{self.namespace}">{writer(result or {})}<ResponseMetadata>'
            f"<RequestId>{request_id}</RequestId></ResponseMetadata></{operation}Response>"
        )
        return _response(200, body, request_id)

    def error(self, error: WireError, request_id: str) -> HttpResponse:
        """Write an error; modelled extra members stand beside its code."""
        status = self.status(error)
        namespace = _FAULT_NAMESPACE if error.code == "InvalidAction" else self.namespace
        message = "" if error.message is None else f"    <Message>{_text(error.message)}</Message>\n"
        members = "".join(
            f"    <{name}>{_text(str(value))}</{name}>\n" for name, value in error.members.items()
        )
        body = (  # indented, as SES writes errors. Spec: sending.md §1.1 [U]
            f'<ErrorResponse xmlns="{namespace}">\n  <Error>\n'
            f"    <Type>{'Sender' if status < 500 else 'Receiver'}</Type>\n    <Code>{error.code}</Code>\n"
            f"{message}{members}  </Error>\n  <RequestId>{request_id}</RequestId>\n</ErrorResponse>\n"
        )
        return _response(status, body, request_id)

    def _writer(self, operation: str) -> Writer:
        shape = self.model.operation_model(operation).output_shape
        if shape is None:
            return lambda _: ""
        write = _structure_writer(shape)
        return lambda result: f"<{operation}Result>{write(result)}</{operation}Result>"


def _response(status: int, body: str, request_id: str) -> HttpResponse:
    return HttpResponse(status, {"x-amzn-RequestId": request_id, "Content-Type": "text/xml"}, body.encode())


def _form(request: HttpRequest) -> dict[str, str]:
    """Return the fields of a form in body or query string; of a field given twice the last."""
    try:
        text = urlsplit(request.url).query if request.method == "GET" else request.body.decode("utf-8")
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict"))
    except (UnicodeDecodeError, ValueError) as error:
        raise WireError("MalformedInput", "The request is not valid UTF-8.") from error  # inferred


def _tree(form: Mapping[str, str]) -> Tree:
    root: Tree = {}
    for name, value in form.items():
        node = root
        steps = name.split(".", _MAX_DEPTH)
        for step in steps:
            node = node.setdefault(step, {})
        node[""] = value
    return root


def _nothing(_: Tree) -> dict[str, Any]:
    return {}


def _parser(shape: Shape) -> Parser:
    kinds: dict[str, Callable[[Any], Parser]] = {"structure": _structure_parser, "list": _list_parser}
    if shape.type_name in kinds:
        return kinds[shape.type_name](shape)
    convert = _SCALARS[shape.type_name]
    return lambda node: convert(node.get("", ""))


def _structure_parser(shape: StructureShape) -> Parser:
    members = [(name, _parser(member)) for name, member in shape.members.items()]

    def parse(node: Tree) -> dict[str, Any]:
        return {name: parser(node[name]) for name, parser in members if name in node}

    return parse


def _list_parser(shape: ListShape) -> Parser:
    parse_member = _parser(shape.member)

    def parse(node: Tree) -> list[Any]:
        elements = node.get("member", {})  # "Name=" is an empty list
        positions = {_index(step): element for step, element in elements.items() if step}
        return [parse_member(positions.get(index, {})) for index in range(1, max(positions, default=0) + 1)]

    return parse


def _index(step: str) -> int:
    if not (step.isascii() and step.isdigit() and 0 < int(step[:6]) <= _MAX_INDEX):
        raise WireError("MalformedInput", f"{step} is not a valid index")
    return int(step)


def _boolean(text: str) -> bool:
    if text not in _BOOLEANS:
        raise WireError("MalformedInput", "boolean must follow xsd1.1 definition")
    return _BOOLEANS[text]


def _integer(text: str) -> int:
    if not text:
        raise WireError("MalformedInput", "missing value for decimal type")
    if not re.fullmatch(r"[+-]?[0-9]{1,19}", text):
        raise WireError("MalformedInput")
    return int(text)


def _blob(text: str) -> bytes:
    try:
        return base64.b64decode(text.translate(_WHITE_SPACE), validate=True)
    except binascii.Error:
        raise WireError("MalformedInput") from None


def _time(text: str) -> Any:
    try:
        return parse_timestamp(text)
    except ValueError:
        raise WireError("MalformedInput") from None


_WHITE_SPACE = {ord(character): None for character in " \t\r\n"}
_SCALARS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "boolean": _boolean,
    "integer": _integer,
    "long": _integer,
    "blob": _blob,
    "timestamp": _time,
}


def _writer(shape: Shape) -> Writer:
    kinds: dict[str, Callable[[Any], Writer]] = {
        "structure": _structure_writer,
        "list": _list_writer,
        "map": _map_writer,
    }
    return kinds[shape.type_name](shape) if shape.type_name in kinds else _TEXTS.get(shape.type_name, str)


def _structure_writer(shape: StructureShape) -> Writer:
    members = [(name, _writer(member)) for name, member in shape.members.items()]

    def write(value: Mapping[str, Any]) -> str:
        return "".join(
            [
                f"<{name}>{writer(value[name])}</{name}>"
                for name, writer in members
                if value.get(name) is not None
            ]
        )

    return write


def _list_writer(shape: ListShape) -> Writer:
    write_member = _writer(shape.member)
    return lambda values: "".join([f"<member>{write_member(value)}</member>" for value in values])


def _map_writer(shape: MapShape) -> Writer:
    write_value = _writer(shape.value)
    return lambda values: "".join(
        [
            f"<entry><key>{_text(key)}</key><value>{write_value(value)}</value></entry>"
            for key, value in values.items()
        ]
    )


def _text(value: str) -> str:
    return _ILLEGAL_IN_XML.sub("\ufffd", escape(value)).replace("\r", "&#13;")


_TEXTS: dict[str, Writer] = {
    "string": _text,
    "boolean": lambda value: "true" if value else "false",
    "double": lambda value: str(float(value)),
    "float": lambda value: str(float(value)),
    "blob": lambda value: base64.b64encode(value).decode(),
    "timestamp": to_iso,
}
