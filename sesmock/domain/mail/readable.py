"""The properties that every email has in a test, whether it was sent or received."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from sesmock.domain import guessed_names
from sesmock.domain.completion import SuggestsNames
from sesmock.domain.mail import mime_parts
from sesmock.domain.mail.html import html_text
from sesmock.domain.singles import get_only

if TYPE_CHECKING:
    from email.message import EmailMessage
    from os import PathLike
    from pathlib import Path

    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.parsed_mail import Attachment, Attachments, Headers


class ReadableMail(SuggestsNames, ABC):
    """An email with its subject, text, HTML and source."""

    __slots__ = ()

    _GUESSES = guessed_names.OF_MAIL

    @property
    @abstractmethod
    def raw(self) -> bytes:
        """The mail as MIME."""

    @property
    @abstractmethod
    def subject(self) -> str:
        """The decoded subject; ``""`` if there is none."""

    @property
    @abstractmethod
    def text(self) -> str | Any:
        """The plain text part, or None if there is none."""

    @property
    @abstractmethod
    def html(self) -> str | Any:
        """The HTML part, or None if there is none."""

    @property
    @abstractmethod
    def headers(self) -> Headers:
        """The headers of `raw`; names are case-insensitive and may occur more than once."""

    @property
    @abstractmethod
    def attachments(self) -> Attachments:
        """The attachments, by position or by file name."""

    @property
    @abstractmethod
    def recipients(self) -> tuple[Address, ...]:
        """The recipients of the envelope."""

    @property
    def body(self) -> str:
        """The text followed by the source of the HTML; ``""`` if there is neither."""
        return "\n".join(part for part in (self.text, self.html) if part is not None)

    @property
    def header(self) -> Headers:
        """An alias of `headers`, because the filter is named ``header``."""
        return self.headers

    @property
    def link(self) -> str:
        """The only link; raise `ValueError` if there are several or none."""
        return get_only("link", self.links)

    @property
    def attachment(self) -> Attachment:
        """The only attachment; raise `ValueError` if there are several or none."""
        return get_only("attachment", self.attachments)

    @property
    def recipient(self) -> Address:
        """The only recipient; raise `ValueError` if there are several or none."""
        return get_only("recipient", self.recipients)

    @property
    def mime(self) -> EmailMessage:
        """`raw`, parsed by the standard library's ``email``; a new object on each access."""
        return mime_parts.build_email_message(self.raw)

    @property
    def links(self) -> tuple[str, ...]:
        """The links in the HTML and the text, in order and without duplicates."""
        return html_text.extract_links(self.text, self.html)

    @property
    def text_content(self) -> str:
        """The text, or the readable text of the HTML if there is none; ``""`` if there is neither."""
        text, html = self.text, self.html
        return text if text is not None else html_text.extract_text(html or "")

    def find(self, pattern: str | re.Pattern[str]) -> str:
        """Return the match of a pattern, or its first group, such as a code, a token or a link.

        Search the text, the readable text of the HTML, its source, and the subject. Raise `AssertionError` if none of
        them matches.
        """
        __tracebackhide__ = True
        readable = html_text.extract_text(self.html or "")
        for text in (self.text or "", readable, self.html or "", self.subject):
            match = re.search(pattern, text)
            if match is not None:
                return str(match[1] if match.re.groups else match[0])
        raise AssertionError(f"{pattern!r} does not occur in {self!r}: {shorten(self.text_content, 1000)!r}")

    def save(self, path: str | PathLike[str]) -> Path:
        """Write `raw` to a file and return its path; mail clients open files whose names end in ``.eml``."""
        from pathlib import Path

        file = Path(path)
        file.write_bytes(self.raw)
        return file


def shorten(text: str, width: int = 80) -> str:
    """Return a string, truncated to a width with an ellipsis if it is longer."""
    return text if len(text) <= width else text[: width - 1] + "…"
