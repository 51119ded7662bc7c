"""Assemble a world from the domain's packages, so that lower modules do not have to import higher ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.account import Account
from sesmock.domain.account_settings.settings import AccountSettings
from sesmock.domain.aws.aws_services import NullServices
from sesmock.domain.contacts.state import Contacts
from sesmock.domain.dedicated_ips.leases import DedicatedIps
from sesmock.domain.deliverability.state import Deliverability
from sesmock.domain.endpoints.state import Endpoints
from sesmock.domain.events.event_types import EventType
from sesmock.domain.identities import world_identities
from sesmock.domain.identities.auto_validation import Confidences
from sesmock.domain.identities.identities import VerificationRequested
from sesmock.domain.identities.notification_settings import NotificationTopicSet
from sesmock.domain.jobs.state import Jobs
from sesmock.domain.mail.outcomes import Outcomes
from sesmock.domain.receiving.state import Receiving
from sesmock.domain.reputation.state import EnforcementChanged, Reputation
from sesmock.domain.subscribers import Subscriber, Subscribers
from sesmock.domain.suppression.suppression import Suppression
from sesmock.domain.tenants.state import Tenants
from sesmock.domain.world import Delegates, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.account_settings.account_details import AccountReviews
    from sesmock.domain.aws.aws_services import AwsServices
    from sesmock.domain.options import Options
    from sesmock.domain.receiving.lambda_functions import LambdaFunctions
    from sesmock.domain.sending.recipient_simulation import RecipientSimulation

_FEEDBACK = (EventType.BOUNCE, EventType.COMPLAINT)
SUBSCRIBERS = Subscribers(
    [
        Subscriber(
            tuple(EventType),
            "sesmock.domain.configuration_sets.event_publishing:publish",
            "event destination",
        ),
        Subscriber(
            (*_FEEDBACK, EventType.DELIVERY),
            "sesmock.domain.notifications.notifications:notify",
            "notification topic",
        ),
        Subscriber((EventType.SEND, *_FEEDBACK), "sesmock.domain.reputation.findings:follow", "tenant"),
        Subscriber((EnforcementChanged,), "sesmock.domain.reputation.findings:enforce"),
        # Forwarding comes after the other subscribers to feedback, because it ignores the owner's setting for events
        # that none of them has published. Spec: notifications.md §2 [D].
        Subscriber(_FEEDBACK, "sesmock.domain.notifications.forwarding:forward"),
        Subscriber((NotificationTopicSet,), "sesmock.domain.notifications.notifications:confirm"),
        Subscriber((VerificationRequested,), "sesmock.domain.sending.verification:ask_owner"),
    ]
)


def build_world(options: Options, find_aws_services: Callable[[], AwsServices] = NullServices) -> World:
    """Return a new world; raise `ValueError` for an identity that is neither an address nor a domain."""
    world = World(
        options,
        find_aws_services,
        delegates=_DELEGATES,
        subscribers=SUBSCRIBERS,
        outcomes=Outcomes(),
        confidences=Confidences(),
    )
    world_identities.verify_from_start(world, options.identities)
    return world


def _build_account(world: World, account_id: str, region: str) -> Account:
    account = Account(
        world,
        account_id,
        region,
        contacts=Contacts(world),
        dedicated_ips=DedicatedIps(world),
        deliverability=Deliverability(world),
        endpoints=Endpoints(),
        jobs=Jobs(),
        receiving=Receiving(),
        reputation=Reputation(world),
        suppression=Suppression(),
        settings=AccountSettings(),
        tenants=Tenants(),
    )
    world_identities.add_to(account)
    for prepare in world.preparations:
        prepare(account)
    return account


def _build_account_reviews(world: World) -> AccountReviews:
    from sesmock.domain.account_settings.account_details import AccountReviews

    return AccountReviews(world)


def _build_simulation(world: World) -> RecipientSimulation:
    from sesmock.domain.sending.recipient_simulation import RecipientSimulation

    return RecipientSimulation(world)


def _build_lambda_functions() -> LambdaFunctions:
    from sesmock.domain.receiving.lambda_functions import LambdaFunctions

    return LambdaFunctions()


_DELEGATES = Delegates(_build_account, _build_account_reviews, _build_simulation, _build_lambda_functions)
