"""Damaged requests quickly get well-formed errors of their API, and change nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from sesmock import current, mock_ses
from sesmock.http import HttpRequest
from tests.fuzzing.damage import damaged_requests
from tests.fuzzing.doors import CLIENT, SERVER
from tests.fuzzing.runs import WIRE, run
from tests.fuzzing.wire import check
from tests.fuzzing.wire_faults import PLANTED
from tests.protocol.wires import URL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def _mock() -> Iterator[None]:
    with mock_ses(identities=["example.com"], configuration_sets=["news"]):
        yield


@settings(max_examples=settings().max_examples // 4)
@given(damaged=damaged_requests(), door=st.sampled_from([CLIENT, SERVER]))
def test_a_damaged_request_is_answered_or_refused(damaged: HttpRequest, door: str) -> None:
    """A request with invalid bytes, numbers, nesting, headers or paths is accepted, or refused with an SES error."""
    assert check(current(), damaged, door, measures=False)


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
def test_the_mock_and_its_server_respond_alike(door: str, damage: dict[str, Any], status: set[int]) -> None:
    """The mock and its server respond to a damaged request with the same status."""
    request = HttpRequest("POST", f"{URL}/", {}, b"Action=GetSendQuota")._replace(**damage)

    assert check(current(), request, door) in status


def is_utf_8(body: bytes) -> bool:
    """Return whether bytes are valid UTF-8."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def has_equal_keys(body: bytes) -> bool:
    """Return whether a JSON object has two members with the same name."""
    found = []

    def look(pairs: list[tuple[str, Any]]) -> None:
        found.append(len(dict(pairs)) < len(pairs))

    with suppress(ValueError, RecursionError):
        json.loads(body, object_pairs_hook=look)
        return any(found)
    return False


KINDS: dict[str, Callable[[HttpRequest], bool]] = {
    "deeply nested lists": lambda request: b"[" * 1000 in request.body,
    "deeply nested objects": lambda request: b'{"a":' * 1000 in request.body,
    "bytes that are not UTF-8": lambda request: not is_utf_8(request.body),
    "equal keys": lambda request: has_equal_keys(request.body),
    "NaN": lambda request: b"NaN" in request.body,
    "an infinite number": lambda request: b"Infinity" in request.body,
    "a number with many digits": lambda request: b"9" * 1000 in request.body,
    "a lone surrogate": lambda request: b"\\ud800" in request.body,
    "a compressed body": lambda request: request.body.startswith(b"\x1f\x8b"),
    "another method": lambda request: request.method == "PATCH",
    "a path with an invalid percent encoding": lambda request: any(
        part in request.url for part in ("%2e", "%00", "%zz", "%FF")
    ),
}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_damage_is_made(kind: str) -> None:
    """The damaged requests include those that are hardest to parse."""
    options = settings(
        max_examples=20_000, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck)
    )

    assert KINDS[kind](find(damaged_requests(), KINDS[kind], settings=options))


@pytest.mark.slow
def test_many_damaged_requests_are_answered_or_refused() -> None:
    """Thousands of damaged requests get well-formed responses, in bounded time and memory."""
    run(WIRE, 5, walks=20, steps=100)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_of_the_wire_is_found(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Each of these planted bugs makes the check of a damaged request fail."""
    PLANTED[name](monkeypatch)

    with pytest.raises((AssertionError, ValueError, OverflowError, RecursionError)):
        run(WIRE, 5, walks=20, steps=100)
