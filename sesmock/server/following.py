"""Listeners for the new messages and events of a mock, called after each call to SES."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.events.events import Event
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.world import World


class Follower:
    """Calls listeners with each new message and each new event."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._messages = len(world.outbox)
        self._events = len(world.events)
        self.message_listeners: list[Callable[[SentMessage], object]] = []
        self.event_listeners: list[Callable[[Event], object]] = []

    def collect(self) -> None:
        """Pass the new items to the listeners."""
        # Calls can end in several threads at once, and each item must be passed on once and in order.
        with self._lock:
            last_message, last_event = len(self._world.outbox), len(self._world.events)
            # If a list is shorter than before, it was cleared, and the slice is empty.
            messages = self._world.outbox[self._messages : last_message]
            events = self._world.events[self._events : last_event]
            self._messages, self._events = last_message, last_event
            for message in messages:
                for receive_message in self.message_listeners:
                    receive_message(message)
            for event in events:
                for receive_event in self.event_listeners:
                    receive_event(event)
