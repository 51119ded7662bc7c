"""What a call asks to be sent, before SES has judged it. Nothing in here changes on the way of a send."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.calls import Call
    from sesmock.domain.mail.content import RequestedContent


class ListManagement(NamedTuple):
    """The contact list that decides who gets a message, and the topic of the message if it has one."""

    contact_list: str
    topic: str | None = None


class SendOptions(NamedTuple):
    """How a message is to be sent, whatever it says and whoever it is for.

    The header of a raw message may name what its call does not. ``tracks_opens`` and ``tracks_clicks`` are None
    where the settings decide. ``tenant`` is the name of the tenant for whom it is sent.
    """

    configuration_set: str | None = None
    tags: Sequence[tuple[str, str]] = ()
    source_arn: str | None = None
    from_arn: str | None = None
    return_path_arn: str | None = None
    tracks_opens: bool | None = None
    tracks_clicks: bool | None = None
    tenant: str | None = None
    list_management: ListManagement | None = None
    endpoint_id: str | None = None


class SendRequest(NamedTuple):
    """What a call asks to be sent; addresses are texts as given.

    ``destinations`` are the envelope recipients that the caller of a raw message named, if any. ``max_bytes`` is
    the size that the API takes.
    """

    call: Call
    content: RequestedContent
    max_bytes: int
    options: SendOptions
    sender: str | None = None
    to: Sequence[str] = ()
    cc: Sequence[str] = ()
    bcc: Sequence[str] = ()
    destinations: Sequence[str] = ()
    reply_to: Sequence[str] = ()
    return_path: str | None = None
