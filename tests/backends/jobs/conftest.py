"""Fixtures of the tests of export jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time

from tests.backends.jobs.exports import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import SesMock


@pytest.fixture
def clock(mocked: SesMock) -> Iterator[None]:
    """Freeze the time; the mock's clock can still be shifted."""
    with freeze_time(NOW):
        yield
