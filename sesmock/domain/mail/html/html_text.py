"""Extract readable text and links from HTML."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sesmock.domain.mail.html.html_tags import Comment, StartTag, scan

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr "
    "ul".split()
)
_HIDDEN = frozenset({"head", "script", "style", "template", "title"})
_CELLS = frozenset({"td", "th"})
_URL = re.compile(r"([*_]?)(https?://[^\s<>\"']+)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")


def extract_text(html: str) -> str:
    """Return the visible text of a page, with a line for each block and the alternative text of images."""
    return _join(_pieces(html))


def extract_start(html: str, length: int) -> str:
    """Return the visible text of a page, at least its first characters; the rest of a large page is not read."""
    return _join(_take(_pieces(html), length))


# A page asks for the links of a message several times, and reading a large message takes seconds.
@lru_cache(maxsize=2)
def extract_links(text: str | None, html: str | None) -> tuple[str, ...]:
    """Return the links of an email without duplicates, first from the HTML, then from the text."""
    tags = (token for token in scan(html or "") if isinstance(token, StartTag))
    links = [link for tag in tags if (link := tag.link) is not None]
    text_links = [_strip_punctuation(match[2], match[1]) for match in _URL.finditer(text or "")]
    return tuple(dict.fromkeys([*links, *text_links]))


def _pieces(html: str) -> Iterator[str]:
    hidden_depth = 0
    for token in scan(html):
        if isinstance(token, Comment):
            continue
        if isinstance(token, str):
            if not hidden_depth:
                yield re.sub(r"\s+", " ", token)
        elif token.name in _HIDDEN:
            hidden_depth = max(0, hidden_depth + (1 if isinstance(token, StartTag) else -1))
        elif isinstance(token, StartTag) and token.name == "img":
            yield token.attributes.get("alt", "")
        elif token.name in _BLOCKS:
            yield "\n"
        elif token.name in _CELLS:
            yield " "


def _take(pieces: Iterator[str], length: int) -> Iterator[str]:
    """Yield pieces until they have a number of characters besides blanks at their ends."""
    for piece in pieces:
        yield piece
        length -= len(piece.strip())
        if length <= 0:
            return


def _join(pieces: Iterator[str]) -> str:
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _strip_punctuation(url: str, emphasis: str) -> str:
    """Return a link without the punctuation of the sentence and the emphasis (``_`` or ``*``) around it."""
    # Emphasis is removed only if it also precedes the link, because a token in a link may end with an underscore.
    url = url.rstrip(f".,;:!?{emphasis}")
    return url[:-1] if url.endswith((")", "]")) and url.count("(") < url.count(")") + url.count("]") else url
