"""The header fields that SES adds to every outgoing mail. Spec: messages.md §7 [R]."""

from __future__ import annotations

import base64
import hashlib
from email.utils import format_datetime
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.mail import event_constants

if TYPE_CHECKING:
    from datetime import datetime

_SIGNED = "From:To:Subject:MIME-Version:Content-Type:Message-ID:Date"
NAMES = frozenset({"dkim-signature", "message-id", "date", "feedback-id", "x-ses-outgoing"})
"""The names of these fields, in lower case."""


class Postmark(NamedTuple):
    """The facts about an email that go into the fields SES adds.

    ``domain`` is the sender's domain; two of the message ``tags`` appear in the Feedback-ID.
    """

    message_id: str
    sent_at: datetime
    account_id: str
    region: str
    domain: str
    tags: tuple[tuple[str, str], ...] = ()

    @property
    def date(self) -> tuple[bytes, bytes]:
        """The Date field."""
        return b"Date", date(self.sent_at).encode()

    @property
    def outgoing_id(self) -> tuple[bytes, bytes]:
        """The Message-ID field. Spec: messages.md §7 [D]."""
        # The host names of us-east-1 lack the region. Spec: messages.md §7 [R].
        host = "email" if self.region == "us-east-1" else self.region
        return b"Message-ID", f"<{self.message_id}@{host}.amazonses.com>".encode()

    @property
    def signatures(self) -> list[tuple[bytes, bytes]]:
        """The DKIM-Signature fields: one for the sender's domain and one for SES. The signatures are not valid.

        SES signs its own mail only once, in every region. Spec: notifications.md §2 [R].
        """
        is_own = self.domain.endswith(".amazonses.com")
        domains = dict.fromkeys(("amazonses.com" if is_own else self.domain, "amazonses.com"))
        return [(b"DKIM-Signature", self._signature(domain)) for domain in domains if domain.isascii()]

    @property
    def trace(self) -> list[tuple[bytes, bytes]]:
        """The fields at the end of the header."""
        address = event_constants.outgoing(self.region).ip_address
        return [
            (b"Feedback-ID", self._feedback_id().encode()),
            (b"X-SES-Outgoing", f"{self.sent_at:%Y.%m.%d}-{address}".encode()),
        ]

    def _signature(self, domain: str) -> bytes:
        selector = base64.b32encode(_digest(self.account_id, domain)[:20]).decode().lower()
        return (
            f"v=1; a=rsa-sha256; q=dns/txt; c=relaxed/simple;\r\n\ts={selector}; d={domain};\r\n"
            f"\tt={int(self.sent_at.timestamp())}; h={_SIGNED};\r\n"
            f"\tbh={_base64('body', self.message_id)};\r\n\tb={_base64('signature', domain, self.message_id)}"
        ).encode()

    def _feedback_id(self) -> str:
        """Return the two parts that the sender's tags set, if any, and SES's own parts; the positions are inferred."""
        tags = dict(self.tags)
        first, second = (tags.get(f"ses:feedback-id-{part}", "") for part in "ab")
        return f"{first}:{second}:1.{self.region}.{_base64('feedback', self.account_id)}:AmazonSES"


def date(time: datetime) -> str:
    """Return a time in the format of mail headers."""
    return format_datetime(time)


def _base64(*parts: str) -> str:
    return base64.b64encode(_digest(*parts)).decode()


def _digest(*parts: str) -> bytes:
    return hashlib.sha256(" ".join(parts).encode()).digest()
