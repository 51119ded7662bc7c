"""A parser that turns templates into nodes."""

from __future__ import annotations

import re
from typing import NamedTuple

from sesmock.domain.templates.handlebars import whitespace
from sesmock.domain.templates.handlebars.nodes import (
    Block,
    Call,
    Comment,
    Content,
    Expression,
    Literal,
    Mustache,
    Partial,
    Path,
    Program,
    Statement,
    Strip,
)

# The parser recurses for nested blocks and expressions, so this limit keeps it within Python's stack.
MAX_DEPTH = 100
# The tokens follow the lexer of Handlebars (src/handlebars.l).
_OPEN = re.compile(r"(?<!\\)(\\*)\{\{")
_IDENTIFIER = re.compile(r"[^\s!\"#%-,./;->@\[-^`{-~]+(?=[=~}\s/.)|\]])")
_SEGMENT = re.compile(r"\[((?:\\\]|[^\]])*)\]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?=[~}\s)\]])")
_STRING = re.compile(r"\"((?:\\\"|[^\"])*)\"|'((?:\\'|[^'])*)'")
_WORD = re.compile(r"(true|false|undefined|null)(?=[~}\s)\]])")
_ELSE = re.compile(r"\s*(?:else(?=[~}\s])|\^)\s*")
_BLOCK_PARAMETERS = re.compile(r"as\s+\|([^|]*)\|")
_KEY = re.compile(r"([^\s!\"#%-,./;->@\[-^`{-~]+)=")
_WORDS: dict[str, object] = {"true": True, "false": False, "undefined": None, "null": None}


class TemplateSyntaxError(Exception):
    """A template cannot be parsed."""


def parse(text: str) -> Program:
    """Return the nodes of a template; raise `TemplateSyntaxError` if it cannot be parsed."""
    program = _Parser(text).template()
    whitespace.control(program)
    return program


class _Tag(NamedTuple):
    """The opening tag of a block."""

    kind: str
    call: Call
    block_parameters: tuple[str, ...]
    strip: Strip


class _End(NamedTuple):
    """The tag that ends a program: ``else``, with a ``tag`` for ``{{else if x}}``, or ``/``, with a ``name``."""

    kind: str
    strip: Strip
    tag: _Tag | None = None
    name: str = ""


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.depth = 0

    def template(self) -> Program:
        program, end = self._program()
        if end is not None:
            raise self._error(f"unexpected {'{{else}}' if end.kind == 'else' else '{{/' + end.name + '}}'}")
        return program

    def _program(self) -> tuple[Program, _End | None]:
        """Parse statements up to ``{{else}}``, a closing tag or the end of the text."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._error("blocks are nested too deeply")
        body: list[Statement] = []
        end: _End | None = None
        while end is None and self.position < len(self.text):
            self._content(body)
            if self.position < len(self.text):
                end = self._tag(body)
        self.depth -= 1
        return Program(body), end

    def _content(self, body: list[Statement]) -> None:
        """Parse text up to the next tag; one backslash escapes the tag, two are an escaped backslash before a tag."""
        pieces: list[str] = []
        start = self.position
        while True:
            match = _OPEN.search(self.text, start)
            if match is None:
                pieces.append(self.text[start:])
                self.position = len(self.text)
                break
            slashes = match[1]
            pieces.append(self.text[start : match.start()])
            if not slashes.endswith("\\"):
                self.position = match.end() - 2
                break
            if len(slashes) > 1:
                pieces.append(slashes[:-1])
                self.position = match.end() - 2
                break
            # An escaped tag is text up to the next opening braces.
            following = _OPEN.search(self.text, match.end())
            start = len(self.text) if following is None else following.start()
            pieces.append(self.text[match.end() - 2 : start])
        text = "".join(pieces)
        if text:
            body.append(Content(text, text))

    def _tag(self, body: list[Statement]) -> _End | None:
        """Parse a tag; return it as an `_End` if it ends a program."""
        if self.text.startswith("{{{{", self.position):
            body.append(self._raw_block())
            return None
        self.position += 2
        strip = Strip(open=self._take("~"))
        following = self.text[self.position : self.position + 1]
        if following == "!":
            body.append(self._comment(strip))
        elif following == "{":
            body.append(self._triple(strip))
        elif following == "/":
            return self._closing(strip)
        elif following == "#":
            self.position += 1
            body.append(self._block(strip, inverted=False))
        elif following == "^" or _ELSE.match(self.text, self.position):
            return self._else(body, strip)
        elif following == ">":
            self.position += 1
            body.append(Partial(self._call(dynamic=True), self._end_tag(strip)))
        else:
            # {{&x}} is {{x}} without HTML escaping, which SES never does. Spec: templates.md §1 [D].
            self._take("&")
            body.append(Mustache(self._call(), self._end_tag(strip)))
        return None

    def _raw_block(self) -> Block:
        """Parse a block that contains only text."""
        self.position += 4
        call = self._call()
        self._expect("}}}}")
        closing = "{{{{/" + _name(call.name) + "}}}}"
        end = self.text.find(closing, self.position)
        if end < 0:
            raise self._error(f"{_name(call.name)} is not closed")
        inside = self.text[self.position : end]
        self.position = end + len(closing)
        return Block("#", call, Program([Content(inside, inside, True, True)]), None, Strip())

    def _comment(self, strip: Strip) -> Comment:
        # Only a comment that begins with {{!-- may contain }}; it ends at --}} or --~}}.
        long = self.text.startswith("!--", self.position)
        end = self.text.find("--", self.position + 3) if long else self.text.find("}}", self.position)
        while long and end >= 0 and not re.match(r"--~?\}\}", self.text[end : end + 5]):
            end = self.text.find("--", end + 1)
        if end < 0:
            raise self._error("a comment is not closed")
        self.position = end + 2 if long else end
        if not long and self.text[end - 1] == "~":
            self.position = end - 1
        return Comment(self._end_tag(strip))

    def _triple(self, strip: Strip) -> Mustache:
        self.position += 1
        call = self._call()
        self._expect("}")
        return Mustache(call, self._end_tag(strip, triple=True))

    def _else(self, body: list[Statement], strip: Strip) -> _End | None:
        # {{^}} and {{else}} begin a branch, {{^x}} an inverted block, and {{else if x}} a chained one.
        match = _ELSE.match(self.text, self.position)
        assert match is not None
        self.position = match.end()
        if self.text[self.position : self.position + 1] in "~}":
            return _End("else", self._end_tag(strip))
        if match[0].strip() == "^":
            body.append(self._block(strip, inverted=True))
            return None
        return _End("else", strip, self._opening("#", strip))

    def _closing(self, strip: Strip) -> _End:
        self.position += 1
        name = self._expression()
        return _End("/", self._end_tag(strip), name=_name(name))

    def _opening(self, kind: str, strip: Strip) -> _Tag:
        call = self._call(dynamic=kind == ">")
        match = _BLOCK_PARAMETERS.match(self.text, self._skip())
        if match is not None:
            self.position = match.end()
        parameters = tuple(match[1].split()) if match is not None else ()
        return _Tag(kind, call, parameters, self._end_tag(strip))

    def _block(self, strip: Strip, *, inverted: bool) -> Block:
        self._skip()
        kind = "#"
        if self.text[self.position : self.position + 1] in ("*", ">"):
            kind = self.text[self.position]
            self.position += 1
        tag = self._opening(kind, strip)
        block, end = self._rest_of_block(tag)
        if end.name != _name(tag.call.name):
            raise self._error(f"{_name(tag.call.name)} doesn't match {end.name}")
        if inverted:
            block.program, block.inverse = block.inverse, block.program
        return block

    def _rest_of_block(self, tag: _Tag) -> tuple[Block, _End]:
        """Parse a block up to its closing tag, with all its ``{{else}}`` branches."""
        program, end = self._program()
        program.block_parameters = tag.block_parameters
        block = Block(tag.kind, tag.call, program, None, tag.strip)
        if end is not None and end.kind == "else":
            block.inverse_strip = end.strip if end.tag is None else end.tag.strip
            if end.tag is None:
                block.inverse, end = self._program()
            else:
                inner, end = self._rest_of_block(end.tag)
                block.inverse = Program([inner], is_chained=True)
        if end is None or end.kind != "/":
            raise self._error(f"{_name(tag.call.name)} is not closed")
        block.close_strip = end.strip
        return block, end

    def _call(self, *, dynamic: bool = False) -> Call:
        name = self._expression()
        if isinstance(name, Call) and not dynamic:
            raise self._error("expected a name")
        parameters: list[Expression] = []
        arguments: dict[str, Expression] = {}
        while True:
            position = self._skip()
            if self.text[position : position + 1] in ("~", "}", ")", "") or _BLOCK_PARAMETERS.match(
                self.text, position
            ):
                return Call(name, parameters, arguments)
            key = _KEY.match(self.text, position)
            if key is not None:
                self.position = key.end()
                arguments[key[1]] = self._expression()
            elif arguments:
                raise self._error("a positional parameter follows a named one")
            else:
                parameters.append(self._expression())

    def _expression(self) -> Expression:
        position = self._skip()
        for pattern, make in _LITERALS:
            match = pattern.match(self.text, position)
            if match is not None:
                self.position = match.end()
                return make(match)
        if self.text[position : position + 1] == "(":
            return self._subexpression()
        return self._path()

    def _subexpression(self) -> Call:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._error("expressions are nested too deeply")
        self.position += 1
        call = self._call()
        self._expect(")")
        self.depth -= 1
        return call

    def _path(self) -> Path:
        start = self.position
        data = self._take("@")
        parts: list[str] = []
        depth, is_scoped = 0, False
        while True:
            segment = self._segment()
            if segment in ("..", ".", "this") and segment is not None:
                if parts:
                    raise self._error(f"invalid path: {self.text[start : self.position]}")
                depth += segment == ".."
                is_scoped = True
            elif segment is not None:
                parts.append(segment.removeprefix("["))
            if segment is None or not self._take_separator():
                break
        if start == self.position:
            raise self._error("expected an expression")
        return Path(tuple(parts), self.text[start : self.position], depth, data, is_scoped)

    def _segment(self) -> str | None:
        """Return the next part of a path; a part in brackets keeps the opening one, so it never equals ``this``."""
        for symbol in ("..", "."):
            if self.text.startswith(symbol, self.position) and re.match(
                r"[=~}\s/.)|\]]", self.text[self.position + len(symbol) :]
            ):
                self.position += len(symbol)
                return symbol
        literal = _SEGMENT.match(self.text, self.position)
        match = literal or _IDENTIFIER.match(self.text, self.position)
        if match is None:
            return None
        # Handlebars reads digits as a number, so only brackets make them a name.
        if literal is None and _NUMBER.match(self.text, self.position):
            raise self._error(f"the number {match[0]} is not a name; write [{match[0]}]")
        self.position = match.end()
        return "[" + match[1].replace("\\]", "]") if literal else match[0]

    def _take_separator(self) -> bool:
        if self.text[self.position : self.position + 1] in (".", "/"):
            self.position += 1
            return True
        return False

    def _end_tag(self, strip: Strip, *, triple: bool = False) -> Strip:
        self._skip()
        strip.close = self._take("~")
        if not triple and not strip.close and self.text.startswith("}}}", self.position):
            raise self._error("expected }}")
        self._expect("}}")
        return strip

    def _skip(self) -> int:
        while self.text[self.position : self.position + 1].isspace():
            self.position += 1
        return self.position

    def _take(self, symbol: str) -> bool:
        if self.text.startswith(symbol, self.position):
            self.position += len(symbol)
            return True
        return False

    def _expect(self, symbol: str) -> None:
        self._skip()
        if not self._take(symbol):
            raise self._error(f"expected {symbol}")

    def _error(self, text: str) -> TemplateSyntaxError:
        line = self.text.count("\n", 0, self.position) + 1
        return TemplateSyntaxError(f"line {line}: {text}")


def _name(expression: Expression) -> str:
    return expression.name.original if isinstance(expression, Call) else expression.original  # type: ignore[union-attr]


def _string(match: re.Match[str]) -> Literal:
    text = match[1].replace('\\"', '"') if match[1] is not None else match[2].replace("\\'", "'")
    return Literal(text, text)


def _number(match: re.Match[str]) -> Literal:
    return Literal(float(match[0]), match[0])


_LITERALS = (
    (_STRING, _string),
    (_NUMBER, _number),
    (_WORD, lambda match: Literal(_WORDS[match[0]], match[0])),
)
