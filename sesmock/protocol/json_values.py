"""Parsers and writers of JSON values, built from shapes.

The texts of errors follow errors.md §5 [P]; the texts for lists, maps and numbers come from other services behind the
same front end (DynamoDB, Athena), and from probes of SES where there are any (floci-io/floci) [P].
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from sesmock.protocol import inferred
from sesmock.protocol.errors import WireError
from sesmock.protocol.timestamps import from_epoch, to_epoch

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from botocore.model import ListShape, MapShape, Shape, StructureShape

Parser = Callable[[Any], Any]
Writer = Callable[[Any], str]

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# Members of these shapes cannot be null: SES fails to read null there, and treats it as absent elsewhere. [P]
_NEVER_NULL = frozenset({"Enabled"})
_NOT_BASE64 = re.compile("[^A-Za-z0-9+/=]|=(?=[^=])")
# SES reads these strings as booleans in JSON. Spec: errors.md §5 [P].
_BOOLEANS = dict.fromkeys(("true", "yes", "y", "t", "1"), True) | dict.fromkeys(
    ("false", "no", "n", "f", "0"), False
)


def unreadable(message: str | None = None) -> WireError:
    """Return the error for a request whose values cannot be read."""
    return WireError("SerializationException", message)


def build_parser(shape: Shape) -> Parser:
    """Return a parser for the values of a shape; the parser raises `WireError`."""
    containers: dict[str, Callable[[Any], Parser]] = {
        "structure": lambda structure: members_parser(structure.members),
        "list": _list_parser,
        "map": _map_parser,
    }
    container = containers.get(shape.type_name)
    return container(shape) if container is not None else _PARSERS[shape.type_name]


def members_parser(shapes: Mapping[str, Shape]) -> Parser:
    """Return a parser for a structure; it ignores other members and treats null as absent."""
    members = {
        shape.serialization.get("name", name): (
            name,
            _plain_type(shape),
            build_parser(shape),
            shape.name in _NEVER_NULL,
        )
        for name, shape in shapes.items()
    }

    def parse(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise _wrong_type(value, "Expected null")
        parameters = {}
        for wire_name, content in value.items():
            try:  # a single lookup, since each one hashes the new strings of a request
                name, plain_type, parse_member, never_null = members[wire_name]
            except KeyError:
                continue
            # Strings and booleans are values already, so they need no function call.
            if type(content) is plain_type:
                parameters[name] = content
            elif content is not None:
                parameters[name] = parse_member(content)
            elif never_null:
                raise unreadable()
        return parameters

    return parse


def _list_parser(shape: ListShape) -> Parser:
    parse_member, plain_type = build_parser(shape.member), _plain_type(shape.member)
    # SES accepts null among enumerated values and then rejects it as a value [P]; elsewhere it fails to read it.
    allows_null = bool(getattr(shape.member, "enum", None))

    def parse(value: Any) -> list[Any]:
        if type(value) is not list:
            raise _wrong_type(value, "Expected list or null")
        if None in value and not allows_null:
            raise unreadable()
        return [
            element if type(element) is plain_type or element is None else parse_member(element)
            for element in value
        ]

    return parse


def _map_parser(shape: MapShape) -> Parser:
    parse_value = build_parser(shape.value)

    def parse(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise _wrong_type(value, "Expected map or null")
        return {key: parse_value(content) for key, content in value.items() if content is not None}

    return parse


def _plain_type(shape: Shape) -> type | None:
    """Return the Python type whose values a shape takes unchanged, or None."""
    return _PLAIN_TYPES.get(shape.type_name)


def _wrong_type(value: Any, of_scalar: str) -> WireError:
    """Return the error for a list, structure or scalar of an unexpected type."""
    if isinstance(value, list):
        return unreadable("Start of list found where not expected")
    if isinstance(value, dict):
        return unreadable("Start of structure or map found where not expected.")
    return unreadable(of_scalar)


def _inconvertible(value: Any, kind: str) -> WireError:
    """Return the error for a scalar of the wrong type, which mentions its JSON token."""
    token = (
        f"{value}".upper() if isinstance(value, bool) else "STRING" if isinstance(value, str) else "NUMBER"
    )
    return _wrong_type(value, f"{token}_VALUE can not be converted to {kind}")


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise _inconvertible(value, "a String")


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise _inconvertible(value, "a Boolean")
    if value.lower() not in _BOOLEANS:
        # "an" is SES's own spelling. Spec: errors.md §5 [P].
        raise _inconvertible(value, "an Boolean")
    return _BOOLEANS[value.lower()]


def _integer(bits: int, kind: str) -> Parser:
    lowest, highest = -(1 << bits - 1), (1 << bits - 1) - 1

    def parse(value: Any) -> int:
        # isinstance would also accept bool, a subclass of int, but JSON's true is not a number.
        if type(value) is int or type(value) is float:
            return int(max(lowest, min(highest, value)))  # clamped, not refused [P of Athena and DynamoDB]
        raise _inconvertible(value, kind)

    return parse


def _double(value: Any) -> float:
    if type(value) is int or type(value) is float:
        try:
            return float(value)
        except OverflowError:
            return float("inf") if value > 0 else float("-inf")
    raise _inconvertible(value, "a Double")


def _blob(value: Any) -> bytes:
    if not isinstance(value, str):
        raise _inconvertible(value, "a Blob")
    # The three flaws are checked in this order. Spec: errors.md §5 [P of DynamoDB and Kinesis].
    if len(value) % 4:
        raise unreadable(inferred.BASE64_LENGTH.format(length=len(value)))
    try:
        content = base64.b64decode(value, validate=True)
    except ValueError:
        raise unreadable(_describe_base64_flaw(value)) from None
    if value.endswith("=") and not value.endswith(base64.b64encode(content[-(len(content) % 3) :]).decode()):
        raise unreadable(inferred.BASE64_PADDING)  # the last character has bits that are not part of any byte
    return content


def _describe_base64_flaw(value: str) -> str:
    """Return the error text for invalid base64. Spec: errors.md §5 [P of DynamoDB and Kinesis]."""
    match = _NOT_BASE64.search(value)
    return inferred.BASE64_CHARACTER.format(character=match[0]) if match else inferred.BASE64_PADDING


def _timestamp(value: Any) -> datetime:
    if type(value) is int or type(value) is float:
        try:
            return from_epoch(value)
        except ValueError:
            pass
    raise _inconvertible(value, "milliseconds since epoch")


_PLAIN_TYPES = {"string": str, "boolean": bool}
_PARSERS: dict[str, Parser] = {
    "string": _string,
    "boolean": _boolean,
    "integer": _integer(32, "an Integer"),
    "long": _integer(64, "a Long"),
    "double": _double,
    "float": _double,
    "blob": _blob,
    "timestamp": _timestamp,
}


def build_writer(shape: Shape) -> Writer:
    """Return a function that writes the values of a shape as JSON texts."""
    containers: dict[str, Callable[[Any], Writer]] = {
        "structure": build_structure_writer,
        "list": _list_writer,
        "map": _map_writer,
    }
    container = containers.get(shape.type_name)
    return container(shape) if container is not None else _WRITERS[shape.type_name]


def build_structure_writer(shape: StructureShape, nullable: Collection[str] = ()) -> Writer:
    """Return a function that writes structures as JSON objects; None is written for ``nullable`` members only."""
    # JSONEncoder creates a new C encoder for each object that it encodes, which takes longer than this.
    members = {
        name: (f"{encode(member.serialization.get('name', name))}:", build_writer(member))
        for name, member in shape.members.items()
    }

    def write(value: Mapping[str, Any]) -> str:
        fields = []
        for name, content in value.items():
            if name in members:
                prefix, write_member = members[name]
                if content is not None:
                    fields.append(prefix + write_member(content))
                elif name in nullable:
                    fields.append(f"{prefix}null")
        return f"{{{','.join(fields)}}}"

    return write


def _list_writer(shape: ListShape) -> Writer:
    write_member = build_writer(shape.member)
    return lambda values: f"[{','.join([write_member(value) for value in values])}]"


def _map_writer(shape: MapShape) -> Writer:
    write_value = build_writer(shape.value)
    return lambda entries: (
        f"{{{','.join([f'{encode(key)}:{write_value(value)}' for key, value in entries.items()])}}}"
    )


_WRITERS: dict[str, Writer] = {
    "string": encode_basestring,
    "boolean": lambda value: "true" if value else "false",
    "integer": lambda value: str(int(value)),
    "long": lambda value: str(int(value)),
    "double": lambda value: encode(float(value)),
    "float": lambda value: encode(float(value)),
    "blob": lambda value: encode(base64.b64encode(value).decode()),
    "timestamp": lambda value: str(to_epoch(value)),
}
