"""Streams of server-sent events over sockets: time limits, other requests at the same time, and a stop."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest

from sesmock.server.limits import Limits
from sesmock.server.running import SesServer
from tests.server.clients import MESSAGE, SEND
from tests.server.inbox.inboxes import InboxCaller

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[SesServer]:
    """Yield a server with few connections and short time limits."""
    limits = Limits(idle=0.3, head=0.5, body=0.5, shutdown=5.0, connections=6, streams=3)
    with SesServer(InboxCaller().application, "127.0.0.1", 0, limits) as server:
        yield server


def open_stream(server: SesServer) -> Any:
    """Open a stream of events."""
    return urlopen(f"{server.url}/_sesmock/inbox/updates", timeout=10)


def read_event(stream: Any) -> Any:
    """Return the data of the next event."""
    line = next(line for line in stream if line.startswith(b"data: "))
    return json.loads(line.removeprefix(b"data: "))


def send(server: SesServer) -> None:
    """Send a message."""
    with urlopen(Request(server.url, (SEND + MESSAGE).encode()), timeout=5) as response:
        assert response.status == 200


def test_an_idle_stream_survives_the_idle_limit(server: SesServer) -> None:
    """A stream that waits for mail stays open longer than an idle connection may."""
    with open_stream(server) as stream:
        first = read_event(stream)
        time.sleep(0.8)  # longer than each limit for a connection
        send(server)
        second = read_event(stream)

    assert (first["sent"], second["sent"]) == (0, 1)


def test_streams_leave_connections_for_requests(server: SesServer) -> None:
    """Even if more pages are open than streams are allowed, each page gets the state, and sends succeed."""
    with ExitStack() as stack:
        streams = [stack.enter_context(open_stream(server)) for _ in range(5)]
        states = [read_event(stream) for stream in streams]
        send(server)
        changes = [read_event(stream) for stream in streams[:3]]

    assert [state["sent"] for state in states] == [0] * 5
    assert [change["sent"] for change in changes] == [1] * 3


def test_the_server_stops_with_open_streams(server: SesServer) -> None:
    """A server with open streams stops within two seconds."""
    with open_stream(server) as stream:
        read_event(stream)
        start = time.monotonic()
        finished = server.stop()
        seconds = time.monotonic() - start

    assert finished
    assert seconds < 2
