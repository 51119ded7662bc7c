"""Parsers, built from shapes, that read parameters from the fields of a form.

Spec: requests.md §2.1. The responses of SES, and of other services behind the same front end, to malformed lists
and structures are known from users and from probes (floci-io/floci, boto/boto#872, #37) [P, U].
"""

from __future__ import annotations

import base64
import re
from binascii import a2b_qp
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from sesmock.protocol import numerals
from sesmock.protocol.errors import WireError
from sesmock.protocol.timestamps import from_text

if TYPE_CHECKING:
    from datetime import datetime

    from botocore.model import ListShape, MapShape, Shape, StructureShape

# A form as a tree: "A.member.1=x" is {"A": {"member": {"1": {None: "x"}}}}. The key None cannot be a field name.
Tree = dict["str | None", Any]
Parser = Callable[[Tree], Any]

_EMPTY: Tree = {None: ""}  # "Name=", botocore's encoding of an empty list
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_SHORT = 256  # texts of up to this many characters are likely to occur again
_LONG = 10_000  # from this many bytes on, the decoder for quoted-printable is faster
_MAX_DEPTH = 32
_MAX_INDEX = 214_748_369  # [P]
_MAX_GAP = 10  # [P]
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


def parse_fields(form: str) -> dict[str, str]:
    """Return the decoded fields of a form, the first of each name; raise `UnicodeError` if it is not UTF-8."""
    texts: dict[str, str] = {}
    # In a form, + is a space. It is replaced before decoding, since %2B is a real plus sign.
    for field in form.replace("+", " ").split("&"):
        name, _, value = field.partition("=")
        if "%" in field:
            name, value = _decode(name), _decode(value)
        if name not in texts:
            texts[name] = value
    return texts


def build_tree(form: Mapping[str, str]) -> Tree:
    """Return fields as a tree, split at the dots in their names."""
    root: Tree = {}
    for name, value in form.items():
        node = root
        for step in name.split(".", _MAX_DEPTH):
            child = node.get(step)
            if child is None:
                child = node[step] = {}
            node = child
        node[None] = value
    return root


def build_parser(shape: Shape) -> Parser:
    """Return a parser that reads the values of a shape from a tree and raises `WireError`."""
    containers: dict[str, Callable[[Any], Parser]] = {
        "structure": _structure,
        "list": _list,
        "map": _map,
    }
    container = containers.get(shape.type_name)
    return container(shape) if container is not None else _scalar(SCALARS[shape.type_name])


def _decode(text: str) -> str:
    if "%" not in text:
        return text
    return _decode_short(text) if len(text) <= _SHORT else _unquote(text).decode()


@lru_cache(maxsize=1024)
def _decode_short(text: str) -> str:
    """Decode a value that may occur in many calls, such as an address, so that the calls share one string in memory."""
    return _unquote(text).decode()


def _unquote(text: str) -> bytes:
    """Decode percent-encoded text. Long text is decoded as quoted-printable, in a tenth of the time and memory."""
    if len(text) < _LONG:
        return unquote_to_bytes(text)
    content = text.encode()
    if _BAD_ESCAPE.search(content):
        return unquote_to_bytes(content)
    # An equals sign would start an escape of quoted-printable, so it is escaped itself.
    return a2b_qp(content.replace(b"=", b"=3D").replace(b"%", b"="))


def _malformed_input(message: str | None = None) -> WireError:
    return WireError("MalformedInput", message)


def _structure(shape: StructureShape) -> Parser:
    # The keys are the model's own strings, since the form's would stay in memory with every recorded call.
    members = {name: (name, build_parser(member)) for name, member in shape.members.items()}

    def parse(node: Tree) -> dict[str, Any]:
        if node.get(None):
            raise _malformed_input("Unexpected complex element termination")
        children = [(members[name], child) for name, child in node.items() if name in members]
        return {name: parse_member(child) for (name, parse_member), child in children}

    return parse


def _list(shape: ListShape) -> Parser:
    parse_member = build_parser(shape.member)
    of_structures = shape.member.type_name == "structure"

    def parse(node: Tree) -> list[Any]:
        elements = node.get("member")
        if elements is None:
            if node and node != _EMPTY:
                raise _malformed_input("Unexpected list element termination")
            return []
        for position, step in enumerate(elements, 1):
            if step != str(position):
                elements = _positions(elements, of_structures)
                break
        return [parse_member(element) for element in elements.values()]

    return parse


def _positions(elements: Tree, of_structures: bool) -> dict[int, Tree]:
    """Return the elements of a list that is not simply numbered 1, 2, 3, …; fill its gaps with empty elements."""
    by_position: dict[int, Tree] = {}
    for step, element in elements.items():
        position = _position(step, of_structures)
        if position is not None:
            by_position[position] = element
    positions: dict[int, Tree] = {}
    previous = 1
    for position in sorted(by_position):
        gap = position - previous
        if gap > _MAX_GAP:
            raise _malformed_input(f"Excessively sparse input would skip {gap:,d} list elements")
        positions.update((gap_position, {}) for gap_position in range(len(positions) + 1, position))
        positions[position] = by_position[position]
        previous = position
    return positions


def _position(step: str | None, of_structures: bool) -> int | None:
    """Return the position in a field name; None for a string that SES ignores there, in a list of structures."""
    if step is None or not (step.isascii() and step.isdigit()):
        if of_structures:
            return None
        raise _malformed_input("Start of list found where not expected")
    digits = step.lstrip("0")
    if not digits:
        raise _malformed_input("0 is not a valid index")
    if digits != step and not of_structures:
        raise _malformed_input("Value found where not expected")
    if len(digits) > 9 or int(digits) > _MAX_INDEX:
        raise _malformed_input(f"Index {step} is illegal")
    return int(digits)


def _map(shape: MapShape) -> Parser:
    parse_key, parse_value = build_parser(shape.key), build_parser(shape.value)

    def parse(node: Tree) -> dict[Any, Any]:
        entries = _positions(node.get("entry", {}), of_structures=True).values()
        return {parse_key(entry.get("key", {})): parse_value(entry.get("value", {})) for entry in entries}

    return parse


def _scalar(convert: Callable[[str], Any]) -> Parser:
    def parse(node: Tree) -> Any:
        value = node.get(None)
        return convert(value if value is not None else _without_value(node))

    return parse


def _without_value(node: Tree) -> str:
    """Return the empty string for a scalar that is a gap in a list; raise `WireError` for a list, structure or map."""
    if "member" in node:
        raise _malformed_input("Start of list found where not expected")
    if node:
        raise _malformed_input("Start of structure or map found where not expected.")
    return ""


def _boolean(text: str) -> bool:
    if not text:
        raise _malformed_input("missing value for boolean type")
    if text not in _BOOLEANS:
        raise _malformed_input("boolean must follow xsd1.1 definition")
    return _BOOLEANS[text]


def _number(read: Callable[[str], float]) -> Callable[[str], float]:
    def parse(text: str) -> float:
        if not text:
            raise _malformed_input("missing value for decimal type")
        try:
            return read(text)
        except ValueError:
            raise _malformed_input() from None

    return parse


def _blob(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        raise _malformed_input() from None


def _timestamp(text: str) -> datetime:
    try:
        return from_text(text)
    except ValueError:
        raise _malformed_input() from None


SCALARS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "boolean": _boolean,
    "integer": _number(partial(numerals.parse_integer, bits=32)),
    "long": _number(partial(numerals.parse_integer, bits=64)),
    "double": _number(numerals.parse_double),
    "float": _number(numerals.parse_double),
    "blob": _blob,
    "timestamp": _timestamp,
}
