"""Waiting for other threads and tasks without polling."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.notifier import Notifier

Match = TypeVar("Match")


def refuse_event_loop(attribute: str) -> None:
    """Raise `RuntimeError` if waiting in this thread would block an event loop."""
    asyncio = sys.modules.get("asyncio.events")
    if asyncio is not None and asyncio._get_running_loop() is not None:  # noqa: SLF001 - documented for this
        raise RuntimeError(
            f"wait_for() would block the running event loop, and the tasks that send; "
            f"write `await {attribute}.await_for(…)`"
        )


def wait(notifier: Notifier, look: Callable[[], Match | None], timeout: float) -> Match | None:
    """Look now and after each change; return the match, or None after ``timeout`` seconds."""
    deadline = time.monotonic() + timeout
    change = threading.Event()
    with notifier.listening(change.set):
        while True:
            # The event is cleared before looking, so a change in the meantime is not missed.
            change.clear()
            match = look()
            if match is not None or not change.wait(max(0.0, deadline - time.monotonic())):
                return match


async def wait_async(notifier: Notifier, look: Callable[[], Match | None], timeout: float) -> Match | None:
    """Look as `wait` does, while other tasks run."""
    import asyncio

    loop, change = asyncio.get_running_loop(), asyncio.Event()
    deadline = loop.time() + timeout

    def notify() -> None:
        with suppress(RuntimeError):  # the loop was closed while another thread was about to notify it
            loop.call_soon_threadsafe(change.set)

    with notifier.listening(notify):
        while True:
            change.clear()
            match = look()
            if match is not None:
                return match
            try:
                await asyncio.wait_for(change.wait(), max(0.0, deadline - loop.time()))
            # Before Python 3.11, this is not the built-in TimeoutError. A change may have come just then.
            except asyncio.TimeoutError:
                return look()
