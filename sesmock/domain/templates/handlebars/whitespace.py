"""Whitespace control: remove white space next to ``~``, and around a tag that is alone on its line."""

from __future__ import annotations

import re

from sesmock.domain.templates.handlebars.nodes import Block, Comment, Content, Partial, Program, Statement

# The rules follow WhitespaceControl in Handlebars.
_BEFORE = re.compile(r"\r?\n\s*?\Z")
_BEFORE_OR_START = re.compile(r"(?:\A|\r?\n)\s*?\Z")
_AFTER = re.compile(r"\s*?\r?\n")
_AFTER_OR_END = re.compile(r"\s*?(?:\r?\n|\Z)")
_INDENT = re.compile(r"[ \t]+\Z")
_REST_OF_LINE = re.compile(r"[ \t]*\r?\n?")


def control(program: Program) -> None:
    """Apply whitespace control to a whole template."""
    _control(program, is_root=True)


def _control(program: Program, *, is_root: bool) -> None:
    body = program.body
    for index, statement in enumerate(body):
        if isinstance(statement, Content):
            continue
        opens, closes, inline = False, False, False
        if isinstance(statement, Block):
            opens, closes = _control_block(statement)
            strip = (statement.open_strip.open, statement.close_strip.close)
        else:
            inline = isinstance(statement, (Comment, Partial))
            strip = (statement.strip.open, statement.strip.close)
        before, after = _line_begins(body, index, is_root), _line_ends(body, index, is_root)
        if strip[1]:
            _omit_right(body, index + 1, multiple=True)
        if strip[0]:
            _omit_left(body, index - 1, multiple=True)
        _stand_alone(
            body, index, inline=inline and before and after, opens=opens and before, closes=closes and after
        )


def _stand_alone(body: list[Statement], index: int, *, inline: bool, opens: bool, closes: bool) -> None:
    """Remove the rest of the line around tags that are alone on a line."""
    statement = body[index]
    if inline:
        _omit_right(body, index + 1)
        if _omit_left(body, index - 1) and isinstance(statement, Partial):
            before = body[index - 1]
            match = _INDENT.search(before.original) if isinstance(before, Content) else None
            statement.indent = match[0] if match else ""
    if isinstance(statement, Block):
        if opens:
            _omit_right((statement.program or statement.inverse or Program([])).body, 0)
            _omit_left(body, index - 1)
        if closes:
            _omit_right(body, index + 1)
            inner = (statement.inverse or statement.program or Program([])).body
            _omit_left(inner, len(inner) - 1)


def _control_block(block: Block) -> tuple[bool, bool]:
    """Apply whitespace control inside a block.

    Return whether only white space follows the opening tag on its line, and whether only white space precedes the
    closing tag on its line.
    """
    for inside in (block.program, block.inverse):
        if inside is not None:
            _control(inside, is_root=False)
    program = block.program or block.inverse or Program([])
    inverse = block.inverse if block.program is not None else None
    first, last = _branches(inverse)
    opens = _line_ends(program.body, -1, is_root=False)
    closes = _line_begins((first or program).body, len((first or program).body), is_root=False)
    if block.open_strip.close:
        _omit_right(program.body, 0, multiple=True)
    if first is None or last is None:
        if block.close_strip.open:
            _omit_left(program.body, len(program.body) - 1, multiple=True)
        return opens, closes
    if block.inverse_strip.open:
        _omit_left(program.body, len(program.body) - 1, multiple=True)
    if block.inverse_strip.close:
        _omit_right(first.body, 0, multiple=True)
    if block.close_strip.open:
        _omit_left(last.body, len(last.body) - 1, multiple=True)
    if _line_begins(program.body, len(program.body), is_root=False) and _line_ends(
        first.body, -1, is_root=False
    ):
        _omit_left(program.body, len(program.body) - 1)
        _omit_right(first.body, 0)
    return opens, closes


def _branches(inverse: Program | None) -> tuple[Program | None, Program | None]:
    """Return the programs after the first and the last ``{{else}}`` of a chain."""
    if inverse is None or not inverse.is_chained:
        return inverse, inverse
    first, last = _inner(inverse), inverse
    while last.is_chained:
        last = _inner(last)
    return first, last


def _inner(program: Program) -> Program:
    block = program.body[-1]
    inner = block.program if isinstance(block, Block) else None
    return inner or Program([])


def _line_begins(body: list[Statement], index: int, is_root: bool) -> bool:
    """Return whether only white space precedes a position on its line."""
    if index < 1:
        return is_root
    before = body[index - 1]
    pattern = _BEFORE if index > 1 or not is_root else _BEFORE_OR_START
    return isinstance(before, Content) and pattern.search(before.original) is not None


def _line_ends(body: list[Statement], index: int, is_root: bool) -> bool:
    """Return whether only white space follows a position on its line."""
    if index + 1 >= len(body):
        return is_root
    after = body[index + 1]
    pattern = _AFTER if index + 2 < len(body) or not is_root else _AFTER_OR_END
    return isinstance(after, Content) and pattern.match(after.original) is not None


def _omit_right(body: list[Statement], index: int, *, multiple: bool = False) -> None:
    content = body[index] if index < len(body) else None
    if isinstance(content, Content) and (multiple or not content.right_stripped):
        rest = content.value.lstrip() if multiple else _REST_OF_LINE.sub("", content.value, count=1)
        content.right_stripped = rest != content.value
        content.value = rest


def _omit_left(body: list[Statement], index: int, *, multiple: bool = False) -> bool:
    content = body[index] if 0 <= index < len(body) else None
    if not isinstance(content, Content) or (not multiple and content.left_stripped):
        return False
    rest = content.value.rstrip() if multiple else content.value.rstrip(" \t")
    content.left_stripped = rest != content.value
    content.value = rest
    return content.left_stripped
