"""Tokenize HTML into start tags, with attributes as browsers read them, end tags and text."""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape
from html.entities import html5
from html.parser import HTMLParser
from typing import NamedTuple

LINK_TAGS = frozenset({"a", "area"})
ATTRIBUTE = re.compile(r"(?:[\s/]|(?<=[\"']))([^\s=>/\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+))?")
# Browsers see no © in ?a=1&copy=2, because a letter or "=" after a reference without a semicolon makes it plain text.
# html.unescape() of the standard library ignores that rule.
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*(?:;|(?![a-zA-Z0-9=])))")
# Microsoft Word and old mail clients write marked sections. HTMLParser raises an error for unknown ones.
_MARKED_SECTION = re.compile(r"<!\[(?:(?!-->)[^>])*>?")


class StartTag(NamedTuple):
    """A start tag: its name in lower case, its position in the page, and its source."""

    name: str
    start: int
    source: str

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes by name; the first one of a repeated name counts."""
        attributes: dict[str, str] = {}
        for name, value in ATTRIBUTE.findall(self.source):
            is_quoted = value[:1] in {'"', "'"}
            attributes.setdefault(
                name.lower(), _REFERENCE.sub(_character, value[1:-1] if is_quoted else value)
            )
        return attributes

    @property
    def link(self) -> str | None:
        """The target of a link, or None if the tag is not a link."""
        return (self.attributes.get("href", "").strip() or None) if self.name in LINK_TAGS else None


class EndTag(NamedTuple):
    """An end tag: its name in lower case."""

    name: str


Token = StartTag | EndTag | str
"""A tag, or the text between two tags."""


def tokenize(html: str) -> list[Token]:
    """Return the tokens of a page in order, without comments and marked sections; malformed markup raises no error."""
    tokenizer = _Tokenizer(html)
    tokenizer.close()
    return tokenizer.tokens


class _Tokenizer(HTMLParser):
    """A collector of tokens that hides the marked sections of a page from the parser."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []
        self._html = html
        self._section_starts = [0]  # positions in the page without sections
        self._offsets = [0]  # number of characters removed up to each of them
        page = self._remove_sections()
        self._lines = [0, *(match.end() for match in re.finditer("\n", page))]
        self.feed(page)

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        source = self.get_starttag_text() or ""
        if len(self._offsets) > 1:
            end = self._position(start + len(source) - 1) + 1
            start = self._position(start)
            source = self._html[start:end]
        self.tokens.append(StartTag(tag, start, source))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)  # browsers treat <br/> as <br>

    def handle_endtag(self, tag: str) -> None:
        self.tokens.append(EndTag(tag))

    def handle_data(self, data: str) -> None:
        self.tokens.append(data)

    def _remove_sections(self) -> str:
        pieces, position, offset = [], 0, 0
        for section in _MARKED_SECTION.finditer(self._html):
            pieces.append(self._html[position : section.start()])
            self._section_starts.append(section.start() - offset)
            position = section.end()
            offset += section.end() - section.start()
            self._offsets.append(offset)
        return "".join([*pieces, self._html[position:]])

    def _position(self, position: int) -> int:
        """Return the position in the original page of a character in the page without sections."""
        return position + self._offsets[bisect_right(self._section_starts, position) - 1]


def _character(reference: re.Match[str]) -> str:
    text = reference[0]
    return unescape(text) if text[1] == "#" else html5.get(text[1:], text)
