"""Clients of the three APIs inside a mock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sesmock import SesMock, mock_ses
from tests.clients import shared_client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"], retry_sleep=False) as active:
        yield active


@pytest.fixture
def ses(mocked: SesMock) -> SESClient:
    """Return an SES v1 client."""
    return shared_client("ses")


@pytest.fixture
def sesv2(mocked: SesMock) -> SESV2Client:
    """Return an SES v2 client."""
    return shared_client("sesv2")


@pytest.fixture
def pinpoint_email(mocked: SesMock) -> PinpointEmailClient:
    """Return a Pinpoint Email client."""
    return shared_client("pinpoint-email")


@pytest.fixture
def vdm(sesv2: SESV2Client) -> SESV2Client:
    """Return an SES v2 client with Virtual Deliverability Manager and its engagement metrics switched on."""
    sesv2.put_account_vdm_attributes(
        VdmAttributes={"VdmEnabled": "ENABLED", "DashboardAttributes": {"EngagementMetrics": "ENABLED"}}
    )
    return sesv2
