"""Webhooks, which receive events as a subscription to SNS does: signed, and after a confirmation request."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from datetime import datetime, timezone
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sesmock.domain import ids
from sesmock.publishing import sns_signature
from sesmock.publishing.sns_key_pair import key_pair
from sesmock.server.courier import Refused

if TYPE_CHECKING:
    from sesmock.domain.events.events import Event

_TIMEOUT = 10.0
CERTIFICATE_PATH = "/_sesmock/sns/certificate.pem"
CONFIRMATION_PATH = "/_sesmock/sns/confirm"
_CONFIRMATION_TEXT = (
    "You have chosen to subscribe to the topic {topic}.\n"
    "To confirm the subscription, visit the SubscribeURL included in this message."
)


class Webhook:
    """A URL that receives each event. ``server_url`` is the URL at which the receiver can reach this server."""

    def __init__(self, url: str, server_url: str, region: str, account_id: str) -> None:
        self.url = url
        self._server_url = server_url
        self._topic = f"arn:aws:sns:{region}:{account_id}:sesmock"
        self.token = ids.make_uuid().replace("-", "") * 2

    def deliver(self, event: Event | None) -> None:
        """Post an event, or the request to confirm if ``event`` is None; raise `OSError` to retry, or `Refused`."""
        document = self._confirm() if event is None else self._notify(event)
        signed = sns_signature.sign(document)
        # Only this server has the signing key, so the certificate is the server's own. The field is not part of the
        # signed text.
        signed["SigningCertURL"] = self._server_url + CERTIFICATE_PATH
        self._post(signed)

    def _notify(self, event: Event) -> dict[str, object]:
        return {
            "Type": "Notification",
            "MessageId": ids.make_uuid(),
            "TopicArn": self._topic,
            "Subject": "Amazon SES Email Event Notification",
            "Message": event.json,
            "Timestamp": _format_time(event.timestamp),
            "UnsubscribeURL": f"{self._server_url}/_sesmock/sns/unsubscribe",
        }

    def _confirm(self) -> dict[str, object]:
        return {
            "Type": "SubscriptionConfirmation",
            "MessageId": ids.make_uuid(),
            "Token": self.token,
            "TopicArn": self._topic,
            "Message": _CONFIRMATION_TEXT.format(topic=self._topic),
            "SubscribeURL": f"{self._server_url}{CONFIRMATION_PATH}?Token={self.token}",
            "Timestamp": _format_time(datetime.now(timezone.utc)),
        }

    def _post(self, document: dict[str, object]) -> None:
        headers = {
            "x-amz-sns-message-type": str(document["Type"]),
            "x-amz-sns-message-id": str(document["MessageId"]),
            "x-amz-sns-topic-arn": self._topic,
            # SNS posts JSON with this type, so receivers must not depend on application/json.
            "Content-Type": "text/plain; charset=UTF-8",
            "User-Agent": "Amazon Simple Notification Service Agent",
        }
        request = urllib.request.Request(self.url, json.dumps(document).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT):
                pass
        except urllib.error.HTTPError as error:
            with error:
                if 400 <= error.code < 500 and error.code != 429:  # SNS does not retry these either
                    raise Refused(f"{self.url}: {error}") from None
                raise OSError(f"{self.url}: {error}") from None


def check_url(url: str) -> str:
    """Return the URL of a webhook; raise `ValueError`."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"webhook must be an http:// or https:// URL, got {url!r}")
    return url


def certificate_pem() -> bytes:
    """Return the certificate of the signing key; raise `ImportError` if the extra ``sesmock[sns]`` is missing."""
    return key_pair().certificate_pem.encode()


def _format_time(moment: datetime) -> str:
    return f"{moment.astimezone(timezone.utc).isoformat(timespec='milliseconds')[:-6]}Z"
