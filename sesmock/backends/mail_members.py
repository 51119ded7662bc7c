"""Parsers for the members that requests to send mail have in both v1 and v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.mail.content import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.backends.backend import Params


def parse_recipients(destination: Params) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """Return the addresses of a Destination: To, Cc and Bcc."""
    return (
        destination.get("ToAddresses", ()),
        destination.get("CcAddresses", ()),
        destination.get("BccAddresses", ()),
    )


def parse_pairs(items: Sequence[Params]) -> tuple[tuple[str, str], ...]:
    """Return message tags or headers as pairs of name and value."""
    return tuple([(item["Name"], item["Value"]) for item in items]) if items else ()


def parse_text(content: Params) -> Text:
    """Return the text of a Content, in the character set that it specifies."""
    return Text(content["Data"], content.get("Charset"))


def parse_optional_text(content: Params | None) -> Text | None:
    """Return the text of an optional Content."""
    return None if content is None else parse_text(content)
