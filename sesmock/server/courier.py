"""Takes things to other servers in the background, one after the other, and tries again what did not arrive."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sesmock.server.access_log import AccessLog

Item = TypeVar("Item")
DELAYS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between the tries; after the last one an item is given up."""


class Refused(Exception):
    """The other server does not want an item: another try would not help."""


class Courier(Generic[Item]):
    """Delivers items in their order. ``deliver`` raises `OSError` to be called again, `Refused` to give up at once."""

    def __init__(
        self,
        name: str,
        deliver: Callable[[Item], None],
        log: AccessLog,
        delays: Sequence[float] = DELAYS,
    ) -> None:
        self._name = name
        self._deliver = deliver
        self._log = log
        self._delays = delays
        self._items: queue.SimpleQueue[list[Item]] = queue.SimpleQueue()  # an empty list is the end
        self._is_closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"sesmock {name}", daemon=True)
        self._thread.start()

    def put(self, item: Item) -> None:
        """Have an item delivered once those before it are."""
        self._items.put([item])

    def close(self, seconds: float = 5.0) -> None:
        """Deliver what is left, as far as it arrives at the first try, and wait so long for that."""
        self._is_closed.set()
        self._items.put([])
        self._thread.join(seconds)

    def _run(self) -> None:
        while items := self._items.get():
            self._try(items[0])

    def _try(self, item: Item) -> None:
        """Deliver an item, or say that it could not be."""
        error: Exception | None = None
        for delay in (0.0, *self._delays):
            if error is not None and self._is_closed.wait(delay):
                break
            try:
                self._deliver(item)
                return
            except Refused as refusal:
                error = refusal
                break
            except (OSError, ValueError) as failure:
                error = failure
        self._log.write_message(f"{self._name}: given up: {error}")
