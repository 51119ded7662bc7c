"""Server-sent events, which tell open pages about changes, and the end of their streams."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.server.inbox.inboxes import InboxCaller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.server.inbox.updates import Updates


@pytest.fixture
def caller() -> InboxCaller:
    """Return a client of a new mock."""
    return InboxCaller()


@pytest.fixture
def updates(caller: InboxCaller) -> Updates:
    """Return the streams of the mock."""
    return caller.application.updates


def read(event: bytes) -> Any:
    """Return the data of an event."""
    [line] = [line for line in event.decode().splitlines() if line.startswith("data: ")]
    return json.loads(line.removeprefix("data: "))


def call_later(seconds: float, function: Any) -> threading.Timer:
    """Call a function in another thread after a moment."""
    timer = threading.Timer(seconds, function)
    timer.start()
    return timer


def next_change(stream: Iterator[bytes]) -> Any:
    """Return the data of the next event that is not a heartbeat."""
    # In an event stream, a line that starts with a colon is a comment (HTML standard, "server-sent events").
    return read(next(event for event in stream if event != b":\n\n"))


def test_a_stream_reports_mail(caller: InboxCaller, updates: Updates) -> None:
    """The first event of a stream has the current state, and each change causes another event."""
    stream = updates.stream()
    first = read(next(stream))
    timer = call_later(0.05, caller.send)
    second = next_change(stream)
    timer.join()

    assert (first["sent"], first["calls"]) == (0, 0)
    assert (second["sent"], second["events"], second["calls"]) == (1, 2, 1)


def test_a_stream_reports_refused_calls(caller: InboxCaller, updates: Updates) -> None:
    """A refused call causes an event in which only the number of calls has changed."""
    stream = updates.stream()
    next(stream)
    timer = call_later(0.05, caller.refuse)
    change = next_change(stream)
    timer.join()

    assert (change["sent"], change["calls"]) == (0, 1)


def test_the_state_differs_after_a_reset(caller: InboxCaller, updates: Updates) -> None:
    """The state after a reset differs from the one before, even if the number of messages is the same."""
    caller.send()
    before = read(next(updates.stream(may_wait=False)))
    caller.call("POST", "/_sesmock/reset")
    caller.send()
    after = read(next(updates.stream(may_wait=False)))

    assert before["sent"] == after["sent"] == 1
    assert before["ends"] != after["ends"]


def test_a_stream_ends_after_its_time(updates: Updates) -> None:
    """A stream ends after its time limit, so it does not occupy the server forever; browsers connect again."""
    updates.allow(1, 0.05)
    stream = updates.stream()

    assert read(next(stream))["sent"] == 0
    assert list(stream) == [b":\n\n"]


def test_idle_streams_have_heartbeats(monkeypatch: pytest.MonkeyPatch, updates: Updates) -> None:
    """An idle stream sends heartbeats, since only a failing write shows that the page is gone."""
    monkeypatch.setattr("sesmock.server.inbox.updates._HEARTBEAT_SECONDS", 0.01)
    stream = updates.stream()
    next(stream)

    assert next(stream) == b":\n\n"


def test_streams_over_the_limit_end_immediately(updates: Updates) -> None:
    """A stream over the limit ends after the current state, and a closed stream makes room for another one."""
    updates.allow(1, 60)
    first = updates.stream()
    next(first)
    second = list(updates.stream())
    first.close()  # type: ignore[attr-defined]
    third = updates.stream()

    assert len(second) == 1
    # "retry" is the time in milliseconds after which a browser connects again.
    assert second[0].startswith(b"retry: 2000\n")
    assert next(third).startswith(b"retry: 500\n")


def test_a_server_without_threads_gets_short_streams(caller: InboxCaller) -> None:
    """On a server without threads, a stream ends after the current state, since it would block the server."""
    response = caller.call("GET", "/_sesmock/inbox/updates", **{"wsgi.multithread": False})

    assert response.content_type == "text/event-stream; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert read(response.data)["sent"] == 0


def test_a_server_with_threads_gets_a_stream(caller: InboxCaller, updates: Updates) -> None:
    """On a server with threads, a stream continues until its time limit."""
    updates.allow(1, 0.01)
    response = caller.call("GET", "/_sesmock/inbox/updates", **{"wsgi.multithread": True})

    assert response.data.endswith(b"\n\n:\n\n")


def test_streams_end_when_the_server_stops(updates: Updates) -> None:
    """When the server stops, a waiting stream ends, and later streams do not wait."""
    stream = updates.stream()
    next(stream)
    timer = call_later(0.05, updates.close)
    start = time.monotonic()
    rest = list(stream)
    timer.join()

    assert rest == []
    assert time.monotonic() - start < 4
    assert len(list(updates.stream())) == 1


def test_nothing_listens_without_pages(caller: InboxCaller, updates: Updates) -> None:
    """A closed stream leaves no listener behind, so calls stay fast."""
    stream = updates.stream()
    next(stream)
    stream.close()  # type: ignore[attr-defined]

    assert caller.mock.world.notifier._listeners == []
