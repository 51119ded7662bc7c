"""What a template consists of once it is read."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Strip:
    """Whether ``~`` stands at the opening and at the closing braces of a tag."""

    open: bool = False
    close: bool = False


@dataclass(slots=True)
class Literal:
    """A text, number, boolean, ``null`` or ``undefined``, as it is written."""

    value: object
    original: str


@dataclass(slots=True)
class Path:
    """A way into the data: ``../a.b``, ``@index``, ``this``; ``scoped`` if it cannot name a helper."""

    parts: tuple[str, ...]
    original: str
    depth: int = 0
    data: bool = False
    is_scoped: bool = False


@dataclass(slots=True)
class Call:
    """A name with what it is applied to: a helper's call, or a mere path."""

    name: Expression
    parameters: list[Expression]
    arguments: dict[str, Expression]

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the name is there."""
        return not self.parameters and not self.arguments


Expression = Literal | Path | Call


@dataclass(slots=True)
class Content:
    """Text outside of tags; ``value`` is what whitespace control leaves of it."""

    original: str
    value: str
    right_stripped: bool = False
    left_stripped: bool = False


@dataclass(slots=True)
class Mustache:
    """``{{name}}``."""

    call: Call
    strip: Strip


@dataclass(slots=True)
class Comment:
    """``{{! … }}``."""

    strip: Strip


@dataclass(slots=True)
class Partial:
    """``{{> name}}``; on a line of its own its indentation goes before each line."""

    call: Call
    strip: Strip
    indent: str = ""


@dataclass(slots=True)
class Program:
    """A sequence of statements: a template, or a part of a block. ``chained`` if ``{{else if}}`` began it."""

    body: list[Statement]
    block_parameters: tuple[str, ...] = ()
    is_chained: bool = False


@dataclass(slots=True)
class Block:
    """``{{#name}} … {{else}} … {{/name}}``, an inline partial (``*``) or a partial with a fallback (``>``)."""

    kind: str
    call: Call
    program: Program | None
    inverse: Program | None
    open_strip: Strip
    inverse_strip: Strip = field(default_factory=Strip)
    close_strip: Strip = field(default_factory=Strip)


Statement = Content | Mustache | Comment | Partial | Block
