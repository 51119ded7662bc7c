"""Moto's mocks, in any version, for tests in which sesmock mocks SES inside them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3
import moto
import pytest

from sesmock import in_mock_aws, stack

if TYPE_CHECKING:
    from collections.abc import Iterator

IS_OLD = moto.__version__.startswith("4.")
REGION = "us-east-1"
ACCOUNT = "123456789012"

new_moto = pytest.mark.skipif(
    IS_OLD, reason="moto 4 has no configuration, and a separate mock for each service"
)

# moto 5 replaced the mocks of single services with mock_aws.
mock_aws = moto.mock_ses if IS_OLD else moto.mock_aws


@contextmanager
def enabled(**options: Any) -> Iterator[None]:
    """Make moto's mocks mock SES with sesmock while a test runs."""
    in_mock_aws.enable(**options)
    try:
        yield
    finally:
        in_mock_aws.disable()


def is_active() -> bool:
    """Return whether a sesmock mock is active."""
    return stack.innermost() is not None


def send(*to: str, region: str = REGION) -> str:
    """Verify a sender, send a message through SES v1, and return its id."""
    ses = boto3.client("ses", region_name=region)
    ses.verify_email_identity(EmailAddress="shop@example.com")
    sent = ses.send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": list(to or ["ada@example.net"])},
        Message={"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "text"}}},
    )
    return str(sent["MessageId"])


def by_kind(**addresses: list[str]) -> dict[str, list[str]]:
    """Return recipients in the format of the installed moto: moto 4 has all three keys, even empty ones."""
    kinds: dict[str, list[str]] = {"ToAddresses": [], "CcAddresses": [], "BccAddresses": []} if IS_OLD else {}
    return kinds | addresses
