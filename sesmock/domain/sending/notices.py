"""Mail that SES itself writes: verification requests, forwarded feedback and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import ids
from sesmock.domain.mail import addresses
from sesmock.domain.mail.content import OutgoingContent, RawContent, SimpleContent, Text
from sesmock.domain.mail.messages import SentMessage
from sesmock.domain.sending.delivery import Outcome
from sesmock.domain.sending.envelopes import Envelope

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.mail.content import Content

SENDER = "Amazon Web Services <no-reply-aws@amazon.com>"  # the sender in AWS's guides


def send(
    account: Account, *, to: str, subject: str, text: str, html: str | None = None, sender: str = SENDER
) -> SentMessage:
    """Write a message from SES itself to `World.notices` and return it.

    The message skips all checks, does not count toward quotas, is always delivered, and belongs to no call.
    """
    content = SimpleContent(Text(subject), Text(text), None if html is None else Text(html))
    return _send(account, content, sender, to)


def send_raw(account: Account, data: bytes, *, sender: str, to: str) -> SentMessage:
    """Write a message with finished MIME to `World.notices`, like `send`."""
    return _send(account, RawContent(data), sender, to)


def _send(account: Account, content: Content, sender: str, to: str) -> SentMessage:
    recipients = (addresses.parse(to),)
    accepted_at = round(account.world.clock.time(), 3)
    message = SentMessage(
        message_id=ids.make_message_id(account.region, accepted_at),
        call=None,
        account=account,
        accepted_at=accepted_at,
        envelope=Envelope(addresses.parse(sender), None, to=recipients, recipients=recipients),
        content=OutgoingContent(content),
    )
    message.decide(dict.fromkeys(recipients, Outcome.DELIVERED))
    account.world.notices.append(message)
    return message
