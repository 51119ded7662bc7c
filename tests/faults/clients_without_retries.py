"""Sends with clients of the three APIs that do not retry."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.config import Config

from tests import sending

ADDRESS = "ada@example.net"
# Unlike max_attempts, botocore's total_max_attempts includes the first attempt.
ONCE = Config(retries={"total_max_attempts": 1})
APIS = ("ses", "sesv2", "pinpoint-email")


def send(api: str = "sesv2", *to: str, config: Config = ONCE, **client: Any) -> str:
    """Send a message with one of the APIs, by default without retries."""
    return sending.send(boto3.client(api, config=config, **client), *to)  # type: ignore[call-overload]
