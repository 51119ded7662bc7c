"""Fixtures of the tests of identities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sesmock import SesMock, mock_ses

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def manual() -> Iterator[SesMock]:
    """Mock SES with manual verification."""
    with mock_ses(verification="manual") as active:
        yield active
