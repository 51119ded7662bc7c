"""The nodes of a parsed template."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Strip:
    """Whether a tag has a ``~`` at its opening and closing braces."""

    open: bool = False
    close: bool = False


@dataclass(slots=True)
class Literal:
    """A string, number, boolean, ``null`` or ``undefined``, with its source text."""

    value: object
    original: str


@dataclass(slots=True)
class Path:
    """A path into the data, such as ``../a.b``, ``@index`` or ``this``.

    ``depth`` is the number of ``..``. ``data`` is true for a name with ``@``. ``is_scoped`` is true for a path with
    ``this``, ``.`` or ``..``, which cannot be the name of a helper.
    """

    parts: tuple[str, ...]
    original: str
    depth: int = 0
    data: bool = False
    is_scoped: bool = False


@dataclass(slots=True)
class Call:
    """A name with its parameters and arguments: the call of a helper, or just a path."""

    name: Expression
    parameters: list[Expression]
    arguments: dict[str, Expression]

    @property
    def is_plain(self) -> bool:
        """Whether the call is just a name."""
        return not self.parameters and not self.arguments


Expression = Literal | Path | Call


@dataclass(slots=True)
class Content:
    """Text outside tags: ``original`` as it was written, and ``value`` after whitespace control."""

    original: str
    value: str
    right_stripped: bool = False
    left_stripped: bool = False


@dataclass(slots=True)
class Mustache:
    """A tag that is replaced by a value, such as ``{{name}}``."""

    call: Call
    strip: Strip


@dataclass(slots=True)
class Comment:
    """A comment: ``{{! … }}``."""

    strip: Strip


@dataclass(slots=True)
class Partial:
    """The call of a partial, ``{{> name}}``.

    If it is alone on its line, its ``indent`` is added to each line of the partial.
    """

    call: Call
    strip: Strip
    indent: str = ""


@dataclass(slots=True)
class Program:
    """A sequence of statements: a template, or a branch of a block.

    ``is_chained`` is true for a branch that began with ``{{else if}}``.
    """

    body: list[Statement]
    block_parameters: tuple[str, ...] = ()
    is_chained: bool = False


@dataclass(slots=True)
class Block:
    """A block: ``{{#name}} … {{else}} … {{/name}}``.

    Its ``kind`` is ``#``, ``*`` for an inline partial, or ``>`` for the call of a partial with a fallback.
    """

    kind: str
    call: Call
    program: Program | None
    inverse: Program | None
    open_strip: Strip
    inverse_strip: Strip = field(default_factory=Strip)
    close_strip: Strip = field(default_factory=Strip)


Statement = Content | Mustache | Comment | Partial | Block
