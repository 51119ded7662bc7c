"""A send call in plain words, before SES has judged it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sesmock.domain.content import AttachmentContent, Content


@dataclass(frozen=True, slots=True)
class UsedTemplate:
    """The template that a message was made from; ``data`` is what it was rendered with, as merged."""

    name: str | None
    arn: str | None
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """Which template a message is to be made from: by name, by ARN, or as (subject, text, html) in the request.

    ``data`` is an object in JSON, as text.
    """

    data: str
    name: str | None = None
    arn: str | None = None
    inline: tuple[str | None, str | None, str | None] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[AttachmentContent, ...] = ()


@dataclass(slots=True)
class Draft:
    """What a caller asked to be sent; addresses are texts as given.

    ``destinations`` are the envelope recipients that the caller of a raw message named, if any. ``max_bytes`` is
    the size that the API takes. ``header`` is the header of a raw message as (name, unfolded value).
    ``tracks_opens`` and ``tracks_clicks`` are None where the settings decide.
    """

    api: str
    operation: str
    content: Content
    max_bytes: int
    sender: str | None = None
    to: Sequence[str] = ()
    cc: Sequence[str] = ()
    bcc: Sequence[str] = ()
    destinations: Sequence[str] = ()
    reply_to: Sequence[str] = ()
    return_path: str | None = None
    tags: Sequence[tuple[str, str]] = ()
    configuration_set: str | None = None
    source_arn: str | None = None
    from_arn: str | None = None
    return_path_arn: str | None = None
    template_use: TemplateUse | None = None
    template: UsedTemplate | None = None
    rendering_failure: str | None = None
    tracks_opens: bool | None = None
    tracks_clicks: bool | None = None
    header: Sequence[tuple[str, str]] | None = None
