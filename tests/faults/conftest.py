"""Fixtures of the tests of faults and permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sesmock import SesMock, mock_ses

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with example.com verified, and with retries that do not wait."""
    with mock_ses(identities=["example.com"], retry_sleep=False) as active:
        yield active
