"""Server-sent events, which inform open pages of changes.

Each stream occupies a thread of the server, so the number and the duration of streams are limited. A stream above the
limit ends immediately. The browser then connects again after ``retry`` milliseconds, and misses nothing, because each
event has the state of all counters.
"""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING

from sesmock.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.inspector.records import Record

EVENT_STREAM = HttpResponse(
    200,
    {
        "Content-Type": "text/event-stream; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Accel-Buffering": "no",  # nginx would buffer the events
    },
    b"",
)
"""The response to a request for changes; `Updates.stream` returns its body."""
_RETRY = 500
_RETRY_OF_POLLING = 2000
_HEARTBEAT_SECONDS = 5.0  # only a write reveals that the page is gone
_PAUSE_SECONDS = 0.1  # a thousand changes in a second become a few events


class Updates:
    """The open streams, and the limits for their number and their duration in seconds.

    The default limits are small, since an unknown WSGI server may have few threads, and must be able to stop soon.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self._lock = threading.Lock()
        self._open: set[threading.Event] = set()
        self._is_closed = False
        self._limit = 2
        self._seconds = 8.0

    def allow(self, number: int, seconds: float) -> None:
        """Set the limits for a server with many threads, which closes the streams when it stops."""
        self._limit, self._seconds = number, seconds
        self._is_closed = False

    def stream(self, *, may_wait: bool = True) -> Iterator[bytes]:
        """Yield the state of the mock now and after each change until the time limit, or once if it may not wait."""
        change = threading.Event()
        if not (may_wait and self._enter(change)):
            yield _write(_RETRY_OF_POLLING, self._read_state())
            return
        try:
            with self._record.world.notifier.listening(change.set):
                yield from self._follow(change)
        finally:
            with self._lock:
                self._open.discard(change)

    def close(self) -> None:
        """End all streams; a stream that is opened later ends immediately."""
        with self._lock:
            self._is_closed = True
            for change in self._open:
                change.set()

    def _enter(self, change: threading.Event) -> bool:
        """Count a stream; return False if there are too many."""
        with self._lock:
            if self._is_closed or len(self._open) >= self._limit:
                return False
            self._open.add(change)
            return True

    def _follow(self, change: threading.Event) -> Iterator[bytes]:
        end = time.monotonic() + self._seconds
        state = self._read_state()
        yield _write(_RETRY, state)
        while (seconds := end - time.monotonic()) > 0:
            change.wait(min(_HEARTBEAT_SECONDS, seconds))
            change.clear()
            if self._is_closed:
                return
            time.sleep(_PAUSE_SECONDS)
            previous, state = state, self._read_state()
            yield _write(_RETRY, state) if state != previous else b":\n\n"

    def _read_state(self) -> dict[str, object]:
        """Return counters, and the first and the last message, which differ after a reset."""
        record, world = self._record, self._record.world
        sent = world.outbox[:1] + world.outbox[-1:]
        return {
            "sent": len(record.sent),
            "unrendered": len(record.unrendered),
            "notices": len(record.notices),
            "received": len(record.received),
            "events": len(record.events),
            "calls": len(record.calls),
            "ends": [message.message_id for message in sent],
        }


def _write(retry: int, state: dict[str, object]) -> bytes:
    data = json.dumps(state, separators=(",", ":"))
    return f"retry: {retry}\nid: {state['calls']}\nevent: change\ndata: {data}\n\n".encode()
