"""Rewrite HTML as SES does to track opens and clicks. Spec: tracking.md §1."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.mail.html.html_tags import ATTRIBUTE, LINK_TAGS, StartTag, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_LINKS = 250  # Spec: tracking.md §1 [D]; further links are not rewritten
OPEN_TRACKER = "{{ses:openTracker}}"
_BODY_END = re.compile(r"</body\s*>", re.IGNORECASE)


class Anchor(NamedTuple):
    """A link of a page: the position and source of its start tag, its target, and its SES attributes.

    ``tags`` are the values of ``ses:tags`` by name; ``is_tracked`` is whether clicks may be tracked.
    """

    start: int
    source: str
    target: str
    tags: dict[str, list[str]]
    is_tracked: bool


def find_anchors(html: str) -> Iterator[Anchor]:
    """Yield the HTTP and HTTPS links of a page, in order."""
    for token in tokenize(html):
        if isinstance(token, StartTag) and token.name in LINK_TAGS:
            attributes = token.attributes
            target = attributes.get("href", "").strip()
            if target.lower().startswith(("http://", "https://")):
                tags = _tags(attributes.get("ses:tags", ""))
                yield Anchor(token.start, token.source, target, tags, "ses:no-track" not in attributes)


def find_link_tags(html: str, link: str) -> dict[str, list[str]] | None:
    """Return the tags of the first tagged link to a URL, or None if there is no such link."""
    return next((anchor.tags for anchor in find_anchors(html) if anchor.target == link and anchor.tags), None)


def track_links(html: str, tracked_link: Callable[[str, int, dict[str, list[str]]], str]) -> str:
    """Return a page with its links replaced by tracked ones, without SES's own attributes.

    ``tracked_link`` gets a target, the number of this link among the links with the same target, and the link tags.
    """
    pieces, position = [], 0
    counts: Counter[str] = Counter()
    for anchor in find_anchors(html):
        href = None
        if anchor.is_tracked and counts.total() < MAX_LINKS:
            counts[anchor.target] += 1
            href = tracked_link(anchor.target, counts[anchor.target], anchor.tags)
        pieces += [html[position : anchor.start], _start_tag(anchor.source, href)]
        position = anchor.start + len(anchor.source)
    return "".join([*pieces, html[position:]])


def add_pixel(html: str, pixel: str) -> str:
    """Return a page with the tracking pixel at the author's placeholder, or at the end of the body."""
    before, placeholder, after = html.partition(OPEN_TRACKER)
    if placeholder:
        # Only the first placeholder is replaced; further ones are removed. Spec: tracking.md §2 [D].
        return before + pixel + after.replace(OPEN_TRACKER, "")
    # The last end tag counts, because an earlier one may be text in a script or a comment.
    ends = list(_BODY_END.finditer(html))
    end = ends[-1].start() if ends else len(html)
    return html[:end] + pixel + html[end:]


def _start_tag(source: str, href: str | None) -> str:
    """Return a start tag without SES's own attributes, and with a new target if there is one."""

    def attribute(match: re.Match[str]) -> str:
        name = match[1].lower()
        if name.startswith("ses:"):
            return ""
        if name == "href" and href is not None:
            return f' href="{escape(href)}"'
        return match[0]

    return ATTRIBUTE.sub(attribute, source)


def _tags(text: str) -> dict[str, list[str]]:
    """Return link tags written as ``name:value;name:value;``. Spec: tracking.md §3 [D]."""
    tags: dict[str, list[str]] = {}
    for pair in text.split(";"):
        name, colon, value = pair.partition(":")
        if colon:
            tags.setdefault(name.strip(), []).append(value.strip())
    return tags
