"""The table of functions that run after each event in a world."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from sesmock.domain import assembly, subscribers
from sesmock.domain.options import Options
from sesmock.domain.subscribers import Subscriber, Subscribers

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.subscribers import Consumer
    from sesmock.domain.world import World

    MakeWorld = Callable[..., World]

# This runs in a separate process, which has not imported any subscriber yet.
PLAIN_SEND = """
import sys, boto3, sesmock
with sesmock.mock_ses(identities=["example.com"]) as ses_mock:
    boto3.client("sesv2").send_email(
        FromEmailAddress="a@example.com",
        Destination={"ToAddresses": ["b@example.net"]},
        Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hello"}}}},
    )
from sesmock.domain.assembly import SUBSCRIBERS
print(*[row.function for row in SUBSCRIBERS.rows if row.function.partition(":")[0] in sys.modules])
"""


class ExampleChange(NamedTuple):
    """An event that records the calls of its subscribers."""

    calls: list[str]


def first(change: ExampleChange) -> None:
    """Act as the first subscriber, and record the call."""
    change.calls.append("first")


def second(change: ExampleChange) -> None:
    """Act as the second subscriber, and record the call and the earlier ones."""
    change.calls.append(f"second after {change.calls}")


@pytest.fixture
def make_world(monkeypatch: pytest.MonkeyPatch) -> MakeWorld:
    """Return a function that builds a world whose subscribers are functions of this module."""

    def make(*functions: tuple[str, Consumer | None]) -> World:
        rows = [
            Subscriber((ExampleChange,), f"{__name__}:{function}", consumer)
            for function, consumer in functions
        ]
        monkeypatch.setattr(assembly, "SUBSCRIBERS", Subscribers(rows))
        return assembly.build_world(Options())

    return make


@pytest.mark.parametrize("row", assembly.SUBSCRIBERS.rows, ids=lambda row: row.function)
def test_each_row_of_the_table_is_a_function(row: Subscriber) -> None:
    """Every row of the table refers to an existing function."""
    assert callable(subscribers.load(row.function))


def test_subscribers_run_in_order(make_world: MakeWorld) -> None:
    """A subscriber sees the effects of earlier ones."""
    change = ExampleChange([])
    make_world(("first", None), ("second", None)).announce(change)

    assert change.calls == ["first", "second after ['first']"]


def test_a_subscriber_runs_only_with_a_consumer(make_world: MakeWorld) -> None:
    """A subscriber that needs an event destination runs only once there is one, and keeps its place in the order."""
    world = make_world(("first", "event destination"), ("second", None))
    before, after = ExampleChange([]), ExampleChange([])
    world.announce(before)
    world.add_consumer("event destination")
    world.announce(after)

    assert before.calls == ["second after []"]
    assert after.calls == ["first", "second after ['first']"]


def test_a_plain_send_imports_no_subscriber() -> None:
    """A message without event destinations or notification topics imports none of the subscribers' modules."""
    run = subprocess.run([sys.executable, "-c", PLAIN_SEND], check=True, capture_output=True, text=True)

    assert run.stdout.split() == []
