"""Fixtures of the tests of accounts."""

from __future__ import annotations

from typing import Any

import pytest

from sesmock import mock_ses


@pytest.fixture
def sandboxed() -> Any:
    """Mock SES for an account in the sandbox."""
    with mock_ses(identities=["example.com"], sandbox=True, retry_sleep=False) as active:
        yield active
