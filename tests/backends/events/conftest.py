"""Fixtures of the tests of event destinations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.clients import shared_client

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

    from sesmock import SesMock


@pytest.fixture
def news(ses: SESClient) -> None:
    """Create a configuration set."""
    ses.create_configuration_set(ConfigurationSet={"Name": "news"})


@pytest.fixture(params=["ses", "sesv2", "pinpoint-email"])
def client(request: pytest.FixtureRequest, mocked: SesMock) -> Any:
    """Return a client of each API in turn."""
    return shared_client(request.param)
