"""Publish events to the event destinations of configuration sets.

Spec: event_destinations.md §2; events.md §10 [R, D].
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.events import publications
from sesmock.domain.events.publications import Publication

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.configuration_sets.event_destinations import EventDestination
    from sesmock.domain.events.events import Event

EVENT_SUBJECT = "Amazon SES Email Event Notification"
"""The subject of events in SNS. Spec: event_destinations.md §2 [R]."""


def publish(event: Event) -> None:
    """Publish an event to the matching destinations of its message's configuration set.

    A deleted set publishes nothing, even if there is a new set with the same name.
    """
    account, configuration_set = event.message.account, event.message.used_configuration_set
    if configuration_set is None or not configuration_sets.exists(account, configuration_set):
        return
    for destination in configuration_set.event_destinations.values():
        if destination.matches(event):
            event.has_consumer = True
            _publish_to(account, destination, event)


def _publish_to(account: Account, destination: EventDestination, event: Event) -> None:
    """Publish an event to a destination; SES silently skips a deleted topic."""
    # Of all targets, only topics have a subject and can be looked up in a mock of AWS.
    target = destination.target
    is_sns = target.kind == "sns"
    if is_sns and account.world.aws_services.topic_exists(account, target.name) is False:
        return
    publications.record(
        account,
        Publication(
            account,
            target.kind,
            target.name,
            # A payload takes time to build, and most tests never read it.
            partial(target.payload, event),
            purpose="event",
            event=event,
            subject=EVENT_SUBJECT if is_sns else None,
            configuration_set=event.message.configuration_set,
            event_destination=destination.name,
        ),
    )
