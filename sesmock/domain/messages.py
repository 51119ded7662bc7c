"""A message that SES accepted, as a test looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import mime, raw_mail, reading
from sesmock.domain.clock import at
from sesmock.domain.content import RawContent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from email.message import EmailMessage

    from sesmock.domain.addresses import Address
    from sesmock.domain.delivery import Outcome
    from sesmock.domain.drafts import Draft
    from sesmock.domain.envelopes import Envelope
    from sesmock.journal import Call


class SentMessage:
    """A message that SES accepted. Its MIME is made, and a raw message read, when first looked at.

    ``accepted_at`` is `sent_at` in seconds since 1970; ``tag_pairs`` are the message tags as they were given.
    """

    __slots__ = (
        "_content",
        "_raw",
        "_read",
        "accepted_at",
        "account_id",
        "api",
        "bcc",
        "call",
        "cc",
        "configuration_set",
        "message_id",
        "operation",
        "outcomes",
        "recipients",
        "region",
        "reply_to",
        "return_path",
        "sender",
        "tag_pairs",
        "template",
        "to",
    )

    def __init__(
        self,
        *,
        message_id: str,
        draft: Draft,
        envelope: Envelope,
        region: str,
        account_id: str,
        accepted_at: float,
        configuration_set: str | None,
    ) -> None:
        self.message_id = message_id
        self.api = draft.api
        self.operation = draft.operation
        self.region = region
        self.account_id = account_id
        self.accepted_at = accepted_at
        self.sender = envelope.sender
        self.return_path = envelope.return_path
        self.to = envelope.to
        self.cc = envelope.cc
        self.bcc = envelope.bcc
        self.reply_to = envelope.reply_to
        self.recipients = envelope.recipients
        self.configuration_set = configuration_set
        self.tag_pairs = draft.tags
        self.template = draft.template
        self.outcomes: Mapping[Address, Outcome] = {}
        self.call: Call | None = None
        self._content = draft.content
        self._raw: bytes | None = None
        self._read: reading.ReadMail | None = None

    def __repr__(self) -> str:
        to = ", ".join(self.to or self.recipients)
        return f"<SentMessage {self.subject!r} to {to}>"

    @property
    def sent_at(self) -> datetime:
        """When SES accepted the message: aware, UTC, whole milliseconds."""
        return at(self.accepted_at)

    @property
    def subject(self) -> str:
        """The subject as its reader sees it; ``""`` if there is none."""
        content = self._content
        return self._parts.subject if isinstance(content, RawContent) else content.subject.data

    @property
    def text(self) -> str | None:
        """The plain text part, or None if there is none."""
        content = self._content
        if isinstance(content, RawContent):
            return self._parts.text
        return None if content.text is None else content.text.data

    @property
    def html(self) -> str | None:
        """The HTML part, or None if there is none."""
        content = self._content
        if isinstance(content, RawContent):
            return self._parts.html
        return None if content.html is None else content.html.data

    @property
    def headers(self) -> reading.Headers:
        """The headers of `raw`: names are looked up without regard to case, and may occur more than once."""
        return self._parts.headers

    @property
    def attachments(self) -> reading.Attachments:
        """The attachments, by position or by file name."""
        content = self._content
        if isinstance(content, RawContent):
            return self._parts.attachments
        return reading.Attachments.given(content)

    @property
    def tags(self) -> Mapping[str, str]:
        """The message tags; of a name given twice the last value."""
        return dict(self.tag_pairs)

    @property
    def raw(self) -> bytes:
        """The message as its recipient gets it."""
        if self._raw is None:
            self._raw = self._compose()
        return self._raw

    @property
    def mime(self) -> EmailMessage:
        """`raw`, parsed anew by the standard library's ``email``."""
        return reading.mime_message(self.raw)

    @property
    def _parts(self) -> reading.ReadMail:
        if self._read is None:
            self._read = reading.ReadMail(self.raw)
        return self._read

    def _compose(self) -> bytes:
        content = self._content
        if isinstance(content, RawContent):
            return raw_mail.outgoing(
                content.data, message_id=self.message_id, sent_at=self.sent_at, region=self.region
            )
        return mime.compose(
            content,
            sender=self.sender or "",
            to=self.to,
            cc=self.cc,
            reply_to=self.reply_to,
            message_id=self.message_id,
            sent_at=self.sent_at,
            region=self.region,
        )
