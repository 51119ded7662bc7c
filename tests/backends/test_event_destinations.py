"""Event destinations through the three APIs: one state, each API's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.backends.aws_services import Topics
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

TOPIC = "arn:aws:sns:us-east-1:123456789012:events"
OTHER_TOPIC = "arn:aws:sns:us-east-1:123456789012:others"
STREAM = "arn:aws:firehose:us-east-1:123456789012:deliverystream/events"
ROLE = "arn:aws:iam::123456789012:role/ses"
BUS = "arn:aws:events:us-east-1:123456789012:event-bus/default"
PROJECT = "arn:aws:mobiletargeting:us-east-1:123456789012:apps/80b8efd84042ff8d9c96ce2f8cea9d31"
CONFIRMATION = "Successfully validated SNS topic for Amazon SES event publishing."
BAD_NAME = (
    "Invalid event destination name <a b>: only alphanumeric ASCII characters, '_', and '-' are allowed."
)
ONLY_ONE = (
    "Please provide only one destination with each request. Either a Firehose Destination or a "
    "Cloudwatch Destination or an SNS Destination or an EventBridge Destination."
)
# One destination of each kind, as v2 spells it.
SNS = {"SnsDestination": {"TopicArn": TOPIC}}
FIREHOSE = {"KinesisFirehoseDestination": {"IamRoleArn": ROLE, "DeliveryStreamArn": STREAM}}
EVENTBRIDGE = {"EventBridgeDestination": {"EventBusArn": BUS}}
PINPOINT = {"PinpointDestination": {"ApplicationArn": PROJECT}}


def cloudwatch(name: str = "campaign", default: str = "none", source: str = "MESSAGE_TAG") -> dict[str, Any]:
    """Return a CloudWatch destination with one dimension, as v2 spells it."""
    dimension = {"DimensionName": name, "DimensionValueSource": source, "DefaultDimensionValue": default}
    return {"CloudWatchDestination": {"DimensionConfigurations": [dimension]}}


CLOUDWATCH = cloudwatch()
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


def v1(value: Any) -> Any:
    """Return parameters of v2 as v1 spells them."""
    if isinstance(value, dict):
        return {V1_SPELLING.get(key, key): v1(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [v1(inner) for inner in value]
    return V1_SPELLING.get(value, value.lower() if str(value).isupper() else value)


def parameters(client: Any, name: str, target: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Return the parameters by which any of the three clients makes a destination of the set news."""
    definition: dict[str, Any] = {
        "Enabled": True,
        "MatchingEventTypes": ["SEND", "BOUNCE"],
        **target,
        **options,
    }
    if client.meta.service_model.service_name == "ses":
        return {"ConfigurationSetName": "news", "EventDestination": v1(definition) | {"Name": name}}
    return {
        "ConfigurationSetName": "news",
        "EventDestinationName": name,
        "EventDestination": definition,
    }


def create(client: Any, name: str, target: dict[str, Any], **options: Any) -> None:
    """Create an event destination of the set news by any of the three clients."""
    client.create_configuration_set_event_destination(**parameters(client, name, target, **options))


def refused(client: Any, name: str, target: dict[str, Any], **options: Any) -> tuple[str, str | None]:
    """Create an event destination in vain; return code and message."""
    return refusal(
        client.create_configuration_set_event_destination, **parameters(client, name, target, **options)
    )


def destinations(client: Any) -> list[dict[str, Any]]:
    """Return the event destinations of news, as a client shows them."""
    if client.meta.service_model.service_name == "ses":
        answer = client.describe_configuration_set(
            ConfigurationSetName="news", ConfigurationSetAttributeNames=["eventDestinations"]
        )
    else:
        answer = client.get_configuration_set_event_destinations(ConfigurationSetName="news")
    found: list[dict[str, Any]] = answer.get("EventDestinations", [])
    return found


@pytest.fixture(autouse=True)
def news(ses: SESClient) -> None:
    """Have a configuration set."""
    ses.create_configuration_set(ConfigurationSet={"Name": "news"})


@pytest.fixture(params=["ses", "sesv2", "pinpoint-email"])
def client(request: pytest.FixtureRequest, mocked: SesMock) -> Any:
    """Return a client of each API in turn."""
    return boto3.client(request.param)


@pytest.fixture
def codes(client: Any) -> dict[str, str]:
    """Return what v2's codes are in the API of `client`."""
    if client.meta.service_model.service_name != "ses":
        return {}
    return {
        "AlreadyExistsException": "EventDestinationAlreadyExists",
        "BadRequestException": "InvalidParameterValue",
        "LimitExceededException": "LimitExceeded",
    }


@pytest.mark.parametrize("target", [SNS, FIREHOSE, CLOUDWATCH], ids=lambda target: next(iter(target)))
def test_a_destination_of_any_api_is_seen_by_all(
    client: Any,
    ses: SESClient,
    sesv2: SESV2Client,
    pinpoint_email: PinpointEmailClient,
    target: dict[str, Any],
) -> None:
    """Each API spells it its own way, with its event types in alphabetical order."""
    create(client, "all", target, MatchingEventTypes=["SEND", "RENDERING_FAILURE", "BOUNCE"], Enabled=False)
    expected = {
        "Name": "all",
        "Enabled": False,
        "MatchingEventTypes": ["BOUNCE", "RENDERING_FAILURE", "SEND"],
        **target,
    }

    assert destinations(sesv2) == destinations(pinpoint_email) == [expected]
    assert destinations(ses) == [v1(expected) | {"Name": "all"}]


def test_v1_has_no_word_for_targets_that_came_with_v2(ses: SESClient, sesv2: SESV2Client) -> None:
    """It leaves them out, and shows new event types."""
    create(sesv2, "bus", EVENTBRIDGE, MatchingEventTypes=["SUBSCRIPTION"])
    create(sesv2, "project", PINPOINT, MatchingEventTypes=["SEND", "DELIVERY_DELAY"])

    assert destinations(ses) == [
        {"Name": "bus", "Enabled": True, "MatchingEventTypes": ["subscription"]},
        {"Name": "project", "Enabled": True, "MatchingEventTypes": ["deliveryDelay", "send"]},
    ]
    assert [each.get("EventBridgeDestination") for each in destinations(sesv2)] == [
        {"EventBusArn": BUS},
        None,
    ]
    assert [each.get("PinpointDestination") for each in destinations(sesv2)] == [
        None,
        {"ApplicationArn": PROJECT},
    ]


def test_v1_takes_event_types_that_its_model_lacks(ses: SESClient, sesv2: SESV2Client) -> None:
    """CloudFormation, which calls SES v1, offers them, too; what is unknown is refused."""
    create(ses, "all", SNS, MatchingEventTypes=["deliveryDelay", "subscription"])

    assert destinations(sesv2)[0]["MatchingEventTypes"] == ["DELIVERY_DELAY", "SUBSCRIPTION"]
    assert refused(ses, "new", SNS, MatchingEventTypes=["opened"]) == (
        "ValidationError",
        "1 validation error detected: Value at 'eventDestination.matchingEventTypes' failed to satisfy constraint: "
        "Member must satisfy constraint: [Member must satisfy enum value set: [bounce, click, complaint, delivery, "
        "deliveryDelay, open, reject, renderingFailure, send, subscription]]",
    )


def test_pinpoint_shows_event_types_that_it_does_not_take(
    sesv2: SESV2Client, pinpoint_email: PinpointEmailClient
) -> None:
    """Types of v2 pass through, an EventBridge target does not."""
    create(sesv2, "bus", EVENTBRIDGE, MatchingEventTypes=["SUBSCRIPTION"])
    valid = "[SEND, REJECT, BOUNCE, COMPLAINT, DELIVERY, OPEN, CLICK, RENDERING_FAILURE]"

    assert destinations(pinpoint_email) == [
        {"Name": "bus", "Enabled": True, "MatchingEventTypes": ["SUBSCRIPTION"]}
    ]
    for kind in ("DELIVERY_DELAY", "SUBSCRIPTION"):
        expected = ("BadRequestException", f"Invalid event type: {kind}. Valid values are {valid}.")
        assert refused(pinpoint_email, "new", SNS, MatchingEventTypes=[kind]) == expected
        update = pinpoint_email.update_configuration_set_event_destination
        assert (
            refusal(update, **parameters(pinpoint_email, "bus", SNS, MatchingEventTypes=[kind])) == expected
        )


def test_a_destination_is_off_unless_it_is_enabled(client: Any) -> None:
    """Nothing is published to one that was not switched on."""
    wanted = parameters(client, "all", SNS)
    del wanted["EventDestination"]["Enabled"]
    client.create_configuration_set_event_destination(**wanted)

    assert destinations(client)[0]["Enabled"] is False


def test_an_update_replaces_the_definition(client: Any) -> None:
    """What the update does not give is gone."""
    create(client, "all", SNS)
    create(client, "other", SNS)
    wanted = parameters(client, "all", FIREHOSE, MatchingEventTypes=["CLICK"])
    del wanted["EventDestination"]["Enabled"]
    client.update_configuration_set_event_destination(**wanted)
    replaced, other = destinations(client)

    assert (replaced["Enabled"], [kind.upper() for kind in replaced["MatchingEventTypes"]]) == (
        False,
        ["CLICK"],
    )
    assert "KinesisFirehoseDestination" in replaced
    assert {"SnsDestination", "SNSDestination"} & replaced.keys() == set()
    assert other["Enabled"] is True


def test_a_destination_is_deleted(client: Any) -> None:
    """The others stay."""
    create(client, "one", SNS)
    create(client, "two", SNS)
    client.delete_configuration_set_event_destination(ConfigurationSetName="news", EventDestinationName="one")

    assert [each["Name"] for each in destinations(client)] == ["two"]


def test_destinations_go_with_their_set(client: Any, sesv2: SESV2Client) -> None:
    """A new set of the same name has none."""
    create(client, "all", SNS)
    sesv2.delete_configuration_set(ConfigurationSetName="news")
    sesv2.create_configuration_set(ConfigurationSetName="news")

    assert destinations(client) == []


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
def test_a_bad_definition_is_refused(
    client: Any, codes: dict[str, str], options: dict[str, Any], message: str
) -> None:
    """Name, event types and the number of targets are checked; nothing is stored."""
    given = {"name": "all", "target": SNS, "types": ["SEND"], **options}
    found = refused(client, given["name"], given["target"], MatchingEventTypes=given["types"])

    assert found == (codes.get("BadRequestException", "BadRequestException"), message)
    assert destinations(client) == []


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
            cloudwatch(name="a b"),
            "InvalidCloudWatchDestination",
            "Invalid dimension name <a b>: only alphanumeric ASCII characters, '_', '-', and ':' are allowed.",
        ),
        (
            cloudwatch(name="From", source="EMAIL_HEADER"),
            "InvalidCloudWatchDestination",
            "The header From cannot be used as a dimension.",
        ),
        (
            cloudwatch(default="a b"),
            "InvalidCloudWatchDestination",
            "Invalid dimension value <a b>: only alphanumeric ASCII characters, '_', '-', '.', '@' are allowed.",
        ),
    ],
)
def test_a_bad_target_is_refused(client: Any, target: dict[str, Any], code: str, message: str) -> None:
    """SES v1 has a code for each kind of target; nothing is stored or published."""
    of_v1 = client.meta.service_model.service_name == "ses"

    assert refused(client, "all", target) == (code if of_v1 else "BadRequestException", message)
    assert destinations(client) == []


@pytest.mark.parametrize("name", ["ses:operation", "campaign_2-b"])
@pytest.mark.parametrize("default", ["ada@example.net", "a.b-c_1"])
def test_dimensions_take_auto_tags_and_addresses(client: Any, name: str, default: str) -> None:
    """SES's own tags have a colon; a default may be an address."""
    create(client, "all", cloudwatch(name=name, default=default))

    assert "CloudWatchDestination" in destinations(client)[0]


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
    """An event bus must be the default one, a project one of Pinpoint."""
    assert refused(sesv2, "all", target) == ("BadRequestException", message)


def test_v2_names_the_event_types_that_there_are(sesv2: SESV2Client) -> None:
    """They come in SES's own order."""
    known = "SEND, REJECT, BOUNCE, COMPLAINT, DELIVERY, OPEN, CLICK, RENDERING_FAILURE, DELIVERY_DELAY, SUBSCRIPTION"

    assert refused(sesv2, "all", SNS, MatchingEventTypes=["SEND", "NOPE"]) == (
        "BadRequestException",
        f"Invalid event type: NOPE. Valid values are [{known}].",
    )


def test_a_set_has_ten_destinations(client: Any, codes: dict[str, str]) -> None:
    """The eleventh is refused."""
    for number in range(10):
        create(client, f"n{number}", FIREHOSE)

    assert refused(client, "n10", FIREHOSE) == (
        codes.get("LimitExceededException", "LimitExceededException"),
        "A configuration set can have 10 event destinations.",
    )
    assert len(destinations(client)) == 10


def test_a_destination_has_ten_dimensions(client: Any, codes: dict[str, str]) -> None:
    """The eleventh is refused."""
    dimensions = cloudwatch()["CloudWatchDestination"]["DimensionConfigurations"] * 11

    assert refused(client, "all", {"CloudWatchDestination": {"DimensionConfigurations": dimensions}}) == (
        codes.get("LimitExceededException", "LimitExceededException"),
        "An event destination can have 10 dimensions.",
    )


def test_a_name_is_taken_once_in_a_set(client: Any, codes: dict[str, str]) -> None:
    """The same name in another set is fine."""
    create(client, "all", SNS)

    assert refused(client, "all", FIREHOSE) == (
        codes.get("AlreadyExistsException", "AlreadyExistsException"),
        "An event destination with name <all> already exists for configuration set <news>.",
    )


def test_an_unknown_destination_is_told(client: Any) -> None:
    """SES v1 names the set, v2 the destination too."""
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
    assert refusal(update, **parameters(client, "gone", SNS)) == expected


def test_an_unknown_set_is_told(client: Any) -> None:
    """By every operation."""
    of_v1 = client.meta.service_model.service_name == "ses"
    code = "ConfigurationSetDoesNotExist" if of_v1 else "NotFoundException"
    expected = (code, "Configuration set <gone> does not exist.")
    elsewhere = {**parameters(client, "all", SNS), "ConfigurationSetName": "gone"}
    delete = client.delete_configuration_set_event_destination

    assert refusal(client.create_configuration_set_event_destination, **elsewhere) == expected
    assert refusal(client.update_configuration_set_event_destination, **elsewhere) == expected
    assert refusal(delete, ConfigurationSetName="gone", EventDestinationName="all") == expected
    if not of_v1:
        get = client.get_configuration_set_event_destinations
        assert refusal(get, ConfigurationSetName="gone") == expected


@pytest.mark.parametrize(
    "code", ["EventDestinationAlreadyExists", "EventDestinationDoesNotExist", "InvalidSNSDestination"]
)
def test_errors_of_v1_have_no_further_members(ses: SESClient, code: str) -> None:
    """The model has names of set and destination; SES's answers have type, code and message alone."""
    create(ses, "all", SNS)
    target = {"SnsDestination": {"TopicArn": "x"}} if code == "InvalidSNSDestination" else SNS
    name = "gone" if code == "EventDestinationDoesNotExist" else "all"
    call = (
        ses.create_configuration_set_event_destination
        if code == "EventDestinationAlreadyExists"
        else ses.update_configuration_set_event_destination
    )
    with pytest.raises(getattr(ses.exceptions, f"{code}Exception")) as caught:
        call(**parameters(ses, name, target))
    response = caught.value.response

    assert response.keys() == {"Error", "ResponseMetadata"}
    assert response["Error"].keys() == {"Type", "Code", "Message"}


def test_a_topic_is_tried_when_its_destination_is_made(client: Any, mocked: SesMock) -> None:
    """SES publishes a plain text without a subject, whether the destination is enabled or not."""
    create(client, "all", SNS, Enabled=False)
    create(client, "stream", FIREHOSE)
    [published] = mocked.publications

    assert (published.kind, published.target, published.payload) == ("sns", TOPIC, CONFIRMATION)
    assert (published.purpose, published.subject, published.event) == ("confirmation", None, None)
    assert (published.configuration_set, published.event_destination) == ("news", "all")


def test_a_topic_is_tried_again_when_it_changes(client: Any, mocked: SesMock) -> None:
    """An update that keeps the topic publishes nothing."""
    create(client, "all", SNS)
    update = client.update_configuration_set_event_destination
    update(**parameters(client, "all", SNS, MatchingEventTypes=["CLICK"]))
    update(**parameters(client, "all", {"SnsDestination": {"TopicArn": OTHER_TOPIC}}))
    update(**parameters(client, "all", FIREHOSE))

    assert [published.target for published in mocked.publications] == [TOPIC, OTHER_TOPIC]


def test_a_topic_must_exist(client: Any, mocked: SesMock) -> None:
    """If SNS is there to be asked, it is; what it has is published at once."""
    mocked._world.aws_services = topics = Topics(TOPIC)
    create(client, "all", SNS)
    of_v1 = client.meta.service_model.service_name == "ses"
    expected = (
        "InvalidSNSDestination" if of_v1 else "BadRequestException",
        f"SNS topic <{OTHER_TOPIC}> not found.",
    )
    elsewhere = {"SnsDestination": {"TopicArn": OTHER_TOPIC}}
    update = client.update_configuration_set_event_destination

    assert refused(client, "other", elsewhere) == expected
    assert refusal(update, **parameters(client, "all", elsewhere)) == expected
    assert [published.target for published in topics.published] == [TOPIC]
    assert [each["Name"] for each in destinations(client)] == ["all"]
