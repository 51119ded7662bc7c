"""What a message says: as a caller gave it, and ready to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Text(NamedTuple):
    """A piece of text and the charset that the caller named for it."""

    data: str
    charset: str | None = None


class AttachmentContent(NamedTuple):
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


class SimpleContent(NamedTuple):
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
        return self._replace(html=self.html._replace(data=rewrite(self.html.data)))


class RawContent(NamedTuple):
    """A message whose MIME the caller wrote."""

    data: bytes


class TemplatedContent(NamedTuple):
    """A message to be made from a template: by name, by ARN, or as (subject, text, html) in the request.

    ``data`` is an object in JSON, as text.
    """

    data: str
    name: str | None = None
    arn: str | None = None
    inline: tuple[str | None, str | None, str | None] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[AttachmentContent, ...] = ()


@dataclass(frozen=True, slots=True)
class UsedTemplate:
    """The template that a message was made from; ``data`` is what it was rendered with, as merged."""

    name: str | None
    arn: str | None
    data: Mapping[str, object]


Content = SimpleContent | RawContent
RequestedContent = SimpleContent | RawContent | TemplatedContent


class OutgoingContent(NamedTuple):
    """Content that is ready to be sent, and the template that it was made from, if it was.

    ``rendering_failure`` is why the template could not be rendered: there are no texts then.
    """

    content: Content
    template: UsedTemplate | None = None
    rendering_failure: str | None = None
