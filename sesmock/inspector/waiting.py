"""Waiting for what other threads and tasks do in a world, without polling."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.notifier import Notifier

Found = TypeVar("Found")


def wait(changes: Notifier, look: Callable[[], Found | None], timeout: float) -> Found | None:
    """Look now and after each change; return what was found, or None when ``timeout`` seconds are over."""
    deadline = time.monotonic() + timeout
    changed = threading.Event()
    with changes.told(changed.set):
        while True:
            changed.clear()
            found = look()
            if found is not None or not changed.wait(max(0.0, deadline - time.monotonic())):
                return found


async def wait_async(changes: Notifier, look: Callable[[], Found | None], timeout: float) -> Found | None:
    """Do as `wait` does, and let other tasks run meanwhile."""
    import asyncio

    loop, changed = asyncio.get_running_loop(), asyncio.Event()
    deadline = loop.time() + timeout

    def tell() -> None:
        with suppress(RuntimeError):  # the loop was closed while another thread was about to tell
            loop.call_soon_threadsafe(changed.set)

    with changes.told(tell):
        while True:
            changed.clear()
            found = look()
            if found is not None:
                return found
            try:
                await asyncio.wait_for(changed.wait(), max(0.0, deadline - loop.time()))
            except asyncio.TimeoutError:
                return look()
