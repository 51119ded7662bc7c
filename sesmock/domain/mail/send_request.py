"""An immutable request to send a message, before SES checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.calls import Call
    from sesmock.domain.mail.content import RequestedContent


class ListManagement(NamedTuple):
    """The contact list that a message is sent to, and the message's topic, if any."""

    contact_list: str
    topic: str | None = None


class SendOptions(NamedTuple):
    """The options of a send besides content and addresses.

    The header of a raw message may set options that the call leaves out. ``tracks_opens`` and ``tracks_clicks`` are
    None if the account and the configuration set decide. ``tenant`` is the name of the tenant that the message is sent
    for.
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
    """A request to send a message; addresses are strings as the caller passed them.

    ``destinations`` are the envelope recipients of a raw message, if the caller passed any. ``max_bytes`` is the size
    limit of the API.
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
