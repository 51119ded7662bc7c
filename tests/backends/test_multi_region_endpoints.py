"""Multi-region endpoints: how they are created and deleted over time, and how two regions share their mail."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock.domain.endpoints import endpoints
from tests.raw_requests import send_json
from tests.refusals import refusal, refusal_with_status
from tests.sending import send, send_message

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

BAD, NOT_FOUND = "BadRequestException", "NotFoundException"
PRIMARY, SECONDARY = "us-east-1", "eu-west-1"
NAMED = {"EndpointName": "both"}
ARN = "arn:aws:ses:us-east-1:123456789012:multi-region-endpoint/both"
UNKNOWN = (NOT_FOUND, "Multi-region endpoint both does not exist.")
NAME_TEXT = "1 validation error detected: Value at 'endpointName' failed to satisfy constraint: Member must "


def endpoint_details(*names: str) -> Any:
    """Return the details of an endpoint with secondary regions."""
    return {"RoutesDetails": [{"Region": name} for name in names]}


def create_endpoint(client: SESV2Client, name: str = "both", **options: Any) -> str:
    """Create an endpoint and return its ID."""
    response = client.create_multi_region_endpoint(
        **{"EndpointName": name, "Details": endpoint_details(SECONDARY), **options}
    )
    return response["EndpointId"]


@pytest.fixture
def endpoint_id(mocked: SesMock, sesv2: SESV2Client) -> str:
    """Return the ID of an endpoint that is ready."""
    created = create_endpoint(sesv2)
    mocked.clock.shift(minutes=2)
    return created


def test_an_endpoint_is_ready_after_two_minutes(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A new endpoint is ready after two minutes, and has its own region and the secondary one."""
    created = sesv2.create_multi_region_endpoint(EndpointName="both", Details=endpoint_details(SECONDARY))
    first = sesv2.get_multi_region_endpoint(**NAMED)
    mocked.clock.shift(minutes=2)
    ready: Any = sesv2.get_multi_region_endpoint(**NAMED)
    [summary] = sesv2.list_multi_region_endpoints()["MultiRegionEndpoints"]

    assert (created["Status"], first["Status"], ready["Status"]) == ("CREATING", "CREATING", "READY")
    assert re.fullmatch(r"[a-z0-9]{8}\.[a-z0-9]{3}", created["EndpointId"])
    assert ready["EndpointId"] == created["EndpointId"]
    assert ready["Routes"] == [{"Region": PRIMARY}, {"Region": SECONDARY}]
    assert first["LastUpdatedTimestamp"] == ready["CreatedTimestamp"]
    assert ready["LastUpdatedTimestamp"] - ready["CreatedTimestamp"] == timedelta(minutes=2)
    del ready["ResponseMetadata"], ready["Routes"]
    assert summary == {**ready, "Regions": [PRIMARY, SECONDARY]}


def test_a_deleted_endpoint_disappears_after_two_minutes(
    mocked: SesMock, sesv2: SESV2Client, endpoint_id: str
) -> None:
    """A deleted endpoint can be read and deleted again for two minutes, while its name is still taken."""
    deleted = sesv2.delete_multi_region_endpoint(**NAMED)
    mocked.clock.shift(minutes=1)
    again = sesv2.delete_multi_region_endpoint(**NAMED)
    read = sesv2.get_multi_region_endpoint(**NAMED)
    error = refusal(create_endpoint, sesv2)
    mocked.clock.shift(minutes=1)
    unknown = refusal(sesv2.get_multi_region_endpoint, **NAMED)
    summaries = sesv2.list_multi_region_endpoints()["MultiRegionEndpoints"]
    create_endpoint(sesv2)

    assert {deleted["Status"], again["Status"], read["Status"]} == {"DELETING"}
    assert read["LastUpdatedTimestamp"] - read["CreatedTimestamp"] >= timedelta(minutes=2)
    assert error == ("AlreadyExistsException", "Multi-region endpoint both already exists.")
    assert (unknown, summaries) == (UNKNOWN, [])
    assert sesv2.get_multi_region_endpoint(**NAMED)["EndpointId"] != endpoint_id


def test_an_endpoint_cannot_be_deleted_during_its_creation(sesv2: SESV2Client) -> None:
    """SES refuses to delete an endpoint during its creation, with status 500."""
    create_endpoint(sesv2)

    assert refusal_with_status(sesv2.delete_multi_region_endpoint, **NAMED) == (
        500,
        "ConcurrentModificationException",
        "Unable to delete resource in PROVISIONING status",
    )


def test_a_test_can_fail_an_endpoint(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A failed endpoint sends nothing and can be deleted."""
    created = create_endpoint(sesv2)
    endpoint = mocked.account.endpoints["both"]
    mocked.clock.shift(minutes=1)
    endpoint.fail()
    mocked.clock.shift(minutes=5)
    failed = sesv2.get_multi_region_endpoint(**NAMED)
    error = refusal(send, sesv2, EndpointId=created)

    assert failed["Status"] == "FAILED"
    assert round((failed["LastUpdatedTimestamp"] - failed["CreatedTimestamp"]).total_seconds()) == 60
    assert error == (BAD, f"Endpoint {created} does not exist.")
    with pytest.raises(ValueError, match="is FAILED; only an endpoint that is CREATING can fail"):
        endpoint.fail()
    assert sesv2.delete_multi_region_endpoint(**NAMED)["Status"] == "DELETING"


def test_an_account_has_its_endpoints_by_name(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A test can read endpoints by name, and the error about an unknown one lists the valid names."""
    created = create_endpoint(sesv2)
    endpoint_map = mocked.account.endpoints

    assert (endpoint_map["both"].id, endpoint_map["both"].regions) == (created, (PRIMARY, SECONDARY))
    assert repr(endpoint_map) == "<Endpoints ['both']>"
    assert (
        list(endpoint_map),
        len(endpoint_map),
        "both" in endpoint_map,
        endpoint_map["both"] in endpoint_map,
    ) == ([endpoint_map["both"]], 1, True, True)
    assert "bath" not in endpoint_map
    with pytest.raises(
        KeyError, match=r"unknown endpoint 'bath'; did you mean 'both'\? Valid endpoints: both"
    ):
        endpoint_map["bath"]


def test_a_deleted_endpoint_is_removed_from_the_account(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A deleted endpoint is not in the account's mapping and has no tags."""
    create_endpoint(sesv2, Tags=[{"Key": "team", "Value": "shop"}])
    mocked.clock.shift(minutes=2)
    sesv2.delete_multi_region_endpoint(**NAMED)
    mocked.clock.shift(minutes=2)
    endpoint_map = mocked.account.endpoints

    assert (list(endpoint_map), len(endpoint_map), "both" in endpoint_map, repr(endpoint_map)) == (
        [],
        0,
        False,
        "<Endpoints []>",
    )
    assert refusal(sesv2.list_tags_for_resource, ResourceArn=ARN) == (
        NOT_FOUND,
        "No MultiRegionEndpoint present with name: both",
    )
    with pytest.raises(KeyError, match="unknown endpoint 'both': there are no endpoints"):
        endpoint_map["both"]


@pytest.mark.parametrize("method", ["get_multi_region_endpoint", "delete_multi_region_endpoint"])
def test_an_unknown_endpoint_is_not_found(sesv2: SESV2Client, endpoint_id: str, method: str) -> None:
    """An endpoint is found neither by an unknown name nor in its secondary region."""
    secondary_client = boto3.client("sesv2", region_name=SECONDARY)

    assert refusal(getattr(sesv2, method), EndpointName="x")[0] == NOT_FOUND
    assert refusal(getattr(secondary_client, method), **NAMED) == UNKNOWN
    assert secondary_client.list_multi_region_endpoints()["MultiRegionEndpoints"] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (None, f"{NAME_TEXT}not be null"),
        ("", "2 validation errors detected: Value at 'endpointName'"),
        ("a" * 65, f"{NAME_TEXT}have length less than or equal to 64"),
        ("a.b", rf"{NAME_TEXT}satisfy regular expression pattern: ^[\w\-_]+$"),
    ],
)
def test_a_name_is_checked(mocked: SesMock, name: str | None, text: str) -> None:
    """A name is checked against the constraints of the model."""
    request = {"EndpointName": name, "Details": endpoint_details(SECONDARY)}
    code, error = send_json("POST", "/v2/email/multi-region-endpoints", request)

    assert code == BAD
    assert error is not None
    assert error.startswith(text)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], "Exactly one secondary region must be specified."),
        ([SECONDARY, "us-west-2"], "Exactly one secondary region must be specified."),
        ([PRIMARY], "Invalid secondary region us-east-1."),
        (["us-east-9"], "Invalid secondary region us-east-9."),
        (["us-gov-west-1"], "Invalid secondary region us-gov-west-1."),
    ],
)
def test_an_endpoint_needs_one_secondary_region(sesv2: SESV2Client, names: list[str], text: str) -> None:
    """The secondary region must be exactly one other region of the same partition."""
    assert refusal(create_endpoint, sesv2, Details=endpoint_details(*names)) == (BAD, text)


def test_a_region_has_at_most_10_endpoints(sesv2: SESV2Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """An endpoint above the limit is refused."""
    assert endpoints.MAX_ENDPOINTS == 10
    monkeypatch.setattr(endpoints, "MAX_ENDPOINTS", 1)
    create_endpoint(sesv2)

    assert refusal(create_endpoint, sesv2, "other") == (
        "LimitExceededException",
        "Limit exceeded for multi-region endpoints.",
    )


def test_endpoints_are_listed_by_name_in_pages(sesv2: SESV2Client) -> None:
    """Every page but the last has a token."""
    for name in ("b", "a", "c"):
        create_endpoint(sesv2, name)
    page = sesv2.list_multi_region_endpoints(PageSize=2)
    rest = sesv2.list_multi_region_endpoints(PageSize=2, NextToken=page["NextToken"])
    names = [[each["EndpointName"] for each in response["MultiRegionEndpoints"]] for response in (page, rest)]

    assert names == [["a", "b"], ["c"]]
    assert "NextToken" not in rest


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        (
            {"PageSize": 1001},
            "1 validation error detected: Value '1001' at 'pageSize' failed to satisfy constraint: "
            "Member must have value less than or equal to 1000",
        ),
        ({"NextToken": "AAAA"}, "Invalid Next Token"),
        (
            # The pattern has two carets in AWS's own model (NextTokenV2).
            {"NextToken": "?"},
            "1 validation error detected: Value at 'nextToken' failed to satisfy constraint: Member must satisfy "
            "regular expression pattern: ^^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
        ),
    ],
)
def test_an_invalid_page_request_is_refused(sesv2: SESV2Client, parameters: Any, text: str) -> None:
    """A page size out of range, and a token that is not Base64 or not from this list, are refused."""
    assert refusal(sesv2.list_multi_region_endpoints, **parameters) == (BAD, text)


def test_an_endpoint_can_be_tagged(sesv2: SESV2Client) -> None:
    """An endpoint can be tagged at creation or later, and the ARN of an unknown endpoint is refused."""
    create_endpoint(sesv2, Tags=[{"Key": "team", "Value": "shop"}])
    sesv2.tag_resource(ResourceArn=ARN, Tags=[{"Key": "stage", "Value": "test"}])

    assert sesv2.list_tags_for_resource(ResourceArn=ARN)["Tags"] == [
        {"Key": "team", "Value": "shop"},
        {"Key": "stage", "Value": "test"},
    ]
    assert refusal(sesv2.list_tags_for_resource, ResourceArn=f"{ARN}x") == (
        NOT_FOUND,
        "No MultiRegionEndpoint present with name: bothx",
    )


def test_two_regions_share_the_mail(mocked: SesMock, sesv2: SESV2Client, endpoint_id: str) -> None:
    """The regions take turns sending, each with its own quota and statistics, regardless of the region called."""
    for name in (PRIMARY, SECONDARY, "us-west-2"):
        send(boto3.client("sesv2", region_name=name), EndpointId=endpoint_id)
    regions = [message.region for message in mocked.outbox.filter(endpoint_id=endpoint_id)]
    sent = [
        mocked.accounts["123456789012", name].sent_last_24_hours for name in (PRIMARY, SECONDARY, "us-west-2")
    ]
    attempts = [
        boto3.client("ses", region_name=name).get_send_statistics()["SendDataPoints"][0]["DeliveryAttempts"]
        for name in (PRIMARY, SECONDARY)
    ]

    assert regions == [PRIMARY, SECONDARY, PRIMARY]
    assert (sent, attempts) == ([2, 1, 0], [2, 1])
    assert mocked.outbox[1].message_id.startswith("0102")


def test_a_bulk_send_uses_one_region(mocked: SesMock, sesv2: SESV2Client, endpoint_id: str) -> None:
    """All entries of a bulk send are sent by the same region."""
    template = {"TemplateContent": {"Subject": "Hello", "Text": "Hi"}, "TemplateData": "{}"}
    entries: Any = [{"Destination": {"ToAddresses": [f"{name}@example.net"]}} for name in ("ada", "bob")]
    for _ in range(2):
        sesv2.send_bulk_email(
            FromEmailAddress="shop@example.com",
            DefaultContent={"Template": template},
            BulkEmailEntries=entries,
            EndpointId=endpoint_id,
        )

    assert [message.region for message in mocked.outbox] == [PRIMARY, PRIMARY, SECONDARY, SECONDARY]


def test_events_have_the_endpoint_as_a_tag(sesv2: SESV2Client, endpoint_id: str) -> None:
    """Events of mail with an endpoint have the endpoint's ID as a tag, and events of other mail do not."""
    tags = [
        json.loads(send_message(sesv2, **options).events[0].json)["mail"]["tags"]
        for options in ({"EndpointId": endpoint_id}, {})
    ]

    assert tags[0]["ses:multi-region-endpoint-id"] == [endpoint_id]
    assert "ses:multi-region-endpoint-id" not in tags[1]


def test_the_report_shows_the_endpoint(sesv2: SESV2Client, endpoint_id: str) -> None:
    """A serialized message shows its endpoint."""
    from sesmock.pages.serialization import serialize_message

    message = send_message(sesv2, EndpointId=endpoint_id)

    assert ["Global endpoint", endpoint_id] in serialize_message(message)["transmission"]  # type: ignore[operator]


def test_both_regions_need_the_resources_of_a_send(
    mocked: SesMock, sesv2: SESV2Client, endpoint_id: str
) -> None:
    """A region that lacks the identity or the set refuses the mail, and keeps its turn."""
    sesv2.create_email_identity(EmailIdentity="example.org")
    sesv2.create_configuration_set(ConfigurationSetName="news")
    options = {"EndpointId": endpoint_id, "sender": "shop@example.org", "ConfigurationSetName": "news"}
    send(sesv2, **options)
    without_set = refusal(send, sesv2, **options)
    secondary_client = boto3.client("sesv2", region_name=SECONDARY)
    secondary_client.create_configuration_set(ConfigurationSetName="news")
    without_identity = refusal(send, sesv2, **options)
    secondary_client.create_email_identity(EmailIdentity="example.org")
    send(sesv2, **options)

    assert without_set == (NOT_FOUND, "Configuration set <news> does not exist.")
    assert without_identity == (
        "MessageRejected",
        "Email address is not verified. The following identities failed the check in region EU-WEST-1: "
        "shop@example.org",
    )
    assert [message.region for message in mocked.outbox] == [PRIMARY, SECONDARY]


def test_only_a_ready_endpoint_sends(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A send is refused if its endpoint is not ready, is unknown or belongs to another account."""
    created = create_endpoint(sesv2)
    mocked.accounts.bind("OTHER", "210987654321")
    other = boto3.client("sesv2", aws_access_key_id="OTHER", aws_secret_access_key="x")
    error = [refusal(send, sesv2, EndpointId=created), refusal(send, sesv2, EndpointId="x")]
    mocked.clock.shift(minutes=2)
    error.append(refusal(send, other, EndpointId=created))
    sesv2.delete_multi_region_endpoint(**NAMED)
    error.append(refusal(send, sesv2, EndpointId=created))

    assert error == [(BAD, f"Endpoint {name} does not exist.") for name in (created, "x", created, created)]
    assert repr(mocked.account.endpoints["both"]) == f"<MultiRegionEndpoint both {created}>"


def test_a_failing_test_shows_the_status_of_endpoints(mocked: SesMock, sesv2: SESV2Client) -> None:
    """After a send with an endpoint that is not ready, a failed assertion says how long the creation takes."""
    created = create_endpoint(sesv2)
    refusal(send, sesv2, EndpointId=created)
    with pytest.raises(AssertionError) as caught:
        mocked.outbox.one()

    assert (
        f"global endpoints: {created} is CREATING; a new one is READY after two minutes: "
        "ses_mock.clock.shift(minutes=2)"
    ) in str(caught.value)
