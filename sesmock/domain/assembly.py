"""What a world is made of: on top of the domain, so that nothing below has to know what lies above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import world_identities
from sesmock.domain.account import Account
from sesmock.domain.auto_validation import Confidences
from sesmock.domain.event_types import EventType
from sesmock.domain.identities import VerificationRequested
from sesmock.domain.neighbours import NoNeighbours
from sesmock.domain.notification_settings import NotificationTopicSet
from sesmock.domain.outcomes import Outcomes
from sesmock.domain.subscribers import Subscriber, Subscribers
from sesmock.domain.world import Delegates, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.account_details import AccountReviews
    from sesmock.domain.neighbours import Neighbours
    from sesmock.domain.options import Options
    from sesmock.domain.recipient_simulation import RecipientSimulation

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
        Subscriber((VerificationRequested,), "sesmock.domain.verification:ask_owner"),
    ]
)


def build_world(options: Options, find_neighbours: Callable[[], Neighbours] = NoNeighbours) -> World:
    """Return a new world; raise `ValueError` for an identity that is neither an address nor a domain."""
    world = World(
        options,
        find_neighbours,
        delegates=_DELEGATES,
        subscribers=SUBSCRIBERS,
        outcomes=Outcomes(),
        confidences=Confidences(),
    )
    world_identities.verify_from_start(world, options.identities)
    return world


def _build_account(world: World, account_id: str, region: str) -> Account:
    account = Account(world, account_id, region)
    world_identities.add_to(account)
    return account


def _build_account_reviews(world: World) -> AccountReviews:
    from sesmock.domain.account_details import AccountReviews

    return AccountReviews(world)


def _build_simulation(world: World) -> RecipientSimulation:
    from sesmock.domain.recipient_simulation import RecipientSimulation

    return RecipientSimulation(world)


_DELEGATES = Delegates(_build_account, _build_account_reviews, _build_simulation)
