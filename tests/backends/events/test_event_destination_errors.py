"""The errors of event destinations in each API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.events.destination_requests import (
    BUS,
    FIREHOSE,
    ROLE,
    SNS,
    STREAM,
    TOPIC,
    build_parameters,
    cloudwatch_target,
    create_destination,
    creation_refusal,
    list_destinations,
)
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

pytestmark = pytest.mark.usefixtures("news")

BAD_NAME = (
    "Invalid event destination name <a b>: only alphanumeric ASCII characters, '_', and '-' are allowed."
)

ONLY_ONE = (
    "Please provide only one destination with each request. Either a Firehose Destination or a "
    "Cloudwatch Destination or an SNS Destination or an EventBridge Destination."
)


@pytest.fixture
def codes(client: Any) -> dict[str, str]:
    """Return the error codes of the client's API, keyed by the codes of v2."""
    if client.meta.service_model.service_name != "ses":
        return {}
    return {
        "AlreadyExistsException": "EventDestinationAlreadyExists",
        "BadRequestException": "InvalidParameterValue",
        "LimitExceededException": "LimitExceeded",
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "a b"}, BAD_NAME),
        ({"name": "n" * 65}, "Event destination name cannot exceed 64 characters."),
        ({"name": ""}, "The event destination name must be specified."),
        ({"types": []}, "At least one event type must be specified."),
        ({"target": {}}, "Event destination is not provided."),
        ({"target": {**SNS, **FIREHOSE}}, ONLY_ONE),
    ],
    ids=["characters", "length", "no name", "no types", "no target", "two targets"],
)
def test_an_invalid_definition_is_refused(
    client: Any, codes: dict[str, str], options: dict[str, Any], message: str
) -> None:
    """Name, event types and the number of targets are checked, and nothing is stored."""
    options = {"name": "all", "target": SNS, "types": ["SEND"], **options}
    error = creation_refusal(client, options["name"], options["target"], MatchingEventTypes=options["types"])

    assert error == (codes.get("BadRequestException", "BadRequestException"), message)
    assert list_destinations(client) == []


@pytest.mark.parametrize(
    ("target", "code", "message"),
    [
        (
            {"SnsDestination": {"TopicArn": "events"}},
            "InvalidSNSDestination",
            "SNS topic <events> not found.",
        ),
        (
            {"SnsDestination": {"TopicArn": f"{TOPIC}.fifo"}},
            "InvalidSNSDestination",
            f"SNS topic <{TOPIC}.fifo> is a FIFO topic, which event publishing does not support.",
        ),
        (
            {"KinesisFirehoseDestination": {"IamRoleArn": ROLE, "DeliveryStreamArn": "events"}},
            "InvalidFirehoseDestination",
            "Invalid Firehose delivery stream ARN provided: events.",
        ),
        (
            {"KinesisFirehoseDestination": {"IamRoleArn": "ses", "DeliveryStreamArn": STREAM}},
            "InvalidFirehoseDestination",
            "Invalid IAM role ARN provided: ses.",
        ),
        (
            {"CloudWatchDestination": {"DimensionConfigurations": []}},
            "InvalidCloudWatchDestination",
            "CloudWatch metrics dimension configuration list cannot be empty.",
        ),
        (
            cloudwatch_target(name="a b"),
            "InvalidCloudWatchDestination",
            "Invalid dimension name <a b>: only alphanumeric ASCII characters, '_', '-', and ':' are allowed.",
        ),
        (
            cloudwatch_target(name="From", source="EMAIL_HEADER"),
            "InvalidCloudWatchDestination",
            "The header From cannot be used as a dimension.",
        ),
        (
            cloudwatch_target(default="a b"),
            "InvalidCloudWatchDestination",
            "Invalid dimension value <a b>: only alphanumeric ASCII characters, '_', '-', '.', '@' are allowed.",
        ),
    ],
)
def test_an_invalid_target_is_refused(client: Any, target: dict[str, Any], code: str, message: str) -> None:
    """v1 has an error code for each kind of target, and nothing is stored."""
    is_v1 = client.meta.service_model.service_name == "ses"

    assert creation_refusal(client, "all", target) == (code if is_v1 else "BadRequestException", message)
    assert list_destinations(client) == []


@pytest.mark.parametrize("name", ["ses:operation", "campaign_2-b"])
@pytest.mark.parametrize("default", ["ada@example.net", "a.b-c_1"])
def test_dimensions_can_be_ses_tags_and_addresses(client: Any, name: str, default: str) -> None:
    """The name of a dimension can be an SES tag with a colon, and its default value can be an address."""
    create_destination(client, "all", cloudwatch_target(name=name, default=default))

    assert "CloudWatchDestination" in list_destinations(client)[0]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (
            {"EventBridgeDestination": {"EventBusArn": "default"}},
            "Invalid EventBridge event bus ARN provided: default.",
        ),
        (
            {"EventBridgeDestination": {"EventBusArn": BUS.replace("default", "own")}},
            f"Invalid EventBridge event bus ARN provided: {BUS.replace('default', 'own')}.",
        ),
        (
            {"PinpointDestination": {"ApplicationArn": "project"}},
            "Invalid Pinpoint application ARN provided: project.",
        ),
        ({"PinpointDestination": {}}, "Invalid Pinpoint application ARN provided: null."),
    ],
)
def test_the_targets_of_v2_are_checked(sesv2: SESV2Client, target: dict[str, Any], message: str) -> None:
    """An event bus must be the default one, and a Pinpoint target must have a valid application ARN."""
    assert creation_refusal(sesv2, "all", target) == ("BadRequestException", message)


def test_v2_lists_the_valid_event_types(sesv2: SESV2Client) -> None:
    """The error about an unknown event type lists the valid ones in SES's order."""
    valid = "SEND, REJECT, BOUNCE, COMPLAINT, DELIVERY, OPEN, CLICK, RENDERING_FAILURE, DELIVERY_DELAY, SUBSCRIPTION"

    assert creation_refusal(sesv2, "all", SNS, MatchingEventTypes=["SEND", "NOPE"]) == (
        "BadRequestException",
        f"Invalid event type: NOPE. Valid values are [{valid}].",
    )


def test_a_set_has_at_most_ten_destinations(client: Any, codes: dict[str, str]) -> None:
    """An eleventh event destination is refused."""
    for number in range(10):
        create_destination(client, f"n{number}", FIREHOSE)

    assert creation_refusal(client, "n10", FIREHOSE) == (
        codes.get("LimitExceededException", "LimitExceededException"),
        "A configuration set can have at most 10 event destinations.",
    )
    assert len(list_destinations(client)) == 10


def test_a_destination_has_at_most_ten_dimensions(client: Any, codes: dict[str, str]) -> None:
    """An eleventh dimension is refused."""
    dimensions = cloudwatch_target()["CloudWatchDestination"]["DimensionConfigurations"] * 11

    assert creation_refusal(
        client, "all", {"CloudWatchDestination": {"DimensionConfigurations": dimensions}}
    ) == (
        codes.get("LimitExceededException", "LimitExceededException"),
        "An event destination can have at most 10 dimensions.",
    )


def test_a_name_is_unique_in_a_set(client: Any, codes: dict[str, str]) -> None:
    """A second destination with the same name in a set is refused."""
    create_destination(client, "all", SNS)

    assert creation_refusal(client, "all", FIREHOSE) == (
        codes.get("AlreadyExistsException", "AlreadyExistsException"),
        "An event destination with name <all> already exists for configuration set <news>.",
    )


def test_an_unknown_destination_is_an_error(client: Any) -> None:
    """The error about an unknown destination names only the set in v1, and also the destination in v2."""
    delete = client.delete_configuration_set_event_destination
    update = client.update_configuration_set_event_destination
    expected = (
        ("EventDestinationDoesNotExist", "No EventDestination found for news")
        if client.meta.service_model.service_name == "ses"
        else (
            "NotFoundException",
            "An event destination with name <gone> does not exist for configuration set <news>.",
        )
    )

    assert refusal(delete, ConfigurationSetName="news", EventDestinationName="gone") == expected
    assert refusal(update, **build_parameters(client, "gone", SNS)) == expected


def test_an_unknown_set_is_an_error(client: Any) -> None:
    """Every operation refuses an unknown configuration set."""
    is_v1 = client.meta.service_model.service_name == "ses"
    code = "ConfigurationSetDoesNotExist" if is_v1 else "NotFoundException"
    expected = (code, "Configuration set <gone> does not exist.")
    elsewhere = {**build_parameters(client, "all", SNS), "ConfigurationSetName": "gone"}
    delete = client.delete_configuration_set_event_destination

    assert refusal(client.create_configuration_set_event_destination, **elsewhere) == expected
    assert refusal(client.update_configuration_set_event_destination, **elsewhere) == expected
    assert refusal(delete, ConfigurationSetName="gone", EventDestinationName="all") == expected
    if not is_v1:
        get = client.get_configuration_set_event_destinations
        assert refusal(get, ConfigurationSetName="gone") == expected


@pytest.mark.parametrize(
    "code", ["EventDestinationAlreadyExists", "EventDestinationDoesNotExist", "InvalidSNSDestination"]
)
def test_errors_of_v1_have_no_extra_members(ses: SESClient, code: str) -> None:
    """Errors of v1 have only type, code and message, although the model has more members."""
    create_destination(ses, "all", SNS)
    target = {"SnsDestination": {"TopicArn": "x"}} if code == "InvalidSNSDestination" else SNS
    name = "gone" if code == "EventDestinationDoesNotExist" else "all"
    call = (
        ses.create_configuration_set_event_destination
        if code == "EventDestinationAlreadyExists"
        else ses.update_configuration_set_event_destination
    )
    with pytest.raises(getattr(ses.exceptions, f"{code}Exception")) as caught:
        call(**build_parameters(ses, name, target))
    response = caught.value.response

    assert response.keys() == {"Error", "ResponseMetadata"}
    assert response["Error"].keys() == {"Type", "Code", "Message"}
