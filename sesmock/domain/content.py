"""The content of a message as a caller gave it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text and the charset that the caller named for it."""

    data: str
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class AttachmentContent:
    """An attachment as the caller gave it; None stands for a member that was not given.

    ``disposition`` is ``"attachment"`` or ``"inline"``; ``transfer_encoding`` one of ``"7bit"``, ``"base64"``
    and ``"quoted-printable"``.
    """

    file_name: str
    content: bytes
    content_type: str | None = None
    disposition: str = "attachment"
    content_id: str | None = None
    description: str | None = None
    transfer_encoding: str = "7bit"


@dataclass(frozen=True, slots=True)
class SimpleContent:
    """A message as its parts: SES writes the MIME."""

    subject: Text
    text: Text | None = None
    html: Text | None = None
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[AttachmentContent, ...] = ()

    def with_html(self, rewrite: Callable[[str], str]) -> SimpleContent:
        """Return the same with its HTML rewritten, if there is one."""
        if self.html is None:
            return self
        return replace(self, html=replace(self.html, data=rewrite(self.html.data)))


@dataclass(frozen=True, slots=True)
class RawContent:
    """A message whose MIME the caller wrote."""

    data: bytes


Content = SimpleContent | RawContent
