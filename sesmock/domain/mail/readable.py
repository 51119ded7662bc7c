"""What a test reads in a mail, whichever way it went."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from sesmock.domain.mail import mime_parts
from sesmock.domain.mail.html import html_text
from sesmock.domain.singles import get_only

if TYPE_CHECKING:
    from email.message import EmailMessage
    from os import PathLike
    from pathlib import Path

    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.parsed_mail import Attachment, Attachments, Headers


class ReadableMail(ABC):
    """A mail of which subject, text, HTML and source are known."""

    __slots__ = ()

    @property
    @abstractmethod
    def raw(self) -> bytes:
        """The mail as MIME."""

    @property
    @abstractmethod
    def subject(self) -> str:
        """The subject as its reader sees it; ``""`` if there is none."""

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
        """The headers of `raw`: names are looked up without regard to case, and may occur more than once."""

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
        """The text and the source of the HTML, one after the other; ``""`` without both."""
        return "\n".join(part for part in (self.text, self.html) if part is not None)

    @property
    def header(self) -> Headers:
        """The same as `headers`, under the name of its filter."""
        return self.headers

    @property
    def link(self) -> str:
        """The only one of `links`; raise `ValueError` if there are more, or none."""
        return get_only("link", self.links)

    @property
    def attachment(self) -> Attachment:
        """The only one of `attachments`; raise `ValueError` if there are more, or none."""
        return get_only("attachment", self.attachments)

    @property
    def recipient(self) -> Address:
        """The only one of `recipients`; raise `ValueError` if there are more, or none."""
        return get_only("recipient", self.recipients)

    @property
    def mime(self) -> EmailMessage:
        """`raw`, parsed anew by the standard library's ``email``."""
        return mime_parts.email_message(self.raw)

    @property
    def links(self) -> tuple[str, ...]:
        """The links of the HTML and of the text, in order, each once."""
        return html_text.extract_links(self.text, self.html)

    @property
    def text_content(self) -> str:
        """The text, or the HTML made readable if there is none; ``""`` without both."""
        text, html = self.text, self.html
        return text if text is not None else html_text.extract_text(html or "")

    def find(self, pattern: str | re.Pattern[str]) -> str:
        """Return what a pattern finds (its first group, if it has one): a code, a token, a link.

        The text is searched, the HTML as text, its source, then the subject. Raise `AssertionError` if it is in
        none of them.
        """
        __tracebackhide__ = True
        readable = html_text.extract_text(self.html or "")
        for text in (self.text or "", readable, self.html or "", self.subject):
            match = re.search(pattern, text)
            if match is not None:
                return str(match[1] if match.re.groups else match[0])
        raise AssertionError(f"{pattern!r} is nowhere in {self!r}: {shorten(self.text_content, 1000)!r}")

    def save(self, path: str | PathLike[str]) -> Path:
        """Write `raw` to a file, which mail programs open if its name ends in ``.eml``; return its path."""
        from pathlib import Path

        file = Path(path)
        file.write_bytes(self.raw)
        return file


def shorten(text: str, width: int = 80) -> str:
    """Return a text, or its beginning and an ellipsis if it is longer than a width."""
    return text if len(text) <= width else text[: width - 1] + "…"
