"""Messages for tests where the content does not matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3

from sesmock import current

if TYPE_CHECKING:
    from botocore.client import BaseClient

    from sesmock import SentMessage


def send(
    client: str | BaseClient = "sesv2",
    *to: str,
    sender: str = "shop@example.com",
    subject: str = "Hello",
    text: str | None = "Hi",
    html: str | None = None,
    **options: Any,
) -> str:
    """Send a message with a client, or with a new client of an API; return the message's id.

    The default recipient is ada@example.net. Options are additional parameters of the call, and override the
    others.
    """
    caller: Any = boto3.client(client) if isinstance(client, str) else client  # type: ignore[call-overload]
    body = {name: {"Data": data} for name, data in (("Text", text), ("Html", html)) if data is not None}
    message = {"Subject": {"Data": subject}, "Body": body}
    parameters: dict[str, Any] = {"Destination": {"ToAddresses": list(to or ["ada@example.net"])}}
    if caller.meta.service_model.service_name == "ses":
        parameters |= {"Source": sender, "Message": message}
    else:
        parameters |= {"FromEmailAddress": sender, "Content": {"Simple": message}}
    return str(caller.send_email(**parameters | options)["MessageId"])


def send_message(client: str | BaseClient = "sesv2", *to: str, **options: Any) -> SentMessage:
    """Send a message as `send` does; return it from the outbox."""
    send(client, *to, **options)
    return current().outbox[-1]
