"""Damaged requests get well-formed errors of their API, soon, and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sesmock import current, mock_ses
from tests.fuzzing.damage import damaged_requests
from tests.fuzzing.doors import CLIENT, SERVER
from tests.fuzzing.wire import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.http import HttpRequest


@pytest.fixture(autouse=True)
def _mock() -> Iterator[None]:
    with mock_ses(identities=["example.com"], configuration_sets=["news"]):
        yield


@settings(max_examples=settings().max_examples // 4)
@given(damaged=damaged_requests(), door=st.sampled_from([CLIENT, SERVER]))
def test_a_damaged_request_is_answered_or_refused(damaged: HttpRequest, door: str) -> None:
    """A request with wrong bytes, numbers, nesting, headers or paths is answered, or refused as SES refuses."""
    assert check(current(), damaged, door)
