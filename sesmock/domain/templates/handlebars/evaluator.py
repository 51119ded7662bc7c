"""Render the nodes of a template with data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sesmock.domain.templates.handlebars.nodes import (
    Block,
    Call,
    Content,
    Expression,
    Literal,
    Mustache,
    Partial,
    Path,
    Program,
)
from sesmock.domain.templates.handlebars.values import is_false, member, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# These limits prevent recursive templates from exhausting the stack, the memory or the time of a test.
MAX_PARTIALS = 100
MAX_STEPS = 400_000
MAX_NESTING = 120
MAX_LENGTH = 50_000_000
# Placeholders that SES replaces after rendering. Spec: templates.md §3 [D].
_KEPT = frozenset({"amazonSESUnsubscribeUrl", "ses:openTracker"})


class RenderingError(Exception):
    """A template cannot be rendered with the data of a request."""


class MissingAttribute(RenderingError):
    """The data has no value for an attribute of a template. Spec: templates.md §2 [R]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Attribute '{name}' is not present in the rendering data.")
        self.name = name


@dataclass(slots=True)
class _Scope:
    """The scope of a statement.

    ``context`` is the value of ``this``, ``outer`` the scope of ``..``, ``data`` the values of ``@index`` and the like,
    ``outer_data`` the scope of ``@../index``, and ``names`` the block parameters.
    """

    context: Any
    outer: _Scope | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    outer_data: _Scope | None = None
    names: Mapping[str, Any] = field(default_factory=dict)
    partials: Mapping[str, _Inline] = field(default_factory=dict)
    is_root: bool = False

    def around(
        self, context: Any, data: Mapping[str, Any] | None = None, names: Mapping[str, Any] | None = None
    ) -> _Scope:
        """Return the scope of a block with a context; ``..`` leaves the block only if it changes the context."""
        # Handlebars adds an outer scope only for another context (wrapProgram in lib/handlebars/runtime.js).
        same = context is self.context
        return _Scope(
            context,
            self.outer if same else self,
            self.data if data is None else data,
            self.outer_data if data is None else self,
            {**self.names, **(names or {})},
            self.partials,
        )


@dataclass(slots=True)
class _Inline:
    """An inline partial, or the block of a partial, with the scope in which it was written."""

    program: Program
    scope: _Scope


class Budget:
    """The steps and characters that all renderings of a call may use together, so that no template runs forever."""

    __slots__ = ("characters", "steps")

    def __init__(self) -> None:
        self.steps = MAX_STEPS
        self.characters = MAX_LENGTH


class Renderer:
    """One rendering of a template, within a budget and a maximum depth."""

    def __init__(self, data: Mapping[str, Any], budget: Budget | None = None) -> None:
        self._root = data
        self._budget = budget or Budget()
        self._nesting = 0
        self._partials = 0

    def render(self, program: Program) -> str:
        """Return the text of a template; raise `RenderingError` if it cannot be rendered."""
        return self._program(program, _Scope(self._root, data={"root": self._root}, is_root=True))

    def _program(self, program: Program | None, scope: _Scope) -> str:
        if program is None:
            return ""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise RenderingError("The template is nested too deeply")
        scope = self._with_inline_partials(program, scope)
        text = "".join([self._statement(statement, scope) for statement in program.body])
        self._nesting -= 1
        return text

    def _with_inline_partials(self, program: Program, scope: _Scope) -> _Scope:
        """Return a scope with the inline partials of a program, which may be used before their definition."""
        # Handlebars runs decorators, and so the definitions of inline partials, before the program that contains them.
        partials = [
            statement for statement in program.body if isinstance(statement, Block) and statement.kind == "*"
        ]
        if not partials:
            return scope
        inner = _Scope(
            scope.context, scope.outer, scope.data, scope.outer_data, scope.names, is_root=scope.is_root
        )
        definitions = {
            text(self._value(block.call.parameters[0], scope)): _Inline(block.program or Program([]), inner)
            for block in partials
        }
        inner.partials = {**scope.partials, **definitions}
        return inner

    def _statement(self, statement: Any, scope: _Scope) -> str:
        budget = self._budget
        budget.steps -= 1
        if budget.steps < 0:
            raise RenderingError("The template takes too many steps to render.")
        if isinstance(statement, Content):
            return self._within_budget(statement.value)
        if isinstance(statement, Mustache):
            return self._within_budget(self._mustache(statement.call, scope))
        if isinstance(statement, Partial):
            text = self._partial(statement.call, None, scope)
            return _indent(text, statement.indent) if statement.indent else text
        if isinstance(statement, Block) and statement.kind == ">":
            return self._partial(statement.call, statement.program, scope)
        return self._block(statement, scope) if isinstance(statement, Block) and statement.kind == "#" else ""

    def _within_budget(self, text: str) -> str:
        self._budget.characters -= len(text)
        if self._budget.characters < 0:
            raise RenderingError("The rendered text is too long.")
        return text

    def _mustache(self, call: Call, scope: _Scope) -> str:
        name = call.name
        # SES fills these placeholders in when it sends the mail, so rendering must leave them in place.
        if isinstance(name, Path) and name.original in _KEPT and call.is_plain:
            return f"{{{{{name.original}}}}}"
        value = self._call(call, scope)
        if value is None and not _is_silent(call):
            raise MissingAttribute(_source_text(name))
        return text(value)

    def _call(self, call: Call, scope: _Scope) -> object:
        """Return the value of a call without a block: the result of a helper, or the attribute of that name."""
        name = call.name
        if isinstance(name, Path) and not name.is_scoped and len(name.parts) == 1 and not name.data:
            if name.parts[0] == "lookup" and len(call.parameters) == 2:
                return self._lookup(call, scope)
            # A block helper without a block has nothing to render.
            if name.parts[0] in _HELPERS and call.parameters:
                return ""
            # The helper log writes to a console, and returns nothing.
            if name.parts[0] == "log":
                return ""
        # SES reports an unknown helper as a missing attribute. Spec: templates.md §1 [U].
        if not call.is_plain:
            raise MissingAttribute(_source_text(name))
        return _literal_member(name, scope) if isinstance(name, Literal) else self._value(name, scope)

    def _lookup(self, call: Call, scope: _Scope) -> object:
        value, key = (self._value(parameter, scope) for parameter in call.parameters)
        return member(value, text(key))

    def _value(self, expression: Expression, scope: _Scope) -> Any:
        if isinstance(expression, Literal):
            return expression.value
        if isinstance(expression, Call):
            return self._call(expression, scope)
        return _resolve(expression, scope)

    def _block(self, block: Block, scope: _Scope) -> str:
        name = block.call.name
        helper = None
        if isinstance(name, Path) and not name.is_scoped and len(name.parts) == 1 and not name.data:
            helper = _HELPERS.get(name.parts[0])
        if helper is not None:
            if len(block.call.parameters) != 1:
                raise RenderingError(f"#{_source_text(name)} requires exactly one argument")
            return helper(self, block, self._value(block.call.parameters[0], scope), scope)
        if not block.call.is_plain:
            raise MissingAttribute(_source_text(name))
        return self._section(
            block,
            _literal_member(name, scope) if isinstance(name, Literal) else self._value(name, scope),
            scope,
        )

    def _section(self, block: Block, value: Any, scope: _Scope) -> str:
        """Render ``{{#name}}`` as in Mustache: lists once per element, and true in the current context."""
        if value is True:
            return self._program(block.program, scope)
        if isinstance(value, list):
            return self.each(block, value, scope)
        if value is None or value is False:
            return self._program(block.inverse, scope)
        return self._program(block.program, scope.around(value, names=_names(block.program, [value])))

    def condition(self, block: Block, value: object, scope: _Scope) -> str:
        """Render ``{{#if}}``; ``includeZero=true`` makes 0 count as true."""
        # False equals 0 in Python, but includeZero does not apply to false.
        include_zero = block.call.arguments.get("includeZero")
        zero = value == 0 and not isinstance(value, bool) and include_zero is not None
        true = not is_false(value) or (zero and not is_false(self._value(include_zero, scope)))  # type: ignore[arg-type]
        return self._program(block.program if true else block.inverse, scope)

    def unless(self, block: Block, value: object, scope: _Scope) -> str:
        """Render ``{{#unless}}``."""
        # Handlebars, too, renders it as an {{#if}} with its two branches swapped.
        inverse = Block(block.kind, block.call, block.inverse, block.program, block.open_strip)
        return self.condition(inverse, value, scope)

    def each(self, block: Block, value: Any, scope: _Scope) -> str:
        """Render ``{{#each}}`` over the elements of a list or the values of an object."""
        items = (
            list(value.items())
            if isinstance(value, dict)
            else list(enumerate(value if isinstance(value, list) else []))
        )
        # An object has both @key and @index, and in a list, @key is the index.
        last = len(items) - 1
        parts = [
            self._program(
                block.program,
                scope.around(
                    item,
                    {**scope.data, "key": key, "index": index, "first": index == 0, "last": index == last},
                    _names(block.program, [item, key]),
                ),
            )
            for index, (key, item) in enumerate(items)
        ]
        return "".join(parts) if items else self._program(block.inverse, scope)

    def with_context(self, block: Block, value: Any, scope: _Scope) -> str:
        """Render ``{{#with}}``; unlike ``{{#if}}``, it counts 0 as a value."""
        is_zero = value == 0 and value is not False  # False equals 0 in Python
        if is_false(value) and not is_zero:
            return self._program(block.inverse, scope)
        return self._program(block.program, scope.around(value, names=_names(block.program, [value])))

    def _partial(self, call: Call, fallback: Program | None, scope: _Scope) -> str:
        """Render a partial; the block of the call is its ``@partial-block``, or the fallback for a missing partial."""
        name = (
            _partial_name(call.name)
            if not isinstance(call.name, Call)
            else text(self._value(call.name, scope))
        )
        partial = scope.data.get("partial-block") if name == "@partial-block" else scope.partials.get(name)
        if fallback is not None:
            scope = self._with_inline_partials(fallback, scope)
            if partial is None:
                return self._program(fallback, scope)
        if partial is None:
            raise RenderingError(f"The partial {name} could not be found")
        self._partials += 1
        if self._partials > MAX_PARTIALS:
            raise RenderingError(f"The partial {name} is nested too deeply")
        rendering = self._program(
            partial.program, self._scope_of_partial(partial, name, call, fallback, scope)
        )
        self._partials -= 1
        return rendering

    def _scope_of_partial(
        self, partial: _Inline, name: str, call: Call, fallback: Program | None, scope: _Scope
    ) -> _Scope:
        context = self._value(call.parameters[0], scope) if call.parameters else scope.context
        if call.arguments:
            arguments = {key: self._value(value, scope) for key, value in call.arguments.items()}
            context = {**context, **arguments} if isinstance(context, dict) else arguments
        data = dict(scope.data)
        if name == "@partial-block":  # inside the block, the name refers to the outer block
            data["partial-block"] = partial.scope.data.get("partial-block")
        if fallback is not None:
            data["partial-block"] = _Inline(fallback, scope)
        inner = partial.scope.around(context, data)
        if partial.scope.is_root:  # a partial written outside any block has no outer scope
            inner.outer = None
        return inner


_HELPERS: dict[str, Callable[[Renderer, Block, Any, _Scope], str]] = {
    "if": Renderer.condition,
    "unless": Renderer.unless,
    "each": Renderer.each,
    "with": Renderer.with_context,
}


def _is_silent(call: Call) -> bool:
    """Return whether a call may lack a value without an error: a ``lookup``, or data such as ``@index``."""
    name = call.name
    return isinstance(name, Path) and (name.data or (name.parts == ("lookup",) and bool(call.parameters)))


def _resolve(path: Path, scope: _Scope) -> Any:
    """Return the value of a path, or None if there is none."""
    parts = path.parts
    if path.data:
        value: Any = _data(path, scope)
        return _walk(value, parts[1:])
    # A block parameter hides an attribute with the same name, unless the path begins with this or "..".
    if not path.is_scoped and parts and parts[0] in scope.names:
        return _walk(scope.names[parts[0]], parts[1:])
    current: _Scope | None = scope
    for _ in range(path.depth):
        current = None if current is None else current.outer
    return None if current is None else _walk(current.context, parts)


def _data(path: Path, scope: _Scope) -> Any:
    current: _Scope | None = scope
    for _ in range(path.depth):
        current = None if current is None else current.outer_data
    return None if current is None or not path.parts else current.data.get(path.parts[0])


def _walk(value: Any, parts: tuple[str, ...]) -> Any:
    for part in parts:
        value = member(value, part)
    return value


def _literal_member(literal: Literal, scope: _Scope) -> Any:
    return member(scope.context, literal.original)


def _names(program: Program | None, values: list[Any]) -> dict[str, Any]:
    """Return the block parameters with their values."""
    return dict(zip(program.block_parameters, values)) if program is not None else {}  # noqa: B905 - there may be fewer


def _partial_name(name: Literal | Path) -> str:
    return name.original


def _source_text(name: Expression) -> str:
    return _source_text(name.name) if isinstance(name, Call) else name.original


def _indent(text: str, indent: str) -> str:
    # Handlebars indents empty lines, too, except for the one after the last line end.
    lines = text.split("\n")
    last = len(lines) - 1
    return "\n".join(
        [line if not line and index == last else indent + line for index, line in enumerate(lines)]
    )
