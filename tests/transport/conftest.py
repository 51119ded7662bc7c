"""Fixtures of the tests of HTTP clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sesmock import SesMock, mock_ses

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"]) as active:
        yield active
