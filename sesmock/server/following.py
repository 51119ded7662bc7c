"""Passes the new messages and events of a mock on after each call."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.events.events import Event
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.world import World


class Follower:
    """Calls functions with each new message and each new event."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._messages = len(world.outbox)
        self._events = len(world.events)
        self.message_takers: list[Callable[[SentMessage], object]] = []
        self.event_takers: list[Callable[[Event], object]] = []

    def collect(self) -> None:
        """Pass on the new items; a shorter list means that earlier items, which were passed on before, were deleted."""
        with self._lock:
            last_message, last_event = len(self._world.outbox), len(self._world.events)
            messages = self._world.outbox[self._messages : last_message]
            events = self._world.events[self._events : last_event]
            self._messages, self._events = last_message, last_event
            for message in messages:
                for take in self.message_takers:
                    take(message)
            for event in events:
                for take_event in self.event_takers:
                    take_event(event)
