"""Calls that need permissions, and the resources that they need them for."""

from __future__ import annotations

from typing import Any

import boto3

ADDRESS = "ada@example.net"
USER = "arn:aws:iam::123456789012:user/sesmock"
ARN = "arn:aws:ses:us-east-1:123456789012:"
RAW = b"From: Shop <shop@example.com>\nTo: ada@example.net\nSubject: Hello\n\nHi"
TEXT = {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}


def send_raw(api: str, data: bytes = RAW) -> Any:
    """Send raw mail with one of the APIs."""
    client: Any = boto3.client(api)
    if api == "ses":
        return client.send_raw_email(RawMessage={"Data": data})
    return client.send_email(Destination={"ToAddresses": [ADDRESS]}, Content={"Raw": {"Data": data}})
