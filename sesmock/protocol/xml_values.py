"""Writers of XML element content, built from shapes. Spec: requests.md §4."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sesmock.protocol.timestamps import to_iso

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import ListShape, MapShape, Shape, StructureShape

Writer = Callable[[Any], str]

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: str) -> str:
    """Escape text as element content; characters that XML 1.0 cannot represent become U+FFFD."""
    markup = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # Those characters are not printable, and isprintable() takes a tenth of the time of the substitution. XML
    # parsers turn a literal CR into LF (section 2.11 of XML 1.0), so CR is written as a reference.
    return markup if markup.isprintable() else _ILLEGAL.sub("\ufffd", markup).replace("\r", "&#13;")


def write_element(name: str, content: str, depth: int) -> str:
    """Return an element on its own lines, indented by its depth; an element without content is self-closing."""
    indent = "  " * depth
    return f"{indent}<{name}>{content}</{name}>\n" if content else f"{indent}<{name}/>\n"


def build_writer(shape: Shape, depth: int) -> Writer:
    """Return a writer of a shape's values as element content at a depth."""
    containers: dict[str, Callable[[Any, int], Writer]] = {
        "structure": _structure,
        "list": _list,
        "map": _map,
    }
    container = containers.get(shape.type_name)
    return container(shape, depth) if container is not None else _SCALARS[shape.type_name]


def _lines(elements: list[str], depth: int) -> str:
    """Return elements as the content of their parent at a depth."""
    return f"\n{''.join(elements)}{'  ' * depth}" if elements else ""


def _structure(shape: StructureShape, depth: int) -> Writer:
    members = {
        name: (member.serialization.get("name", name), build_writer(member, depth + 1))
        for name, member in shape.members.items()
    }

    def write(value: Mapping[str, Any]) -> str:
        elements = []
        for name, content in value.items():
            if content is not None and name in members:
                tag, write_member = members[name]
                elements.append(write_element(tag, write_member(content), depth + 1))
        return _lines(elements, depth)

    return write


def _list(shape: ListShape, depth: int) -> Writer:
    write_member = build_writer(shape.member, depth + 1)
    return lambda values: _lines(
        [write_element("member", write_member(value), depth + 1) for value in values], depth
    )


def _map(shape: MapShape, depth: int) -> Writer:
    write_value = build_writer(shape.value, depth + 2)

    def write_entry(key: str, value: Any) -> str:
        parts = [
            write_element("key", text(key), depth + 2),
            write_element("value", write_value(value), depth + 2),
        ]
        return write_element("entry", _lines(parts, depth + 1), depth + 1)

    return lambda entries: _lines([write_entry(key, value) for key, value in entries.items()], depth)


def _integer(value: int) -> str:
    return str(int(value))


def _double(value: float) -> str:
    return str(float(value))


_SCALARS: dict[str, Writer] = {
    "string": text,
    "boolean": lambda value: "true" if value else "false",
    "integer": _integer,
    "long": _integer,
    "double": _double,
    "float": _double,
    "blob": lambda value: base64.b64encode(value).decode(),
    "timestamp": to_iso,
}
