"""Filters and assertions on the outbox."""

from __future__ import annotations

import asyncio
import re
import threading
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import SesMock, mock_ses
from tests.inspector.sending import failure, send_three
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Yield a mock in which three messages were sent."""
    with mock_ses(identities=["example.com"]) as active:
        send_three()
        yield active


@pytest.mark.parametrize(
    ("conditions", "positions"),
    [
        ({}, [0, 1, 2]),
        ({"to": "ada@EXAMPLE.net"}, [0]),
        ({"to": "Ada <ada@example.net>"}, [0]),
        ({"to": "Eva <ada@example.net>"}, []),
        ({"to": "eve@example.org"}, [1]),
        ({"to": ["eve@example.org", "bob@example.net"]}, [1]),
        ({"to": ["eve@example.org"]}, []),
        ({"to": re.compile(r"@example\.org$")}, [1]),
        ({"to": lambda to: len(to) == 2}, [1]),
        ({"to": ...}, [0, 1, 2]),
        ({"to": None}, []),
        ({"to": 3}, []),
        ({"sender": "shop@example.com"}, [0, 1]),
        ({"sender": re.compile("^alarm")}, [2]),
        ({"sender": ...}, [0, 1, 2]),
        ({"sender": 3}, []),
        ({"subject": "Welcome"}, [1]),
        ({"subject": re.compile("^Welcome")}, [0, 1]),
        ({"subject": lambda subject: "A" in subject}, [0, 2]),
        ({"text": "Hi"}, [0, 1]),
        ({"text": None}, [2]),
        ({"text": re.compile("both$")}, [1]),
        ({"html": "<p>"}, [2]),
        ({"html": ..., "text": ...}, [0]),
        ({"region": "us-east-1", "account_id": "123456789012"}, [0, 1, 2]),
        ({"region": "eu-west-1"}, []),
    ],
)
def test_messages_are_found_by_filters(
    mocked: SesMock, conditions: dict[str, Any], positions: list[int]
) -> None:
    """A message matches if all filters do, regardless of the case of domains."""
    outbox = mocked.outbox

    assert list(outbox.filter(**conditions)) == [outbox[position] for position in positions]
    assert outbox.count(**conditions) == len(positions)


def test_the_outbox_is_a_sequence(mocked: SesMock) -> None:
    """The outbox has a length, indexes and slices, and new messages appear in it."""
    outbox = mocked.outbox
    before = len(outbox)
    send("ses", "zoe@example.net", subject="Later")

    assert (before, len(outbox), outbox[-1].subject) == (3, 4, "Later")
    assert [message.subject for message in outbox[1:3]] == ["Welcome", "Alert"]
    assert outbox.count(outbox[0]) == 1
    assert outbox[0] in outbox


def test_one_returns_the_message(mocked: SesMock) -> None:
    """`one` returns the only match among other messages."""
    assert mocked.outbox.one(to="ops@example.net").subject == "Alert"


def test_none_passes_if_nothing_matches(mocked: SesMock) -> None:
    """`none` passes if no message matches."""
    assert mocked.outbox.none(to="nobody@example.net") is None


def test_an_unknown_filter_lists_the_known_ones(mocked: SesMock) -> None:
    """A misspelled filter raises an error that suggests the closest one."""
    with pytest.raises(
        TypeError, match="unknown filter 'sbject'; did you mean 'subject'\\? Valid filters: region, "
    ):
        mocked.outbox.one(sbject="Welcome")
    with pytest.raises(TypeError, match="unknown filters 'qq', 'xx'\\. Valid filters: "):
        mocked.outbox.one(qq=1, xx=2)


def test_a_list_is_for_filters_of_several_values(mocked: SesMock) -> None:
    """A list for a filter with a single value raises an error, since it would never match."""
    with pytest.raises(TypeError, match="a list is for filters that look at several values"):
        mocked.outbox.none(subject=["Welcome"])


def test_only_fails_for_other_messages(mocked: SesMock) -> None:
    """`only` fails if there are other messages besides the match."""
    with mocked.capture() as box:
        send("ses", "ada@example.net", subject="Bye")

    assert box.only(to="ada@example.net") is box[0]
    assert failure(mocked.outbox.only, subject="Alert").startswith(
        "expected 1 message and no other with subject='Alert'; 1 of 4 match"
    )


def test_first_and_last_match(mocked: SesMock) -> None:
    """`first` and `last` follow the order of sending."""
    outbox = mocked.outbox

    assert outbox.first(sender="shop@example.com") is outbox[0]
    assert outbox.last(sender="shop@example.com") is outbox[1]
    with pytest.raises(AssertionError, match="expected at least 1 message with subject='Bye'"):
        outbox.last(subject="Bye")


def test_capture_has_the_messages_of_the_block(mocked: SesMock) -> None:
    """`capture` has only the messages of its block, and they appear in it while the block runs."""
    with mocked.capture() as box:
        send("ses", "one@example.net", subject="One")
        inside = len(box)
        send("ses", "two@example.net", subject="Two")
    send("ses", "three@example.net", subject="Three")

    assert inside == 1
    assert [message.subject for message in box] == ["One", "Two"]
    assert box[-1].subject == "Two"
    assert box[:1] == [mocked.outbox[3]]


def test_a_message_from_another_thread_is_waited_for(mocked: SesMock) -> None:
    """`wait_for` returns as soon as a matching message arrives from another thread."""

    def work() -> None:
        for subject in ("Other", "Late"):
            send("ses", "zoe@example.net", subject=subject)

    threading.Timer(0.05, work).start()

    assert mocked.outbox.wait_for(to="zoe@example.net", subject="Late", timeout=30).subject == "Late"


def test_a_message_sent_before_the_wait_is_found(mocked: SesMock) -> None:
    """`wait_for` also finds a message that was sent before the wait."""
    assert mocked.outbox.wait_for(subject="Alert", timeout=0) is mocked.outbox[2]


def test_waiting_times_out(mocked: SesMock) -> None:
    """After its timeout, `wait_for` fails."""
    with pytest.raises(
        AssertionError, match=r"expected a message within 0\.01 s with subject='Never'; 0 of 3 match"
    ):
        mocked.outbox.wait_for(subject="Never", timeout=0.01)


async def await_late_message(mocked: SesMock) -> str:
    """Wait for a message that another thread sends; return its subject."""
    sender = asyncio.create_task(asyncio.to_thread(send, "ses", "zoe@example.net", subject="Late"))
    message = await mocked.outbox.await_for(subject="Late", timeout=30)
    await sender
    return message.subject


async def await_missing_message(mocked: SesMock) -> None:
    """Wait for a message that never arrives."""
    await mocked.outbox.await_for(subject="Never", timeout=0.01)


def test_a_message_is_awaited(mocked: SesMock) -> None:
    """`await_for` waits for a message while the event loop continues."""
    assert asyncio.run(await_late_message(mocked)) == "Late"
    with pytest.raises(AssertionError, match=r"expected a message within 0\.01 s"):
        asyncio.run(await_missing_message(mocked))


def test_the_outbox_has_a_short_repr(mocked: SesMock) -> None:
    """The representation of the outbox shows at most the first five messages."""
    for _ in range(3):
        send("ses", "ada@example.net", subject="More")

    assert repr(mocked.outbox).startswith(
        "<6 sent: ses SendEmail  to Ada <ada@example.net>  'Welcome, Ada'; "
    )
    assert repr(mocked.outbox).endswith("; …>")
    assert repr(mocked.notices) == "<0 sent>"
