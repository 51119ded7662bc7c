"""The public attributes and methods of a class, with their types and docstrings, read from its source."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROPERTIES = {"property", "cached_property", "abstractmethod"}


class Attribute(NamedTuple):
    """A public attribute, its type as in the annotation, and its docstring."""

    name: str
    type: str
    doc: str


class Method(NamedTuple):
    """A public method or function, its signature without types, and its docstring."""

    name: str
    signature: str
    returns: str
    doc: str


def read_members(cls: type) -> list[Attribute | Method]:
    """Return the members of a class and of its bases in sesmock, in the order of the source."""
    internal = getattr(cls, "_INTERNAL", frozenset())
    members: dict[str, Attribute | Method] = {}
    for base in cls.__mro__:
        if base.__module__.startswith("sesmock"):
            for member in _read_body(_parse(base).body):
                # A subclass comes before its bases, and its docstring counts.
                members.setdefault(member.name, member)
    return [member for member in members.values() if member.name not in internal]


def read_function(function: object) -> Method:
    """Return a function, with the docstring of the implementation, not of an overload."""
    return _build_method(_parse(function))


def read_constructor(cls: type) -> Method | None:
    """Return the constructor that a class itself defines, or None if it defines none."""
    functions = (node for node in _parse(cls).body if isinstance(node, ast.FunctionDef))
    return next((_build_method(node) for node in functions if node.name == "__init__"), None)


def _parse(item: object) -> ast.ClassDef | ast.FunctionDef:
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(item)))  # type: ignore[arg-type] # classes pass, too
    node = ast.parse(source).body[0]
    assert isinstance(node, (ast.ClassDef, ast.FunctionDef))
    return node


def _read_body(body: list[ast.stmt]) -> Iterator[Attribute | Method]:
    # The docstring of an attribute is the statement after it.
    for node, following in zip(body, [*body[1:], ast.Pass()], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield from _read_attribute(node.target.id, node.annotation, following)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not node.name.startswith("_"):
            yield from _read_function(node)


def _read_attribute(name: str, annotation: ast.expr, following: ast.stmt) -> Iterator[Attribute]:
    is_documented = isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
    if not name.startswith("_"):
        text = str(following.value.value) if is_documented else ""  # type: ignore[attr-defined] # checked above
        yield Attribute(name, ast.unparse(annotation), inspect.cleandoc(text))


def _read_function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Attribute | Method]:
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    if any(decorator.endswith((".setter", "overload")) for decorator in decorators):
        return
    method = _build_method(node)
    is_attribute = bool(decorators & _PROPERTIES)
    yield Attribute(method.name, method.returns, method.doc) if is_attribute else method


def _build_method(node: ast.AST) -> Method:
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    returns = ast.unparse(node.returns) if node.returns else ""
    return Method(node.name, _describe_parameters(node.args), returns, ast.get_docstring(node) or "")


def _describe_parameters(arguments: ast.arguments) -> str:
    """Return the parameters as Python writes them, without their types and without ``self``."""
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    text = re.sub(r"MappingProxyType\(\{\}\)", "{}", re.sub(r"\b\w+\.[A-Z_]+\b", "…", ast.unparse(arguments)))
    names = [part for part in text.split(", ") if part not in {"self", "cls"}]
    return ", ".join(names[1:] if names[:1] == ["/"] else names)
