"""Notification of listeners after each call."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Notifier:
    """Listeners that are notified after each call; without listeners, a notification costs nothing."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], object]] = []

    def notify(self) -> None:
        """Call each listener; this runs at the end of each call."""
        # A copy, because another thread may add or remove a listener meanwhile.
        for listener in tuple(self._listeners):
            listener()

    @contextmanager
    def listening(self, listener: Callable[[], object]) -> Iterator[None]:
        """Notify a listener after each call while the block runs."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)
