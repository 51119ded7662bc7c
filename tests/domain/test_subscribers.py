"""The table of those who follow what happens in a world."""

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

    from sesmock.domain.subscribers import Taker
    from sesmock.domain.world import World

    MakeWorld = Callable[..., World]

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


class Happening(NamedTuple):
    """Something that happened in a test."""

    calls: list[str]


def first(happening: Happening) -> None:
    """Follow, and leave a trace."""
    happening.calls.append("first")


def second(happening: Happening) -> None:
    """Follow, and tell what is there by then."""
    happening.calls.append(f"second after {happening.calls}")


@pytest.fixture
def make_world(monkeypatch: pytest.MonkeyPatch) -> MakeWorld:
    """Return what makes a world with functions of this module as subscribers."""

    def make(*functions: tuple[str, Taker | None]) -> World:
        rows = [Subscriber((Happening,), f"{__name__}:{function}", taker) for function, taker in functions]
        monkeypatch.setattr(assembly, "SUBSCRIBERS", Subscribers(rows))
        return assembly.build_world(Options())

    return make


@pytest.mark.parametrize("row", assembly.SUBSCRIBERS.rows, ids=lambda row: row.function)
def test_each_row_of_the_table_names_a_function(row: Subscriber) -> None:
    """The functions of the table exist."""
    assert callable(subscribers.load(row.function))


def test_subscribers_follow_in_order(make_world: MakeWorld) -> None:
    """A subscriber sees what earlier ones did."""
    happening = Happening([])
    make_world(("first", None), ("second", None)).announce(happening)

    assert happening.calls == ["first", "second after ['first']"]


def test_a_subscriber_waits_for_its_taker(make_world: MakeWorld) -> None:
    """A subscriber is called once there is a taker of its kind, in its place of the order."""
    world = make_world(("first", "event destination"), ("second", None))
    before, after = Happening([]), Happening([])
    world.announce(before)
    world.add_taker("event destination")
    world.announce(after)

    assert before.calls == ["second after []"]
    assert after.calls == ["first", "second after ['first']"]


def test_a_plain_send_imports_no_subscriber() -> None:
    """A message without event destinations and notification topics costs the import of none of the functions."""
    run = subprocess.run([sys.executable, "-c", PLAIN_SEND], check=True, capture_output=True, text=True)

    assert run.stdout.split() == []
