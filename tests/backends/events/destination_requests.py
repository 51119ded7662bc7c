"""Requests of the three APIs that create and list event destinations."""

from __future__ import annotations

from typing import Any

from tests.refusals import refusal

TOPIC = "arn:aws:sns:us-east-1:123456789012:events"
STREAM = "arn:aws:firehose:us-east-1:123456789012:deliverystream/events"
ROLE = "arn:aws:iam::123456789012:role/ses"
BUS = "arn:aws:events:us-east-1:123456789012:event-bus/default"
# One destination of each kind, in the spelling of v2.
SNS = {"SnsDestination": {"TopicArn": TOPIC}}
FIREHOSE = {"KinesisFirehoseDestination": {"IamRoleArn": ROLE, "DeliveryStreamArn": STREAM}}


def cloudwatch_target(
    name: str = "campaign", default: str = "none", source: str = "MESSAGE_TAG"
) -> dict[str, Any]:
    """Return a CloudWatch destination with one dimension, in the spelling of v2."""
    dimension = {"DimensionName": name, "DimensionValueSource": source, "DefaultDimensionValue": default}
    return {"CloudWatchDestination": {"DimensionConfigurations": [dimension]}}


V1_SPELLING = {
    "SnsDestination": "SNSDestination",
    "TopicArn": "TopicARN",
    "IamRoleArn": "IAMRoleARN",
    "DeliveryStreamArn": "DeliveryStreamARN",
    "MESSAGE_TAG": "messageTag",
    "EMAIL_HEADER": "emailHeader",
    "LINK_TAG": "linkTag",
    "RENDERING_FAILURE": "renderingFailure",
}


def respell_for_v1(value: Any) -> Any:
    """Return parameters of v2 in the spelling of v1."""
    if isinstance(value, dict):
        return {V1_SPELLING.get(key, key): respell_for_v1(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [respell_for_v1(inner) for inner in value]
    return V1_SPELLING.get(value, value.lower() if str(value).isupper() else value)


def build_parameters(client: Any, name: str, target: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Return the parameters with which a client creates a destination of the set ``news``."""
    definition: dict[str, Any] = {
        "Enabled": True,
        "MatchingEventTypes": ["SEND", "BOUNCE"],
        **target,
        **options,
    }
    if client.meta.service_model.service_name == "ses":
        return {
            "ConfigurationSetName": "news",
            "EventDestination": respell_for_v1(definition) | {"Name": name},
        }
    return {
        "ConfigurationSetName": "news",
        "EventDestinationName": name,
        "EventDestination": definition,
    }


def create_destination(client: Any, name: str, target: dict[str, Any], **options: Any) -> None:
    """Create an event destination of the set ``news`` with any of the three clients."""
    client.create_configuration_set_event_destination(**build_parameters(client, name, target, **options))


def creation_refusal(
    client: Any, name: str, target: dict[str, Any], **options: Any
) -> tuple[str, str | None]:
    """Return the code and message of the error that creating a destination raises."""
    return refusal(
        client.create_configuration_set_event_destination, **build_parameters(client, name, target, **options)
    )


def list_destinations(client: Any) -> list[dict[str, Any]]:
    """Return the event destinations of the set ``news`` as a client shows them."""
    if client.meta.service_model.service_name == "ses":
        answer = client.describe_configuration_set(
            ConfigurationSetName="news", ConfigurationSetAttributeNames=["eventDestinations"]
        )
    else:
        answer = client.get_configuration_set_event_destinations(ConfigurationSetName="news")
    event_destinations: list[dict[str, Any]] = answer.get("EventDestinations", [])
    return event_destinations
