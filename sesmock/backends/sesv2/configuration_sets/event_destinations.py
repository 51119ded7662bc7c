"""Event destinations of configuration sets in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.domain.configuration_sets import configuration_sets, event_destinations, targets
from sesmock.domain.configuration_sets.errors import UnknownEventType
from sesmock.domain.events.event_types import EventType
from sesmock.protocol.constraints import CUSTOM_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.configuration_sets.event_destinations import EventDestination
    from sesmock.domain.configuration_sets.targets import Target

# SES has its own texts for missing and unknown event types. Spec: event_destinations.md §1 [P, U].
CHECKS = {"EventDestination.MatchingEventTypes": CUSTOM_MESSAGE}


@sesv2.operation("CreateConfigurationSetEventDestination", checks=CHECKS)
def create_configuration_set_event_destination(context: Context, request: Params) -> None:
    """Add an event destination with one target to a configuration set; it is disabled unless the request enables it.

    If the target is an SNS topic, SES publishes a confirmation to it. Raise NotFoundException,
    AlreadyExistsException, LimitExceededException, or BadRequestException for an invalid name, event type or target.
    Spec: event_destinations.md §1 [P], §2, §4.
    """
    event_destinations.NAME.check(request["EventDestinationName"])
    event_destinations.create(context.account, request["ConfigurationSetName"], _parse(request))


@sesv2.operation("GetConfigurationSetEventDestinations")
def get_configuration_set_event_destinations(context: Context, request: Params) -> Result:
    """Return all event destinations of a configuration set, enabled or not, with sorted event types.

    Raise NotFoundException. Spec: event_destinations.md §4.
    """
    configuration_set = configuration_sets.get(context.account, request["ConfigurationSetName"])
    return {"EventDestinations": [_dump(each) for each in configuration_set.event_destinations.values()]}


@sesv2.operation("UpdateConfigurationSetEventDestination", checks=CHECKS)
def update_configuration_set_event_destination(context: Context, request: Params) -> None:
    """Replace an event destination; omitted members get the defaults of a new one.

    Raise NotFoundException, or BadRequestException for an invalid event type or target.
    Spec: event_destinations.md §1, §4.
    """
    event_destinations.update(context.account, request["ConfigurationSetName"], _parse(request))


@sesv2.operation("DeleteConfigurationSetEventDestination")
def delete_configuration_set_event_destination(context: Context, request: Params) -> None:
    """Remove an event destination.

    Raise NotFoundException. Spec: event_destinations.md §4.
    """
    name = request["EventDestinationName"]
    event_destinations.delete(context.account, request["ConfigurationSetName"], name)


def check_types(names: Iterable[str], valid_names: Iterable[str]) -> None:
    """Raise `UnknownEventType` for event types that an API does not have.

    Spec: event_destinations.md §1 [U].
    """
    valid_names = list(valid_names)
    for name in names:
        if name not in valid_names:
            raise UnknownEventType(name, valid_names)


def _parse(request: Params) -> EventDestination:
    definition: Params = request["EventDestination"]
    names = definition.get("MatchingEventTypes", ())
    check_types(names, EventType.__members__)
    return event_destinations.define(
        request["EventDestinationName"],
        targets=list(_parse_targets(definition)),
        matching_types=[EventType[name] for name in names],
        enabled=definition.get("Enabled", False),
    )


def _parse_targets(definition: Params) -> Iterator[Target]:
    if "KinesisFirehoseDestination" in definition:
        stream = definition["KinesisFirehoseDestination"]
        yield targets.FirehoseTarget(stream["DeliveryStreamArn"], stream["IamRoleArn"])
    if "CloudWatchDestination" in definition:
        dimensions = definition["CloudWatchDestination"]["DimensionConfigurations"]
        yield targets.CloudWatchTarget(tuple(_parse_dimension(each) for each in dimensions))
    if "SnsDestination" in definition:
        yield targets.SnsTarget(definition["SnsDestination"]["TopicArn"])
    if "EventBridgeDestination" in definition:
        yield targets.EventBridgeTarget(definition["EventBridgeDestination"]["EventBusArn"])
    if "PinpointDestination" in definition:
        yield targets.PinpointTarget(definition["PinpointDestination"].get("ApplicationArn", ""))


def _parse_dimension(configuration: Params) -> targets.Dimension:
    return targets.Dimension(
        configuration["DimensionName"],
        targets.DimensionSource[configuration["DimensionValueSource"]],
        configuration["DefaultDimensionValue"],
    )


def _dump(destination: EventDestination) -> Params:
    return {
        "Name": destination.name,
        "Enabled": destination.enabled,
        "MatchingEventTypes": sorted(each.name for each in destination.matching_types),
        **_dump_target(destination.target),
    }


def _dump_target(target: Target) -> Params:
    match target:
        case targets.FirehoseTarget(stream, role):
            return {"KinesisFirehoseDestination": {"IamRoleArn": role, "DeliveryStreamArn": stream}}
        case targets.CloudWatchTarget(dimensions):
            configurations = [_dump_dimension(each) for each in dimensions]
            return {"CloudWatchDestination": {"DimensionConfigurations": configurations}}
        case targets.SnsTarget(topic):
            return {"SnsDestination": {"TopicArn": topic}}
        case targets.EventBridgeTarget(bus):
            return {"EventBridgeDestination": {"EventBusArn": bus}}
        case _:
            return {"PinpointDestination": {"ApplicationArn": target.name}}


def _dump_dimension(dimension: targets.Dimension) -> Params:
    return {
        "DimensionName": dimension.name,
        "DimensionValueSource": dimension.source.name,
        "DefaultDimensionValue": dimension.default,
    }
