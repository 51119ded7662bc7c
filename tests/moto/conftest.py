"""Fixtures of the tests of sesmock in moto's mocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sesmock import stack
from tests.mocks_of_moto import enabled

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def _enabled() -> Iterator[None]:
    with enabled():
        yield
    assert stack.innermost() is None
