"""Mail with unsubscribe links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.backends.contacts.contact_list import list_options
from tests.sending import send_message

if TYPE_CHECKING:
    from sesmock import SentMessage

MARK = "{{amazonSESUnsubscribeUrl}}"
ONE_CLICK = "List-Unsubscribe=One-Click"


def send_with_placeholder(topic: str | None = "news", *to: str, **parameters: Any) -> SentMessage:
    """Send a message for the list, with the placeholder in text and HTML."""
    return send_message(
        "sesv2",
        *to,
        text=f"Leave: {MARK}",
        html=f'<a href="{MARK}">Leave</a>',
        ListManagementOptions=list_options(topic),
        **parameters,
    )


def read_header_link(message: SentMessage) -> str:
    """Return the link in List-Unsubscribe."""
    return message.headers["List-Unsubscribe"].strip("<>")
