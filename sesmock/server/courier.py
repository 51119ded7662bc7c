"""Delivery of items to other servers in the background, in order and with retries."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sesmock.server.access_log import AccessLog

Item = TypeVar("Item")
DELAYS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""The seconds between attempts; after the last attempt, an item is dropped."""


class Refused(Exception):
    """The other server has permanently rejected an item, so a retry is useless."""


class Courier(Generic[Item]):
    """Delivers items in order with the function ``deliver``.

    If the function raises `OSError`, it is called again after a delay. If it raises `Refused`, the item is dropped.
    """

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
        # An empty list is the end of the queue.
        self._items: queue.SimpleQueue[list[Item]] = queue.SimpleQueue()
        self._is_closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"sesmock {name}", daemon=True)
        self._thread.start()

    def put(self, item: Item) -> None:
        """Queue an item for delivery after the earlier items."""
        self._items.put([item])

    def close(self, seconds: float = 5.0) -> None:
        """Deliver the remaining items with one attempt each, and wait at most ``seconds`` for this."""
        self._is_closed.set()
        self._items.put([])
        self._thread.join(seconds)

    def _run(self) -> None:
        while items := self._items.get():
            self._try(items[0])

    def _try(self, item: Item) -> None:
        """Deliver an item, or log that it could not be delivered."""
        error: Exception | None = None
        for delay in (0.0, *self._delays):
            # This waits for the delay, but closing ends it early.
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
        self._log.write_message(f"{self._name}: gave up: {error}")
