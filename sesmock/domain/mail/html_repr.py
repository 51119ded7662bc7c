"""The HTML representation of a message for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sesmock.domain.mail import addresses

if TYPE_CHECKING:
    from sesmock.domain.mail.messages import SentMessage

# An email must not run code or load anything; only images embedded in it are shown.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def build_page(message: SentMessage) -> str:
    """Return a message as HTML: its header as a table, and its HTML in a sandboxed frame, or else its text."""
    fields = [
        ("From", addresses.display(message.sender)),
        ("To", ", ".join(map(addresses.display, message.to))),
        ("Subject", message.subject),
    ]
    rows = "".join(f"<tr><th>{name}</th><td>{escape(value)}</td></tr>" for name, value in fields)
    html = message.html
    if html is None:
        return f"<table>{rows}</table><pre>{escape(message.text_content)}</pre>"
    document = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">{html}'
    frame = f'<iframe sandbox srcdoc="{escape(document)}" style="width:100%;height:24em;background:#fff"></iframe>'
    return f"<table>{rows}</table>{frame}"
