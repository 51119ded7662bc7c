"""The links of an email, with their kinds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sesmock.domain.mail import unsubscribe_links
from sesmock.domain.mail.html import html_tracking
from sesmock.domain.mail.parsed_mail import ParsedMail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.receiving.received import Received

_KINDS = {
    "https": ("web page", "plain"),
    "http": ("not encrypted", "warn"),
    "mailto": ("email address", "plain"),
    "tel": ("telephone", "plain"),
    "sms": ("text message", "plain"),
    "javascript": ("script: mail clients remove it", "bad"),
    "": ("incomplete address", "warn"),
}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HEADER_LINK = re.compile(r"<([^<>\s]+)>")
_PIXEL = re.compile(r'<img alt="" src="([^"]+/I0/[^"]+)"')
_TRACKED = ("clicks are tracked", "good")
_UNTRACKED = ("clicks are not tracked", "plain")
_UNSUBSCRIBE = ("unsubscribe page", "good")
_HEADER = ("List-Unsubscribe header", "good")
_ONE_CLICK = ("one-click", "good")
_OPENS = ("tracks opens", "good")


MAX_LINKS = 500
"""A page shows only the first links of an email with more, since a browser needs seconds for ten thousand."""


def list_links(message: SentMessage) -> list[dict[str, object]]:
    """Return the links in the parts and the header of a message, and the pixel that tracks opens.

    Each link has its ``url``, its ``kinds`` as pairs of a text and a level (good, plain, warn or bad), and ``sent_as``:
    the tracked link that the recipient gets instead, or None.
    """
    delivered = _read_delivered_html(message)
    tracked = _map_tracked_links(message, delivered)
    tracks_clicks = message.tracking is not None and message.tracking.tracks_clicks
    page = unsubscribe_links.page_link(message)
    links = []
    for url in message.links:
        kinds = [_UNSUBSCRIBE if url == page else _find_kind(url)]
        if tracks_clicks and _is_web_page(url):
            kinds.append(_TRACKED if url in tracked else _UNTRACKED)
        links.append(_build(url, kinds, tracked.get(url)))
    links += _list_header_links(message)
    # SES appends its pixel to the HTML, so the last one is SES's, even if the mail has a similar one.
    links += [_build(pixel, [_OPENS]) for pixel in _PIXEL.findall(delivered)[-1:]]
    return links


def list_received_links(received: Received) -> list[dict[str, object]]:
    """Return the links of received mail as `list_links` does."""
    return [*(_build(url, [_find_kind(url)]) for url in received.links), *_list_header_links(received)]


def _list_header_links(mail: SentMessage | Received) -> Iterator[dict[str, object]]:
    """Yield the links of List-Unsubscribe. Source: RFC 2369 §2, RFC 8058 §3.1."""
    one_click = [_ONE_CLICK] if "List-Unsubscribe-Post" in mail.headers else []
    for url in _HEADER_LINK.findall(mail.headers.get("List-Unsubscribe", "")):
        yield _build(url, [_HEADER, *(one_click if _is_web_page(url) else [])])


def _read_delivered_html(message: SentMessage) -> str:
    """Return the HTML that the recipient gets, or ``""`` if SES has not changed it for tracking."""
    return "" if message.tracking is None else ParsedMail(message.raw).html or ""


def _map_tracked_links(message: SentMessage, delivered: str) -> dict[str, str]:
    if not delivered:
        return {}
    anchors = html_tracking.find_anchors(message.html or "")
    # Tracking replaces the targets of links but not their order, so links are compared by position.
    pairs = zip(anchors, html_tracking.find_anchors(delivered), strict=False)
    return {sent.target: arrived.target for sent, arrived in pairs if sent.target != arrived.target}


def _find_kind(url: str) -> tuple[str, str]:
    scheme = _SCHEME.match(url)
    name = scheme[1].lower() if scheme else ""
    return _KINDS.get(name, (f"{name}: link", "plain"))


def _is_web_page(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def _build(url: str, kinds: list[tuple[str, str]], sent_as: str | None = None) -> dict[str, object]:
    return {"url": url, "kinds": list(map(list, kinds)), "sent_as": sent_as}
