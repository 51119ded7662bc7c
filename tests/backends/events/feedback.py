"""Mail to the simulator, and the topics that receive feedback about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests import sending

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

    from sesmock import SesMock
    from sesmock.domain.events.publications import Publication

TOPIC = "arn:aws:sns:us-east-1:123456789012:ses-topic"
OTHER_TOPIC = "arn:aws:sns:us-east-1:123456789012:other"
BOUNCE, COMPLAINT, SUCCESS, OOTO = (
    f"{mailbox}@simulator.amazonses.com" for mailbox in ("bounce", "complaint", "success", "ooto")
)
# Parts that differ from message to message.
MASKS = [
    (r"01[0-9a-f]{14}-[0-9a-f-]{36}-000000", "ID"),
    (r'(?<=":")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z', "SECOND"),
    (r'(?<=":")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z', "TIME"),
    (r'(?<="processingTimeMillis":)\d+', "0"),
    (r"----=_Part_\d+_\d+\.\d+", "BOUNDARY"),
    (r"\b\d+\.\d+\.\d+\.\d+\b", "IP"),
    (r"\b[ae]\d+-\d+(?=\.smtp-out)", "HOST"),
    (r'(?<="callerIdentity":")[^"]+', "CALLER"),
]


def mask_text(text: str, masks: list[tuple[str, str]] = MASKS) -> str:
    """Replace the parts of a string that differ from message to message."""
    for pattern, mask in masks:
        text = re.sub(pattern, mask, text)
    return text


def set_topic(
    client: SESClient, identity: str, kind: Any, topic: str = TOPIC, *, headers: bool = False
) -> None:
    """Set the topic for notifications about an identity."""
    client.set_identity_notification_topic(Identity=identity, NotificationType=kind, SnsTopic=topic)
    if headers:
        client.set_identity_headers_in_notifications_enabled(
            Identity=identity, NotificationType=kind, Enabled=True
        )


def send(client: SESClient, to: str, *, sender: str = "sender@example.com", **options: Any) -> None:
    """Send the message that the recorded notifications are about."""
    sending.send(
        client, to, sender=sender, subject="Subject Test", text="text", html="<p>text</p>", **options
    )


def list_notifications(mocked: SesMock) -> list[Publication]:
    """Return the published notifications, without confirmations."""
    return list(mocked.publications.filter(purpose="notification"))
