"""The content of a message: as the caller passed it, and as SES sends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Text(NamedTuple):
    """A string, and the charset that the caller chose for it."""

    data: str
    charset: str | None = None


class AttachmentContent(NamedTuple):
    """An attachment as the caller passed it; None stands for a missing member.

    ``disposition`` is ``"attachment"`` or ``"inline"``; ``transfer_encoding`` is ``"7bit"``, ``"base64"`` or
    ``"quoted-printable"``.
    """

    file_name: str
    content: bytes
    content_type: str | None = None
    disposition: str = "attachment"
    content_id: str | None = None
    description: str | None = None
    transfer_encoding: str = "7bit"


class SimpleContent(NamedTuple):
    """The parts of a message for which SES writes the MIME."""

    subject: Text
    text: Text | None = None
    html: Text | None = None
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[AttachmentContent, ...] = ()

    def with_html(self, rewrite: Callable[[str], str]) -> SimpleContent:
        """Return the content with its HTML rewritten, if it has HTML."""
        if self.html is None:
            return self
        return self._replace(html=self.html._replace(data=rewrite(self.html.data)))


class RawContent(NamedTuple):
    """A message for which the caller wrote the MIME."""

    data: bytes


class TemplatedContent(NamedTuple):
    """A message to render from a template: by name, by ARN, or as (subject, text, html) in the request.

    ``data`` is the JSON text of an object.
    """

    data: str
    name: str | None = None
    arn: str | None = None
    inline: tuple[str | None, str | None, str | None] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[AttachmentContent, ...] = ()


@dataclass(frozen=True, slots=True)
class UsedTemplate:
    """The template that a message was rendered from."""

    name: str | None
    """The name of a stored template; None for inline content."""
    arn: str | None
    """The ARN of the template, if the request named it by ARN."""
    data: Mapping[str, object]
    """The template data, merged with the default data."""


Content = SimpleContent | RawContent
RequestedContent = SimpleContent | RawContent | TemplatedContent


class OutgoingContent(NamedTuple):
    """Content that is ready to be sent, and the template it was rendered from, if any.

    ``rendering_failure`` is the reason why rendering failed, if it did; in that case, the content has no texts.
    """

    content: Content
    template: UsedTemplate | None = None
    rendering_failure: str | None = None
