"""Messages as plain values that are the same in every run."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.mail.parsed_mail import Attachment

# Headers that other entries of a snapshot cover, or that differ from run to run.
_LEFT_OUT = frozenset(
    "bcc cc content-transfer-encoding content-type date from message-id mime-version reply-to return-path subject to "
    "x-ses-message-tags x-ses-configuration-set dkim-signature feedback-id x-ses-outgoing".split()
)
_PARTS = ("to", "cc", "bcc", "reply_to")


def snapshot(message: SentMessage) -> dict[str, object]:
    """Return the content and addresses of a message, without ids, dates, boundaries and empty values."""
    values: dict[str, object] = {
        "api": message.api,
        "operation": message.operation,
        "sender": str(message.sender),
        "return_path": None if message.return_path is None else str(message.return_path),
        **{name: [str(address) for address in getattr(message, name)] for name in _PARTS},
        "subject": message.subject,
        "text": _lines(message, message.text),
        "html": _lines(message, message.html),
        "headers": [
            [name, _without_links(message, value)]
            for name in message.headers
            if name.lower() not in _LEFT_OUT
            for value in message.headers.get_all(name)
        ],
        "attachments": [
            {
                "file_name": attachment.file_name,
                "content_type": attachment.content_type,
                **_describe_content(message, attachment),
            }
            for attachment in message.attachments
        ],
        "tags": dict(message.tags),
        "configuration_set": message.configuration_set,
        "tenant": message.tenant,
        "contact_list": message.contact_list,
        "topic": message.topic,
        "template": None if message.template is None else message.template.name,
    }
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def _describe_content(message: SentMessage, attachment: Attachment) -> dict[str, object]:
    """Return the size and hash of an attachment, except for SES's own reports, which contain random ids."""
    if message.call is None:
        return {}
    return {
        "size": len(attachment.content),
        "sha256": hashlib.sha256(attachment.content).hexdigest(),
    }


def _lines(message: SentMessage, text: str | None) -> str | None:
    return None if text is None else _without_links(message, text.replace("\r\n", "\n"))


def _without_links(message: SentMessage, text: str) -> str:
    """Return a string without its unsubscribe links."""
    if message.list_management is None:
        return text
    from sesmock.domain.mail import unsubscribe_links

    return unsubscribe_links.hide(message, text)
