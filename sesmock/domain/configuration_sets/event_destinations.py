"""Event destinations: the targets to which the events of a configuration set are published.

Spec: event_destinations.md §1; events.md §1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sesmock.domain import unconfirmed_messages
from sesmock.domain.aws.arns import is_arn
from sesmock.domain.configuration_sets import configuration_sets
from sesmock.domain.configuration_sets.errors import (
    EventDestinationAlreadyExists,
    EventDestinationDoesNotExist,
    FifoTopic,
    InvalidDimensionName,
    InvalidDimensionValue,
    InvalidEventBus,
    InvalidPinpointProject,
    InvalidStream,
    InvalidStreamRole,
    NoDimensions,
    NoEventTypes,
    NoTarget,
    RefusedDimensionHeader,
    SeveralTargets,
    TooManyDimensions,
    TooManyEventDestinations,
    TopicNotFound,
)
from sesmock.domain.configuration_sets.targets import (
    CloudWatchTarget,
    DimensionSource,
    EventBridgeTarget,
    FirehoseTarget,
    SnsTarget,
)
from sesmock.domain.events import publications
from sesmock.domain.events.publications import Publication
from sesmock.domain.names import NameRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sesmock.domain.account import Account
    from sesmock.domain.configuration_sets.targets import Dimension, Target
    from sesmock.domain.events.event_types import EventType
    from sesmock.domain.events.events import Event

# Spec: account.md §2 [D].
MAX_DESTINATIONS = 10
MAX_DIMENSIONS = 10
MAX_DIMENSION_LENGTH = 256
CONFIRMATION = "Successfully validated SNS topic for Amazon SES event publishing."
"""The text that SES publishes to test a topic. Spec: event_destinations.md §2 [R]."""

NAME = NameRule("event destination name", missing=unconfirmed_messages.NO_EVENT_DESTINATION_NAME)
"""The rule for names of event destinations."""
# The colon occurs in SES's own tags, such as ses:configuration-set. Spec: requests.md §7;
# event_destinations.md §3 [D].
_DIMENSION_NAME = re.compile(r"[A-Za-z0-9_:-]+")
_DIMENSION_VALUE = re.compile(r"[A-Za-z0-9_@.-]+")
# Headers that CloudWatch dimensions cannot use. Spec: event_destinations.md §3 [D].
_REFUSED_HEADERS = frozenset({"received", "to", "from", "dkim-signature", "cc", "message-id", "return-path"})
# The service and the resource in the ARN of each target. In ARNs, EventBridge is called "events" and Pinpoint is called
# "mobiletargeting".
_TOPIC = ("sns", r"[A-Za-z0-9_.-]+")
_STREAM = ("firehose", r"deliverystream/[A-Za-z0-9_.-]+")
_ROLE = ("iam", r"role/\S+")
# SES publishes to the default event bus only. Spec: event_destinations.md §3 [D].
_BUS = ("events", "event-bus/default")
_PROJECT = ("mobiletargeting", r"apps/[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class EventDestination:
    """A target, and the types of events that are published to it while it is enabled."""

    name: str
    target: Target
    matching_types: frozenset[EventType]
    # SES creates a destination disabled unless the request enables it. Spec: event_destinations.md §4 [I], §5.
    enabled: bool = False

    def matches(self, event: Event) -> bool:
        """Return whether an event is published to this destination."""
        return self.enabled and event.type in self.matching_types


def define(
    name: str, *, targets: Sequence[Target], matching_types: Iterable[EventType], enabled: bool
) -> EventDestination:
    """Return a destination; raise `InvalidParameter` unless it has event types and exactly one target."""
    types = frozenset(matching_types)
    if not types:
        raise NoEventTypes
    if not targets:
        raise NoTarget
    if len(targets) > 1:
        raise SeveralTargets
    return EventDestination(name, targets[0], types, enabled)


def create(account: Account, set_name: str, destination: EventDestination) -> None:
    """Add a destination to a configuration set; if the target is a topic, SES publishes a confirmation to it.

    Raise `ConfigurationSetDoesNotExist`, `EventDestinationAlreadyExists`, `LimitExceeded`, or an error about the
    target such as `InvalidSnsDestination`.
    """
    destinations = configuration_sets.get(account, set_name).event_destinations
    if destination.name in destinations:
        raise EventDestinationAlreadyExists(set_name, destination.name)
    if len(destinations) >= MAX_DESTINATIONS:
        raise TooManyEventDestinations(MAX_DESTINATIONS)
    _check_target(account, set_name, destination)
    destinations[destination.name] = destination
    account.world.add_consumer("event destination")
    _confirm(account, set_name, destination)


def update(account: Account, set_name: str, destination: EventDestination) -> None:
    """Replace a destination; if the target becomes another topic, SES publishes a confirmation to it [I].

    Raise `ConfigurationSetDoesNotExist`, `EventDestinationDoesNotExist`, or the errors of `create` about the target.
    """
    before = get(account, set_name, destination.name)
    _check_target(account, set_name, destination)
    configuration_sets.get(account, set_name).event_destinations[destination.name] = destination
    if before.target != destination.target:
        _confirm(account, set_name, destination)


def delete(account: Account, set_name: str, name: str) -> None:
    """Remove a destination; raise `ConfigurationSetDoesNotExist` or `EventDestinationDoesNotExist`."""
    get(account, set_name, name)
    del configuration_sets.get(account, set_name).event_destinations[name]


def get(account: Account, set_name: str, name: str) -> EventDestination:
    """Return a destination; raise `ConfigurationSetDoesNotExist` or `EventDestinationDoesNotExist`."""
    destination = configuration_sets.get(account, set_name).event_destinations.get(name)
    if destination is None:
        raise EventDestinationDoesNotExist(set_name, name)
    return destination


def _check_target(account: Account, set_name: str, destination: EventDestination) -> None:
    """Raise `InvalidParameter` or `LimitExceeded` for a target that SES cannot publish to.

    Spec: event_destinations.md §1, §2, §3.
    """
    match destination.target:
        case SnsTarget(arn):
            _check_topic(account, set_name, destination.name, arn)
        case FirehoseTarget(stream, role):
            if not is_arn(stream, *_STREAM):
                raise InvalidStream(set_name, destination.name, stream)
            if not is_arn(role, *_ROLE):
                raise InvalidStreamRole(set_name, destination.name, role)
        case CloudWatchTarget(dimensions):
            _check_dimensions(set_name, destination.name, dimensions)
        case EventBridgeTarget(bus):
            if not is_arn(bus, *_BUS):
                raise InvalidEventBus(bus)
        case project:
            if not is_arn(project.name, *_PROJECT):
                raise InvalidPinpointProject(project.name)


def _check_topic(account: Account, set_name: str, name: str, arn: str) -> None:
    # topic_exists() returns None if there is no mock of SNS to ask. Then, any topic is accepted.
    if not is_arn(arn, *_TOPIC) or account.world.aws_services.topic_exists(account, arn) is False:
        raise TopicNotFound(set_name, name, arn)
    if arn.endswith(".fifo"):
        raise FifoTopic(set_name, name, arn)


def _check_dimensions(set_name: str, name: str, dimensions: Sequence[Dimension]) -> None:
    if not dimensions:
        raise NoDimensions(set_name, name)
    if len(dimensions) > MAX_DIMENSIONS:
        raise TooManyDimensions(MAX_DIMENSIONS)
    for each in dimensions:
        if len(each.name) > MAX_DIMENSION_LENGTH or not _DIMENSION_NAME.fullmatch(each.name):
            raise InvalidDimensionName(set_name, name, each.name)
        if each.source == DimensionSource.EMAIL_HEADER and each.name.lower() in _REFUSED_HEADERS:
            raise RefusedDimensionHeader(set_name, name, each.name)
        if len(each.default) > MAX_DIMENSION_LENGTH or not _DIMENSION_VALUE.fullmatch(each.default):
            raise InvalidDimensionValue(set_name, name, each.default)


def _confirm(account: Account, set_name: str, destination: EventDestination) -> None:
    """Publish a confirmation if the target is a topic. Spec: event_destinations.md §2 [R]."""
    if isinstance(destination.target, SnsTarget):
        confirmation = Publication(
            account,
            "sns",
            destination.target.name,
            CONFIRMATION,
            purpose="confirmation",
            configuration_set=set_name,
            event_destination=destination.name,
        )
        publications.record(account, confirmation)
