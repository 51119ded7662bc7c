"""The bytes of a message, with or without SES's tracking and unsubscribe links."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sesmock.domain.mail import composing, raw_mail
from sesmock.domain.mail.content import RawContent
from sesmock.domain.mail.headers.outgoing_fields import Postmark

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.mail.content import Content, Text
    from sesmock.domain.mail.messages import SentMessage


def compose(message: SentMessage, *, tracked: bool) -> bytes:
    """Return a message as its recipient gets it, with or without tracking."""
    content, tracking = message.content, message.tracking
    if tracked and tracking is not None:
        content = _rewrite_html(content, partial(tracking.rewrite, message))
    return dump(message, _with_links(message, content))


def dump(message: SentMessage, content: Content) -> bytes:
    """Return content as a complete email, with the addresses of a message."""
    if isinstance(content, RawContent):
        return raw_mail.write_outgoing(content.data, _build_postmark(message), message.sender)
    return composing.compose(
        content,
        sender=message.sender,
        to=message.to,
        cc=message.cc,
        reply_to=message.reply_to,
        postmark=_build_postmark(message),
    )


def read_text(message: SentMessage, text: Text | None) -> str | None:
    """Return a text part of a message with its unsubscribe links filled in, or None if there is no text."""
    if text is None or message.list_management is None:
        return None if text is None else text.data
    from sesmock.domain.mail import unsubscribe_links

    return unsubscribe_links.fill(message, text.data)


def _with_links(message: SentMessage, content: Content) -> Content:
    """Return content with unsubscribe links if the message has a contact list."""
    if message.list_management is None:
        return content
    from sesmock.domain.mail import unsubscribe_links

    return unsubscribe_links.write(message, content)


def _rewrite_html(content: Content, rewrite: Callable[[str], str]) -> Content:
    if isinstance(content, RawContent):
        return RawContent(raw_mail.rewrite_html(content.data, rewrite))
    return content.with_html(rewrite)


def _build_postmark(message: SentMessage) -> Postmark:
    return Postmark(
        message.message_id,
        message.sent_at,
        message.account_id,
        message.region,
        message.sender.domain,
        tuple(message.tag_pairs),
    )
