"""Damaged requests get well-formed errors of their API, soon, and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sesmock import current, mock_ses
from sesmock.http import HttpRequest
from tests.fuzzing.damage import damaged_requests
from tests.fuzzing.doors import CLIENT, SERVER
from tests.fuzzing.wire import check
from tests.protocol.wires import URL

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _mock() -> Iterator[None]:
    with mock_ses(identities=["example.com"], configuration_sets=["news"]):
        yield


@settings(max_examples=settings().max_examples // 4)
@given(damaged=damaged_requests(), door=st.sampled_from([CLIENT, SERVER]))
def test_a_damaged_request_is_answered_or_refused(damaged: HttpRequest, door: str) -> None:
    """A request with wrong bytes, numbers, nesting, headers or paths is answered, or refused as SES refuses."""
    assert check(current(), damaged, door)


@pytest.mark.parametrize("door", [CLIENT, SERVER])
@pytest.mark.parametrize(
    ("damage", "status"),
    [
        ({"method": "HEAD"}, {403, 404}),
        ({"headers": {"X-Amz-Target": "a.b", "Authorization": "Credential=a/b/c/d/e"}}, {501}),
        ({"body": b"Action=GetSendQuota&" + b"a." * 10_000 + b"a=1"}, {200}),
        ({"body": b"Action=ListIdentities&MaxItems=" + b"9" * 5_000}, {400}),
    ],
)
def test_known_damages_are_refused_by_both(door: str, damage: dict[str, Any], status: set[int]) -> None:
    """The mock and its server refuse the same damaged requests."""
    request = HttpRequest("POST", f"{URL}/", {}, b"Action=GetSendQuota")._replace(**damage)

    assert check(current(), request, door) in status
