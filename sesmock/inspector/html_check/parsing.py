"""HTML mail in the form that the rules read: elements and CSS declarations, with their lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.mail.html import html_tags
from sesmock.domain.mail.html.html_tags import Comment, EndTag, StartTag

if TYPE_CHECKING:
    from collections.abc import Iterator

# Gmail shows no more than 102 KB, so problems far beyond that do not matter, and the check of huge mail stays fast.
_MAX_LENGTH = 256 * 1024
_MAX_SNIPPET = 120
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_DECLARATION = re.compile(r"(?<![\w-])(-{0,2}[a-zA-Z][\w-]*)\s*:\s*([^;{}]+)")
_AT_RULE = re.compile(r"@[a-z-]+[^;{]*", re.IGNORECASE)
_NOT_NEWLINE = re.compile(r"[^\n]")


class Element(NamedTuple):
    """A start tag, with the names of attributes in lower case.

    ``is_for_outlook`` is false if a conditional comment hides the element from Outlook.
    """

    tag: str
    attributes: dict[str, str]
    line: int
    source: str
    is_in_head: bool
    is_for_outlook: bool


class Declaration(NamedTuple):
    """A CSS declaration or an at-rule, whose ``value`` is the text after its name.

    ``element`` is the element with the ``style`` attribute, or None in a style sheet.
    """

    name: str
    value: str
    line: int
    source: str
    element: Element | None
    is_for_outlook: bool


class StyleSheet(NamedTuple):
    """A ``<style>`` element with its CSS."""

    element: Element
    css: str


class Document(NamedTuple):
    """An HTML document."""

    html: str
    elements: list[Element]
    declarations: list[Declaration]
    style_sheets: list[StyleSheet]


def parse(html: str) -> Document:
    """Return the elements and declarations of HTML, however broken it is; read at most 256 KB."""
    reader = _Reader(html[:_MAX_LENGTH])
    reader.read()
    inline = [
        declaration
        for element in reader.elements
        if "style" in element.attributes
        for declaration in _read_css(element.attributes["style"], element, element)
    ]
    sheets = [
        declaration
        for sheet in reader.style_sheets
        for declaration in _read_css(sheet.css, sheet.element, None)
    ]
    return Document(html, reader.elements, [*sheets, *inline], reader.style_sheets)


class _Reader:
    """Collects elements and style sheets. Comments are skipped, including Outlook-only content."""

    def __init__(self, html: str) -> None:
        self.elements: list[Element] = []
        self.style_sheets: list[StyleSheet] = []
        self._html = html
        self._line, self._position = 1, 0
        self._is_in_head = False
        self._is_for_outlook = True

    def read(self) -> None:
        previous: object = None
        for token in html_tags.scan(self._html):
            if isinstance(token, StartTag):
                self._read_start(token)
            elif isinstance(token, EndTag):
                self._is_in_head = self._is_in_head and token.name != "head"
            elif isinstance(token, Comment):
                self._read_comment(token.text)
            elif isinstance(previous, StartTag) and previous.name == "style":
                self.style_sheets.append(StyleSheet(self.elements[-1], token))
            previous = token

    def _read_start(self, tag: StartTag) -> None:
        self._is_in_head = (self._is_in_head or tag.name == "head") and tag.name != "body"
        self._line += self._html.count("\n", self._position, tag.start)
        self._position = tag.start
        source = shorten(tag.source)
        self.elements.append(
            Element(tag.name, tag.attributes, self._line, source, self._is_in_head, self._is_for_outlook)
        )

    def _read_comment(self, text: str) -> None:
        # <!--[if !mso]><!--> hides what follows from Outlook for Windows, up to <!--<![endif]-->.
        if re.match(r"\s*\[if\s+!\s*mso", text):
            self._is_for_outlook = False
        elif "[endif]" in text:
            self._is_for_outlook = True


def _read_css(css: str, owner: Element, element: Element | None) -> Iterator[Declaration]:
    """Yield the declarations of CSS, and the at-rules of a style sheet."""
    # Comments are blanked out except for their line breaks, so that declarations keep their line numbers.
    css = _COMMENT.sub(lambda comment: _NOT_NEWLINE.sub(" ", comment[0]), css)
    for pattern in (_DECLARATION,) if element is not None else (_AT_RULE, _DECLARATION):
        line, position = owner.line, 0
        for match in pattern.finditer(css):
            line += css.count("\n", position, match.start())
            position = match.start()
            name, _, value = match[0].partition(" ") if pattern is _AT_RULE else (match[1], "", match[2])
            source = element.source if element is not None else shorten(match[0])
            yield Declaration(
                name.lower(), value.strip().lower(), line, source, element, owner.is_for_outlook
            )


def shorten(text: str) -> str:
    """Return text in one line of at most 120 characters."""
    text = " ".join(text[: 4 * _MAX_SNIPPET].split())
    return text if len(text) <= _MAX_SNIPPET else text[: _MAX_SNIPPET - 1] + "…"
