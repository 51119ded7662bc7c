"""Telling those who wait that something happened in a world."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Notifier:
    """Who is told after each call. Telling costs nothing while nobody waits."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], object]] = []

    def tell(self) -> None:
        """Tell that a call was answered."""
        for listener in tuple(self._listeners):
            listener()

    @contextmanager
    def told(self, listener: Callable[[], object]) -> Iterator[None]:
        """Have a function called after each change while the block runs."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)
