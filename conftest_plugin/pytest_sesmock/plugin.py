"""What pytest loads: nothing of sesmock is imported before a fixture is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import SesMock


@pytest.fixture
def ses_mock() -> Iterator[SesMock]:
    """Mock Amazon SES for the test, and give the active mock."""
    from sesmock import mock_ses

    with mock_ses() as active:
        yield active
