"""Configuration sets, their options and event destinations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzzing.reference.rules import PINPOINT, SES, SESV2, describe, do_nothing
from tests.fuzzing.reference.world import ConfigurationSet, set_arn

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World

UNKNOWN = {
    SES: "ConfigurationSetDoesNotExist",
    SESV2: "NotFoundException",
    PINPOINT: "NotFoundException",
}


@describe(SES, "CreateConfigurationSet")
def create_by_v1(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add a set unless it exists. Spec: configuration_sets.md §1 [U]."""
    name = parameters["ConfigurationSet"]["Name"]
    forecast.check((name in world.sets, "ConfigurationSetAlreadyExists"))
    return lambda _: world.sets.update({name: ConfigurationSet()})


@describe(SESV2, "CreateConfigurationSet")
@describe(PINPOINT, "CreateConfigurationSet")
def create(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add a set with its options unless it exists. Spec: configuration_sets.md §3."""
    name = parameters["ConfigurationSetName"]
    forecast.check((name in world.sets, "AlreadyExistsException"))
    sending, suppression = parameters.get("SendingOptions"), parameters.get("SuppressionOptions", {})
    reasons = suppression.get("SuppressedReasons")

    def effect(_: object) -> None:
        configuration_set = ConfigurationSet(reasons=None if reasons is None else frozenset(reasons))
        # Spec: configuration_sets.md §1 [P]: an empty SendingOptions switches sending off.
        configuration_set.is_sending = sending is None or sending.get("SendingEnabled", False)
        world.sets[name] = configuration_set
        tags = {tag["Key"]: tag["Value"] for tag in parameters.get("Tags", [])}
        world.tags[set_arn(name)] = tags

    return effect


@describe(SES, "DeleteConfigurationSet")
def delete_by_v1(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a set; refuse an unknown one and one that a tenant uses.

    Spec: configuration_sets.md §1 [R], tenants.md §2 [U].
    """
    return _delete(world, parameters["ConfigurationSetName"], forecast, UNKNOWN[SES], "InvalidParameterValue")


@describe(SESV2, "DeleteConfigurationSet")
def delete(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a set; refuse an unknown one and one that a tenant uses.

    Spec: configuration_sets.md §1 [R], tenants.md §2 [P].
    """
    return _delete(world, parameters["ConfigurationSetName"], forecast, UNKNOWN[SESV2], "BadRequestException")


@describe(PINPOINT, "DeleteConfigurationSet")
def delete_by_pinpoint(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a set; whether a tenant can prevent this is unknown. Spec: configuration_sets.md §5."""
    forecast.doubt(world.is_used_by_tenant(set_arn(parameters["ConfigurationSetName"])))
    return delete(world, parameters, forecast)


def _delete(world: World, name: str, forecast: Forecast, unknown: str, in_use: str) -> Effect:
    forecast.check((name not in world.sets, unknown))
    forecast.check((world.is_used_by_tenant(set_arn(name)), in_use))

    def effect(_: object) -> None:
        del world.sets[name]
        world.forget(set_arn(name))

    return effect


def _require(api: str, *operations: str) -> None:
    """Register operations that refuse an unknown set and change nothing that the reference knows."""

    @describe(api, *operations)
    def refuse_unknown(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        forecast.check((parameters["ConfigurationSetName"] not in world.sets, UNKNOWN[api]))
        return do_nothing


_require(SES, "DescribeConfigurationSet", "UpdateConfigurationSetReputationMetricsEnabled")
_require(SES, "PutConfigurationSetDeliveryOptions")
for _api in (SESV2, PINPOINT):
    _require(_api, "GetConfigurationSet", "GetConfigurationSetEventDestinations")
    _require(_api, "PutConfigurationSetReputationOptions", "PutConfigurationSetDeliveryOptions")
    _require(_api, "PutConfigurationSetTrackingOptions")
_require(SESV2, "PutConfigurationSetArchivingOptions", "PutConfigurationSetVdmOptions")


def _switches_sending(api: str, operation: str, member: str) -> None:
    @describe(api, operation)
    def switch(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        """Switch sending through a set on or off. Spec: configuration_sets.md §3, §4."""
        name = parameters["ConfigurationSetName"]
        forecast.check((name not in world.sets, UNKNOWN[api]))
        return lambda _: setattr(world.sets[name], "is_sending", parameters.get(member, False))


_switches_sending(SES, "UpdateConfigurationSetSendingEnabled", "Enabled")
_switches_sending(SESV2, "PutConfigurationSetSendingOptions", "SendingEnabled")
_switches_sending(PINPOINT, "PutConfigurationSetSendingOptions", "SendingEnabled")


@describe(SESV2, "PutConfigurationSetSuppressionOptions")
def put_suppression(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Set the reasons of a set; an empty list switches suppression off. Spec: configuration_sets.md §2, §3."""
    name = parameters["ConfigurationSetName"]
    forecast.check((name not in world.sets, UNKNOWN[SESV2]))
    reasons = frozenset(parameters.get("SuppressedReasons", ()))
    return lambda _: setattr(world.sets[name], "reasons", reasons)


def _describe_destinations(api: str, exists: str, unknown: str) -> None:
    """Register the operations of event destinations. Spec: event_destinations.md §1."""

    def read_name(parameters: Parameters) -> str:
        return parameters["EventDestination"]["Name"] if api == SES else parameters["EventDestinationName"]

    @describe(api, "CreateConfigurationSetEventDestination")
    def create_destination(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        set_name, name = parameters["ConfigurationSetName"], read_name(parameters)
        forecast.check((set_name not in world.sets, UNKNOWN[api]))
        forecast.check((name in _destinations(world, set_name), exists))
        return lambda _: _destinations(world, set_name).add(name)

    @describe(api, "UpdateConfigurationSetEventDestination")
    def update_destination(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        set_name, name = parameters["ConfigurationSetName"], read_name(parameters)
        forecast.check((set_name not in world.sets, UNKNOWN[api]))
        forecast.check((name not in _destinations(world, set_name), unknown))
        return do_nothing

    @describe(api, "DeleteConfigurationSetEventDestination")
    def delete_destination(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        set_name, name = parameters["ConfigurationSetName"], parameters["EventDestinationName"]
        forecast.check((set_name not in world.sets, UNKNOWN[api]))
        forecast.check((name not in _destinations(world, set_name), unknown))
        return lambda _: _destinations(world, set_name).discard(name)


def _destinations(world: World, set_name: str) -> set[str]:
    return world.sets[set_name].destinations if set_name in world.sets else set()


_describe_destinations(SES, "EventDestinationAlreadyExists", "EventDestinationDoesNotExist")
_describe_destinations(SESV2, "AlreadyExistsException", "NotFoundException")
_describe_destinations(PINPOINT, "AlreadyExistsException", "NotFoundException")
