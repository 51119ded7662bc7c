"""Event destinations, which the three APIs share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.aws_services import Topics
from tests.backends.events.destination_requests import (
    BUS,
    FIREHOSE,
    SNS,
    TOPIC,
    build_parameters,
    cloudwatch_target,
    create_destination,
    creation_refusal,
    list_destinations,
    respell_for_v1,
)
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

pytestmark = pytest.mark.usefixtures("news")

OTHER_TOPIC = "arn:aws:sns:us-east-1:123456789012:others"
PROJECT = "arn:aws:mobiletargeting:us-east-1:123456789012:apps/80b8efd84042ff8d9c96ce2f8cea9d31"
CONFIRMATION = "Successfully validated SNS topic for Amazon SES event publishing."
EVENTBRIDGE = {"EventBridgeDestination": {"EventBusArn": BUS}}
PINPOINT = {"PinpointDestination": {"ApplicationArn": PROJECT}}

CLOUDWATCH = cloudwatch_target()


@pytest.mark.parametrize("target", [SNS, FIREHOSE, CLOUDWATCH], ids=lambda target: next(iter(target)))
def test_a_destination_of_any_api_is_seen_by_all(
    client: Any,
    ses: SESClient,
    sesv2: SESV2Client,
    pinpoint_email: PinpointEmailClient,
    target: dict[str, Any],
) -> None:
    """Each API shows a destination in its own spelling, with its event types in alphabetical order."""
    create_destination(
        client, "all", target, MatchingEventTypes=["SEND", "RENDERING_FAILURE", "BOUNCE"], Enabled=False
    )
    expected = {
        "Name": "all",
        "Enabled": False,
        "MatchingEventTypes": ["BOUNCE", "RENDERING_FAILURE", "SEND"],
        **target,
    }

    assert list_destinations(sesv2) == list_destinations(pinpoint_email) == [expected]
    assert list_destinations(ses) == [respell_for_v1(expected) | {"Name": "all"}]


def test_v1_omits_targets_of_v2(ses: SESClient, sesv2: SESV2Client) -> None:
    """v1 omits targets that only v2 has, but shows the newer event types."""
    create_destination(sesv2, "bus", EVENTBRIDGE, MatchingEventTypes=["SUBSCRIPTION"])
    create_destination(sesv2, "project", PINPOINT, MatchingEventTypes=["SEND", "DELIVERY_DELAY"])

    assert list_destinations(ses) == [
        {"Name": "bus", "Enabled": True, "MatchingEventTypes": ["subscription"]},
        {"Name": "project", "Enabled": True, "MatchingEventTypes": ["deliveryDelay", "send"]},
    ]
    assert [each.get("EventBridgeDestination") for each in list_destinations(sesv2)] == [
        {"EventBusArn": BUS},
        None,
    ]
    assert [each.get("PinpointDestination") for each in list_destinations(sesv2)] == [
        None,
        {"ApplicationArn": PROJECT},
    ]


def test_v1_accepts_event_types_that_its_model_lacks(ses: SESClient, sesv2: SESV2Client) -> None:
    """v1 accepts the event types that CloudFormation offers, and refuses unknown ones."""
    create_destination(ses, "all", SNS, MatchingEventTypes=["deliveryDelay", "subscription"])

    assert list_destinations(sesv2)[0]["MatchingEventTypes"] == ["DELIVERY_DELAY", "SUBSCRIPTION"]
    assert creation_refusal(ses, "new", SNS, MatchingEventTypes=["opened"]) == (
        "ValidationError",
        "1 validation error detected: Value at 'eventDestination.matchingEventTypes' failed to satisfy constraint: "
        "Member must satisfy constraint: [Member must satisfy enum value set: [bounce, click, complaint, delivery, "
        "deliveryDelay, open, reject, renderingFailure, send, subscription]]",
    )


def test_pinpoint_shows_event_types_that_it_refuses(
    sesv2: SESV2Client, pinpoint_email: PinpointEmailClient
) -> None:
    """Pinpoint Email shows the newer event types but refuses them in requests, and omits EventBridge targets."""
    create_destination(sesv2, "bus", EVENTBRIDGE, MatchingEventTypes=["SUBSCRIPTION"])
    valid = "[SEND, REJECT, BOUNCE, COMPLAINT, DELIVERY, OPEN, CLICK, RENDERING_FAILURE]"

    assert list_destinations(pinpoint_email) == [
        {"Name": "bus", "Enabled": True, "MatchingEventTypes": ["SUBSCRIPTION"]}
    ]
    for kind in ("DELIVERY_DELAY", "SUBSCRIPTION"):
        expected = ("BadRequestException", f"Invalid event type: {kind}. Valid values are {valid}.")
        assert creation_refusal(pinpoint_email, "new", SNS, MatchingEventTypes=[kind]) == expected
        update = pinpoint_email.update_configuration_set_event_destination
        assert (
            refusal(update, **build_parameters(pinpoint_email, "bus", SNS, MatchingEventTypes=[kind]))
            == expected
        )


def test_a_destination_is_disabled_by_default(client: Any) -> None:
    """A destination created without ``Enabled`` is disabled."""
    request = build_parameters(client, "all", SNS)
    del request["EventDestination"]["Enabled"]
    client.create_configuration_set_event_destination(**request)

    assert list_destinations(client)[0]["Enabled"] is False


@pytest.mark.parametrize(
    ("client", "target"),
    [
        *(
            (api, target)
            for api in ("ses", "sesv2", "pinpoint-email")
            for target in (SNS, FIREHOSE, CLOUDWATCH)
        ),
        *(("sesv2", target) for target in (EVENTBRIDGE, PINPOINT)),
        ("pinpoint-email", PINPOINT),
    ],
    indirect=["client"],
)
def test_an_update_sets_every_target(client: Any, target: dict[str, Any]) -> None:
    """An update can set any target of the API, and the destination shows all members of its target."""
    create_destination(client, "all", FIREHOSE if target is SNS else SNS)
    client.update_configuration_set_event_destination(**build_parameters(client, "all", target))
    [updated] = list_destinations(client)
    is_v1 = client.meta.service_model.service_name == "ses"

    assert {name: value for name, value in updated.items() if name.endswith("Destination")} == (
        respell_for_v1(target) if is_v1 else target
    )


def test_an_update_replaces_the_definition(client: Any) -> None:
    """An update clears the members that it omits, and leaves other destinations unchanged."""
    create_destination(client, "all", SNS)
    create_destination(client, "other", SNS)
    request = build_parameters(client, "all", FIREHOSE, MatchingEventTypes=["CLICK"])
    del request["EventDestination"]["Enabled"]
    client.update_configuration_set_event_destination(**request)
    replaced, other = list_destinations(client)

    assert (replaced["Enabled"], [kind.upper() for kind in replaced["MatchingEventTypes"]]) == (
        False,
        ["CLICK"],
    )
    assert "KinesisFirehoseDestination" in replaced
    assert {"SnsDestination", "SNSDestination"} & replaced.keys() == set()
    assert other["Enabled"] is True


def test_a_destination_can_be_deleted(client: Any) -> None:
    """Deleting a destination does not affect the others."""
    create_destination(client, "one", SNS)
    create_destination(client, "two", SNS)
    client.delete_configuration_set_event_destination(ConfigurationSetName="news", EventDestinationName="one")

    assert [each["Name"] for each in list_destinations(client)] == ["two"]


def test_deleting_a_set_deletes_its_destinations(client: Any, sesv2: SESV2Client) -> None:
    """A new set with the name of a deleted one has no destinations."""
    create_destination(client, "all", SNS)
    sesv2.delete_configuration_set(ConfigurationSetName="news")
    sesv2.create_configuration_set(ConfigurationSetName="news")

    assert list_destinations(client) == []


def test_a_new_topic_gets_a_confirmation(client: Any, mocked: SesMock) -> None:
    """SES publishes a confirmation without a subject to a new topic, even for a disabled destination."""
    create_destination(client, "all", SNS, Enabled=False)
    create_destination(client, "stream", FIREHOSE)
    [published] = mocked.publications

    assert (published.kind, published.target, published.payload) == ("sns", TOPIC, CONFIRMATION)
    assert (published.purpose, published.subject, published.event) == ("confirmation", None, None)
    assert (published.configuration_set, published.event_destination) == ("news", "all")


def test_a_changed_topic_gets_a_confirmation(client: Any, mocked: SesMock) -> None:
    """An update publishes a confirmation only if it changes the topic."""
    create_destination(client, "all", SNS)
    update = client.update_configuration_set_event_destination
    update(**build_parameters(client, "all", SNS, MatchingEventTypes=["CLICK"]))
    update(**build_parameters(client, "all", {"SnsDestination": {"TopicArn": OTHER_TOPIC}}))
    update(**build_parameters(client, "all", FIREHOSE))

    assert [published.target for published in mocked.publications] == [TOPIC, OTHER_TOPIC]


def test_a_topic_must_exist(client: Any, mocked: SesMock) -> None:
    """If SNS is mocked, an unknown topic is refused."""
    mocked._world.aws_services = topics = Topics(TOPIC)
    create_destination(client, "all", SNS)
    is_v1 = client.meta.service_model.service_name == "ses"
    expected = (
        "InvalidSNSDestination" if is_v1 else "BadRequestException",
        f"SNS topic <{OTHER_TOPIC}> not found.",
    )
    elsewhere = {"SnsDestination": {"TopicArn": OTHER_TOPIC}}
    update = client.update_configuration_set_event_destination

    assert creation_refusal(client, "other", elsewhere) == expected
    assert refusal(update, **build_parameters(client, "all", elsewhere)) == expected
    assert [published.target for published in topics.published] == [TOPIC]
    assert [each["Name"] for each in list_destinations(client)] == ["all"]
