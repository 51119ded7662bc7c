"""Code that a test decorates, and the mail that it sends."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from sesmock import current, mock_ses
from tests import sending

SENDER = "shop@example.com"
OPTIONS = [{}, {"identities": ["example.com"]}]
any_options = pytest.mark.parametrize("options", OPTIONS, ids=["bare", "with options"])


def send() -> None:
    """Verify the sender, and send a message from it."""
    client = boto3.client("ses")
    client.verify_email_identity(EmailAddress=SENDER)
    sending.send(client, sender=SENDER)


def count_sent() -> int:
    """Return the number of messages of the active mock."""
    return len(current().outbox)


def decorate(options: dict[str, Any], target: Any) -> Any:
    """Decorate a target, without parentheses or with options."""
    return mock_ses(**options)(target) if options else mock_ses(target)
