"""Event destinations, which the three APIs share, and the error texts of each API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.aws_services import Topics
from tests.clients import shared_client
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
# One destination of each kind, in the spelling of v2.
SNS = {"SnsDestination": {"TopicArn": TOPIC}}
FIREHOSE = {"KinesisFirehoseDestination": {"IamRoleArn": ROLE, "DeliveryStreamArn": STREAM}}
EVENTBRIDGE = {"EventBridgeDestination": {"EventBusArn": BUS}}
PINPOINT = {"PinpointDestination": {"ApplicationArn": PROJECT}}


def cloudwatch_target(
    name: str = "campaign", default: str = "none", source: str = "MESSAGE_TAG"
) -> dict[str, Any]:
    """Return a CloudWatch destination with one dimension, in the spelling of v2."""
    dimension = {"DimensionName": name, "DimensionValueSource": source, "DefaultDimensionValue": default}
    return {"CloudWatchDestination": {"DimensionConfigurations": [dimension]}}


CLOUDWATCH = cloudwatch_target()
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


@pytest.fixture(autouse=True)
def news(ses: SESClient) -> None:
    """Create a configuration set."""
    ses.create_configuration_set(ConfigurationSet={"Name": "news"})


@pytest.fixture(params=["ses", "sesv2", "pinpoint-email"])
def client(request: pytest.FixtureRequest, mocked: SesMock) -> Any:
    """Return a client of each API in turn."""
    return shared_client(request.param)


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
