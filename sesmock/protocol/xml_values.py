"""Values written as the text of XML elements, compiled from shapes."""

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
    """Return text as the content of an element; characters that XML 1.0 cannot hold become U+FFFD."""
    markup = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # What XML cannot hold is not printable either; the test is a tenth of the substitution.
    return markup if markup.isprintable() else _ILLEGAL.sub("\ufffd", markup).replace("\r", "&#13;")


def writer(shape: Shape) -> Writer:
    """Return what writes the values of a shape."""
    containers: dict[str, Callable[[Any], Writer]] = {
        "structure": _structure,
        "list": _list,
        "map": _map,
    }
    container = containers.get(shape.type_name)
    return container(shape) if container is not None else _SCALARS[shape.type_name]


def _structure(shape: StructureShape) -> Writer:
    members = {
        name: (member.serialization.get("name", name), writer(member))
        for name, member in shape.members.items()
    }

    def write(value: Mapping[str, Any]) -> str:
        elements = []
        for name, content in value.items():
            if content is not None and name in members:
                element, write_member = members[name]
                elements.append(f"<{element}>{write_member(content)}</{element}>")
        return "".join(elements)

    return write


def _list(shape: ListShape) -> Writer:
    write_member = writer(shape.member)
    return lambda values: "".join([f"<member>{write_member(value)}</member>" for value in values])


def _map(shape: MapShape) -> Writer:
    write_value = writer(shape.value)

    def write(entries: Mapping[str, Any]) -> str:
        return "".join(
            [
                f"<entry><key>{text(key)}</key><value>{write_value(value)}</value></entry>"
                for key, value in entries.items()
            ]
        )

    return write


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
