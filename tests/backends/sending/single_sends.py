"""Sends of one message with SES v1 and v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

SENDER = "shop@example.com"
TO = ["ada@example.net"]


def build_message(**parts: str) -> dict[str, Any]:
    """Return a message with Text and Html parts."""
    return {"Subject": {"Data": "Hello"}, "Body": {name: {"Data": data} for name, data in parts.items()}}


def send_v2(client: SESV2Client, **changes: Any) -> str:
    """Send a message with SES v2."""
    request: dict[str, Any] = {
        "FromEmailAddress": SENDER,
        "Destination": {"ToAddresses": TO},
        "Content": {"Simple": build_message(Text="Hi")},
        **changes,
    }
    return client.send_email(**{name: value for name, value in request.items() if value is not None})[
        "MessageId"
    ]


def send_v1(client: SESClient, **changes: Any) -> str:
    """Send a message with SES v1."""
    request = {
        "Source": SENDER,
        "Destination": {"ToAddresses": TO},
        "Message": build_message(Text="Hi"),
        **changes,
    }
    return client.send_email(**request)["MessageId"]


def send_raw_v1(client: SESClient, data: bytes, **changes: Any) -> str:
    """Send a raw message with SES v1."""
    return client.send_raw_email(RawMessage={"Data": data}, **changes)["MessageId"]
