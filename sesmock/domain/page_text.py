"""HTML as text: what a reader sees of it, and where its links lead."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from sesmock.domain import start_tags

_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr "
    "ul".split()
)
_HIDDEN = frozenset({"head", "script", "style", "template", "title"})
_CELLS = frozenset({"td", "th"})
# What Word and old mail programs write; the parser fails at those that it does not know.
_MARKED_SECTION = re.compile(r"<!\[(?:(?!-->)[^>])*>?")
_URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")


def text_of(html: str) -> str:
    """Return the visible text of a page: a line for each block, images by their alternative text."""
    lines = (_SPACES.sub(" ", line).strip() for line in _read(html).text().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def links_of(text: str | None, html: str | None) -> tuple[str, ...]:
    """Return the links of a mail, each once: those of the HTML, then those of the text."""
    found = [] if html is None else _read(html).links
    written = [_without_punctuation(match[0]) for match in _URL.finditer(text or "")]
    return tuple(dict.fromkeys([*found, *written]))


class _Page(HTMLParser):
    """Collects text and links; no markup makes it fail."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self._pieces: list[str] = []
        self._hidden = 0

    def text(self) -> str:
        return "".join(self._pieces)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in {"a", "area"}:
            target = start_tags.attributes(self.get_starttag_text() or "").get("href")
            self.links += [target.strip()] if target else []
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "img":
            self._pieces.append(dict(attributes).get("alt") or "")
        else:
            self._break(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)  # <br/> is one break

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        else:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._pieces.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._pieces.append("\n")
        elif tag in _CELLS:
            self._pieces.append(" ")


def _read(html: str) -> _Page:
    page = _Page()
    page.feed(_MARKED_SECTION.sub("", html))
    page.close()
    return page


def _without_punctuation(url: str) -> str:
    """Return a link that stands in a sentence without what ends the sentence."""
    url = url.rstrip(".,;:!?*_")
    return url[:-1] if url.endswith((")", "]")) and url.count("(") < url.count(")") + url.count("]") else url
