"""Write tests/public_api.txt, the public names with their signatures: ``python -m scripts.list_public_api``."""

from __future__ import annotations

import inspect
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_sesmock import plugin

import sesmock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATH = Path(__file__).parent.parent / "tests" / "public_api.txt"


def list_names() -> Iterator[str]:
    """Yield a line for each public name, member and fixture."""
    for name in sorted(sesmock.__all__):
        value = getattr(sesmock, name)
        if inspect.isclass(value):
            yield f"class {name}"
            yield from (f"    {line}" for line in _list_members(value))
        else:
            yield name + _describe(value)
    yield from (f"fixture {name}" for name in sorted(vars(plugin)) if _is_fixture(name))


def _is_fixture(name: str) -> bool:
    return name.startswith("ses_") and not inspect.ismodule(getattr(plugin, name))


def _list_members(owner: type) -> Iterator[str]:
    """Yield the members of a class that sesmock defines, with those of its bases."""
    members: dict[str, str] = {}
    for base in reversed(owner.__mro__):
        if base.__module__.partition(".")[0] == "sesmock":
            members |= {name: f": {_text(kind)}" for name, kind in inspect.get_annotations(base).items()}
            members |= {name: _describe(value) for name, value in vars(base).items() if name not in members}
    yield from (name + text for name, text in sorted(members.items()) if not name.startswith("_"))


def _describe(value: object) -> str:
    if isinstance(value, property) and value.fget is not None:
        return f": {_text(inspect.signature(value.fget).return_annotation)}"
    if isinstance(value, cached_property):
        return f": {_text(inspect.signature(value.func).return_annotation)}"
    # In a class body, a class method or static method is a wrapper of the function.
    function = getattr(value, "__func__", value)
    return _write_signature(function) if inspect.isfunction(inspect.unwrap(function)) else ""


def _write_signature(function: Callable[..., object]) -> str:
    """Return a signature with its annotations as in the source, so every version of Python writes the same text."""
    signature = inspect.signature(function)
    parameters: list[str] = []
    marker = False
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not marker:
            parameters.append("*")
        marker = marker or parameter.kind in {parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL}
        prefix = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        kind = "" if parameter.annotation is parameter.empty else f": {_text(parameter.annotation)}"
        default = "" if parameter.default is parameter.empty else f" = {_write_default(parameter.default)}"
        parameters.append(prefix + parameter.name + kind + default)
    answer = (
        "" if signature.return_annotation is signature.empty else f" -> {_text(signature.return_annotation)}"
    )
    return f"({', '.join(parameters)}){answer}"


def _write_default(value: object) -> str:
    # An address in memory would differ from run to run.
    text = repr(value)
    return text if " at 0x" not in text and "<" not in text else "..."


def _text(annotation: object) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


if __name__ == "__main__":
    PATH.write_text("".join(f"{line}\n" for line in list_names()))
