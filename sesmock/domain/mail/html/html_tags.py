"""Split HTML into start tags, end tags and text, in linear time; attributes are read as browsers read them."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LINK_TAGS = frozenset({"a", "area"})
ATTRIBUTE = re.compile(r"(?:[\s/]|(?<=[\"']))([^\s=>/\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+))?")
# In an attribute such as ?a=1&copy=2, &copy is plain text for browsers, because the reference has no semicolon and a
# letter, a digit or "=" follows it. The standard library's html.unescape() ignores that rule.
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*(?:;|(?![a-zA-Z0-9=])))")
# html.parser.HTMLParser takes quadratic time for unclosed comments and quotes. Each of these patterns matches wherever
# its markup starts and, like a browser, reads unclosed markup up to the end of the page; so nothing is read twice.
_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])")
# A comment also ends at <!-->, <!--->, --!> and the end of the page, as in the HTML standard.
_COMMENT = re.compile(r"<!--(?:-?>|(.*?)(?:--!?>|\Z))", re.DOTALL)
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTES = re.compile(r"[^>=]*(?:=\s*(?:\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|[^\s>]*))?")
_END_OF_RAW_TEXT = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title")
}


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


class Comment(NamedTuple):
    """A comment: the text between ``<!--`` and ``-->``."""

    text: str


Token = StartTag | EndTag | str
"""A tag, or the text between two tags."""


def tokenize(html: str) -> list[Token]:
    """Return the tokens of a page in order, without comments or marked sections; malformed markup raises no error."""
    return [token for token in scan(html) if not isinstance(token, Comment)]


def scan(html: str) -> Iterator[Token | Comment]:
    """Yield the tokens and comments of a page in order. The content of a script or style sheet is a single string."""
    position = 0
    while markup := _MARKUP.search(html, position):
        if markup.start() > position:
            yield unescape(html[position : markup.start()])
        token, position = _scan_markup(html, markup.start())
        if token is not None:
            yield token
        if isinstance(token, StartTag) and token.name in _END_OF_RAW_TEXT:
            end = _END_OF_RAW_TEXT[token.name].search(html, position)
            text, position = html[position : end and end.start()], end.start() if end else len(html)
            if text:
                yield text
    if position < len(html):
        yield unescape(html[position:])


def _scan_markup(html: str, start: int) -> tuple[StartTag | EndTag | Comment | None, int]:
    """Return the tag or comment at a position (None for other markup), and the position where the markup ends."""
    if comment := _COMMENT.match(html, start):
        return Comment(comment[1] or ""), comment.end()
    name = _TAG_NAME.match(html, start)
    if name is None:
        # Other markup is <!DOCTYPE>, <?xml?>, or the <![if]> of Microsoft Word.
        return None, html.find(">", start) + 1 or len(html)
    end = _find_tag_end(html, name.end())
    if end > len(html):
        return None, len(html)
    if html[start + 1] == "/":
        return EndTag(name[1].lower()), end
    return StartTag(name[1].lower(), start, html[start:end]), end


def _find_tag_end(html: str, position: int) -> int:
    """Return the position after the > of a tag, or one after the end of the page if the tag is not closed."""
    ends = (piece.end() for piece in _ATTRIBUTES.finditer(html, position))
    return next(end for end in ends if html[end : end + 1] in {"", ">"}) + 1


def _character(reference: re.Match[str]) -> str:
    text = reference[0]
    return unescape(text) if text[1] == "#" else html5.get(text[1:], text)
