"""Event destinations of configuration sets in SES v1, which supports neither EventBridge nor Pinpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.ses.backend import ses
from sesmock.domain.configuration_sets import event_destinations, targets
from sesmock.domain.events.event_types import EventType
from sesmock.protocol.constraints import Constraint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.backends.backend import Context, Params
    from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
    from sesmock.domain.configuration_sets.event_destinations import EventDestination
    from sesmock.domain.configuration_sets.targets import Target

# In alphabetical order, which is the order of SES's responses. Spec: configuration_sets.md §4 [R].
_TYPES = {
    "bounce": EventType.BOUNCE,
    "click": EventType.CLICK,
    "complaint": EventType.COMPLAINT,
    "delivery": EventType.DELIVERY,
    "deliveryDelay": EventType.DELIVERY_DELAY,
    "open": EventType.OPEN,
    "reject": EventType.REJECT,
    "renderingFailure": EventType.RENDERING_FAILURE,
    "send": EventType.SEND,
    "subscription": EventType.SUBSCRIPTION,
}
# botocore's model lacks two event types that SES accepts. Spec: event_destinations.md §1 [I].
_CHECKS = {"EventDestination.MatchingEventTypes[]": Constraint(enum=tuple(_TYPES))}


@ses.operation("CreateConfigurationSetEventDestination", checks=_CHECKS)
def create_configuration_set_event_destination(context: Context, request: Params) -> None:
    """Add an event destination with one target to a configuration set; it is disabled unless the request enables it.

    If the target is an SNS topic, SES publishes a confirmation to it. Raise ConfigurationSetDoesNotExist,
    EventDestinationAlreadyExists, LimitExceeded, InvalidSNSDestination, InvalidFirehoseDestination,
    InvalidCloudWatchDestination, or InvalidParameterValue for an invalid name, missing event types, or a number of
    targets other than one. Spec: event_destinations.md §1, §2 [R], §5.
    """
    # The name is checked before the event types and targets, which `_parse` checks.
    event_destinations.NAME.check(request["EventDestination"]["Name"])
    event_destinations.create(context.account, request["ConfigurationSetName"], _parse(request))


@ses.operation("UpdateConfigurationSetEventDestination", checks=_CHECKS)
def update_configuration_set_event_destination(context: Context, request: Params) -> None:
    """Replace the event destination of the same name; omitted members get the defaults of a new one.

    Raise ConfigurationSetDoesNotExist, EventDestinationDoesNotExist, or the errors of
    CreateConfigurationSetEventDestination for event types and target. Spec: event_destinations.md §1, §5.
    """
    event_destinations.update(context.account, request["ConfigurationSetName"], _parse(request))


@ses.operation("DeleteConfigurationSetEventDestination")
def delete_configuration_set_event_destination(context: Context, request: Params) -> None:
    """Remove an event destination.

    Raise ConfigurationSetDoesNotExist, or EventDestinationDoesNotExist, whose text names the set.
    Spec: event_destinations.md §1 [R], §5.
    """
    name = request["EventDestinationName"]
    event_destinations.delete(context.account, request["ConfigurationSetName"], name)


def dump_all(configuration_set: ConfigurationSet) -> list[Params]:
    """Return the event destinations of a set; one whose target v1 does not support appears without a target.

    Spec: differences.md §1 [I].
    """
    return [_dump(each) for each in configuration_set.event_destinations.values()]


def _parse(request: Params) -> EventDestination:
    definition: Params = request["EventDestination"]
    return event_destinations.define(
        definition["Name"],
        targets=list(_parse_targets(definition)),
        matching_types=[_TYPES[name] for name in definition["MatchingEventTypes"]],
        enabled=definition.get("Enabled", False),
    )


def _parse_targets(definition: Params) -> Iterator[Target]:
    if "KinesisFirehoseDestination" in definition:
        stream = definition["KinesisFirehoseDestination"]
        yield targets.FirehoseTarget(stream["DeliveryStreamARN"], stream["IAMRoleARN"])
    if "CloudWatchDestination" in definition:
        dimensions = definition["CloudWatchDestination"]["DimensionConfigurations"]
        yield targets.CloudWatchTarget(tuple(_parse_dimension(each) for each in dimensions))
    if "SNSDestination" in definition:
        yield targets.SnsTarget(definition["SNSDestination"]["TopicARN"])


def _parse_dimension(configuration: Params) -> targets.Dimension:
    return targets.Dimension(
        configuration["DimensionName"],
        targets.DimensionSource(configuration["DimensionValueSource"]),
        configuration["DefaultDimensionValue"],
    )


def _dump(destination: EventDestination) -> Params:
    return {
        "Name": destination.name,
        "Enabled": destination.enabled,
        "MatchingEventTypes": [name for name, each in _TYPES.items() if each in destination.matching_types],
        **_dump_target(destination.target),
    }


def _dump_target(target: Target) -> Params:
    match target:
        case targets.FirehoseTarget(stream, role):
            return {"KinesisFirehoseDestination": {"IAMRoleARN": role, "DeliveryStreamARN": stream}}
        case targets.CloudWatchTarget(dimensions):
            configurations = [_dump_dimension(each) for each in dimensions]
            return {"CloudWatchDestination": {"DimensionConfigurations": configurations}}
        case targets.SnsTarget(topic):
            return {"SNSDestination": {"TopicARN": topic}}
        case _:
            return {}


def _dump_dimension(dimension: targets.Dimension) -> Params:
    return {
        "DimensionName": dimension.name,
        "DimensionValueSource": dimension.source.value,
        "DefaultDimensionValue": dimension.default,
    }
