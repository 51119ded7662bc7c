"""The unsubscribe links of a message, and how SES adds them. Spec: contacts.md §3."""

from __future__ import annotations

import base64
import hashlib
from functools import partial
from typing import TYPE_CHECKING

from sesmock.domain.mail import raw_mail
from sesmock.domain.mail.content import RawContent

if TYPE_CHECKING:
    from sesmock.domain.mail.content import Content, SimpleContent, Text
    from sesmock.domain.mail.messages import SentMessage

PLACEHOLDER = "{{amazonSESUnsubscribeUrl}}"
MAX_LINKS = 2  # further placeholders stay unchanged. Spec: contacts.md §3 [D]
ONE_CLICK = "List-Unsubscribe=One-Click"
"""The form that a mailbox provider posts to the link in the header (RFC 8058)."""
HEADER_SOURCE, PAGE_SOURCE = "UnsubscribeHeader", "UnsubscribePage"
_HEADER, _PAGE = "one-click", "preferences"
_FIELDS = frozenset({"list-unsubscribe", "list-unsubscribe-post"})


def has_links(message: SentMessage) -> bool:
    """Return whether SES adds links to a message.

    SES does so if the message is sent to a contact list, and has one recipient and no DKIM signature by its sender.

    Spec: contacts.md §2 [D], §3 [D].
    """
    if message.list_management is None or len(message.recipients) != 1:
        return False
    content = message.content
    return not isinstance(content, RawContent) or not raw_mail.is_signed(content.data)


def write(message: SentMessage, content: Content) -> Content:
    """Return content with the links of a message; `Links.follow` resolves them from then on."""
    if not has_links(message):
        return content
    header = _add_link(message, _HEADER, HEADER_SOURCE, ONE_CLICK)
    page = _add_page_link(message)
    fields = (("List-Unsubscribe", f"<{header}>"), ("List-Unsubscribe-Post", ONE_CLICK))
    if isinstance(content, RawContent):
        data = raw_mail.replace_fields(content.data, fields)
        return RawContent(raw_mail.rewrite_texts(data, partial(_fill_bytes, page.encode())))
    return _write_simple(content, fields, page)


def fill(message: SentMessage, text: str) -> str:
    """Return a text part of a message with the placeholders replaced by the link to the preferences page."""
    if PLACEHOLDER not in text or not has_links(message):
        return text
    return text.replace(PLACEHOLDER, _add_page_link(message), MAX_LINKS)


def hide(message: SentMessage, text: str) -> str:
    """Return a text part of a message with its links, which differ from run to run, replaced by the placeholder."""
    for kind in (_HEADER, _PAGE):
        text = text.replace(_build_url(message, kind), PLACEHOLDER)
    return text


def page_link(message: SentMessage) -> str:
    """Return the link that replaces the placeholders of a message."""
    return _build_url(message, _PAGE)


def _write_simple(content: SimpleContent, fields: tuple[tuple[str, str], ...], page: str) -> SimpleContent:
    headers = [field for field in content.headers if field[0].lower() not in _FIELDS]
    return content._replace(
        headers=(*headers, *fields), text=_fill(content.text, page), html=_fill(content.html, page)
    )


def _fill(text: Text | None, link: str) -> Text | None:
    return None if text is None else text._replace(data=text.data.replace(PLACEHOLDER, link, MAX_LINKS))


def _fill_bytes(link: bytes, content: bytes) -> bytes:
    return content.replace(PLACEHOLDER.encode(), link, MAX_LINKS)


def _add_link(message: SentMessage, kind: str, source: str, form: str | None = None) -> str:
    url = _build_url(message, kind)
    message.account.world.links.add(url, partial(_opt_out, message, source, url), form=form)
    return url


def _add_page_link(message: SentMessage) -> str:
    return _add_link(message, _PAGE, PAGE_SOURCE)


def _build_url(message: SentMessage, kind: str) -> str:
    """Return a reproducible link on a reserved host, because the form of SES's own links is unknown.

    Spec: choices.md §2.
    """
    digest = hashlib.sha256(f"{kind} {message.message_id}".encode()).digest()
    signature = base64.urlsafe_b64encode(digest)[:27].decode()
    return f"https://unsubscribe.{message.region}.ses.example/{kind}/{message.message_id}/{signature}"


def _opt_out(message: SentMessage, source: str, url: str) -> str:
    message.account.world.recipient_simulation.opt_out(message, None, source)
    return url
