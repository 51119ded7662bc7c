"""What a world is made of: on top of the domain, so that nothing below has to know what lies above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.event_types import EventType
from sesmock.domain.identities import VerificationRequested
from sesmock.domain.neighbours import NoNeighbours
from sesmock.domain.notification_settings import NotificationTopicSet
from sesmock.domain.subscribers import Subscriber, Subscribers
from sesmock.domain.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.neighbours import Neighbours
    from sesmock.domain.options import Options

_FEEDBACK = (EventType.BOUNCE, EventType.COMPLAINT)
SUBSCRIBERS = Subscribers(
    [
        Subscriber(tuple(EventType), "sesmock.domain.event_publishing:publish", "event destination"),
        Subscriber(
            (*_FEEDBACK, EventType.DELIVERY), "sesmock.domain.notifications:notify", "notification topic"
        ),
        # Last: what nobody else takes is mailed.
        Subscriber(_FEEDBACK, "sesmock.domain.forwarding:forward"),
        Subscriber((NotificationTopicSet,), "sesmock.domain.notifications:confirm"),
        Subscriber((VerificationRequested,), "sesmock.domain.verification:request"),
    ]
)


def build_world(options: Options, find_neighbours: Callable[[], Neighbours] = NoNeighbours) -> World:
    """Return a new world."""
    return World(options, SUBSCRIBERS, find_neighbours)
