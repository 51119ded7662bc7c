"""Reputation entities: findings about the mail of tenants, and the statuses that SES, AWS and customers set."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time
from moto import mock_aws

from sesmock import mock_ses
from tests.refusals import refusal
from tests.sending import send, send_message

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

BAD, NOT_FOUND = "BadRequestException", "NotFoundException"
ARN = "arn:aws:ses:us-east-1:123456789012:"
IDENTITY, SET = f"{ARN}identity/example.com", f"{ARN}configuration-set/news"
POLICIES = "arn:aws:ses:us-east-1:aws:reputation-policy/"
ENUM = (
    "1 validation error detected: Value at '{}' failed to satisfy constraint: "
    "Member must satisfy enum value set: [{}]"
)
PERIOD = "December 19, 2025 at 03:04 (UTC) to January 2, 2026 at 03:04 (UTC)"
# Each call of send_many needs new recipients, because SES suppresses those that bounced or complained before.
NUMBERS = count()
UNKNOWN = [
    "x",
    f"{ARN}tenant/acme/tn-1",
    f"{ARN}identity/x.org",
    f"{ARN}configuration-set/x",
    f"{ARN}template/hello",
    IDENTITY.replace("123456789012", "210987654321"),
]
PAUSED = ("SendingPausedException", "Sending is paused for tenant acme")


@pytest.fixture
def acme(sesv2: SESV2Client) -> SESV2Client:
    """Return a client of an account with a tenant that can send."""
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_tenant(TenantName="acme")
    sesv2.create_tenant_resource_association(TenantName="acme", ResourceArn=IDENTITY)
    return sesv2


def read_tenant_arn(client: SESV2Client) -> str:
    """Return the ARN of the tenant."""
    return client.get_tenant(TenantName="acme")["Tenant"]["TenantArn"]


def read_entity(client: SESV2Client, arn: str | None = None) -> Any:
    """Return an entity, by default the tenant's."""
    reference = arn or read_tenant_arn(client)
    return client.get_reputation_entity(ReputationEntityType="RESOURCE", ReputationEntityReference=reference)[
        "ReputationEntity"
    ]


def set_status(client: SESV2Client, status: Any, arn: str | None = None) -> None:
    """Set the customer's sending status of an entity."""
    client.update_reputation_entity_customer_managed_status(
        ReputationEntityType="RESOURCE",
        ReputationEntityReference=arn or read_tenant_arn(client),
        SendingStatus=status,
    )


def set_policy(client: SESV2Client, policy: str, arn: str | None = None) -> None:
    """Set the reputation policy of an entity."""
    client.update_reputation_entity_policy(
        ReputationEntityType="RESOURCE",
        ReputationEntityReference=arn or read_tenant_arn(client),
        ReputationEntityPolicy=f"{POLICIES}{policy}",
    )


def send_many(client: SESV2Client, messages: int = 2, *, bounces: int = 0, complaints: int = 0) -> None:
    """Send messages to 50 recipients each for the tenant; recipients of the last one bounce or complain."""
    to = [f"{next(NUMBERS)}@example.net" for _ in range(50)]
    for _ in range(messages):
        message = send_message(client, *to, TenantName="acme")
    for address in to[:bounces]:
        message.bounce(recipient=address)
    for address in to[bounces : bounces + complaints]:
        message.complain(recipient=address)


def list_detail_types(mocked: SesMock) -> list[str | None]:
    """Return the types of the events published to EventBridge."""
    return [publication.detail_type for publication in mocked.publications.filter(purpose="reputation")]


@freeze_time("2026-01-02 03:04:05.678", real_asyncio=True)
def test_a_new_tenant_is_healthy(sesv2: SESV2Client) -> None:
    """A new tenant has the standard policy, is enabled by SES and has no customer-managed status."""
    sesv2.create_tenant(TenantName="acme")
    reputation = read_entity(sesv2)
    stamp = reputation["AwsSesManagedStatus"].pop("LastUpdatedTimestamp")

    assert reputation == {
        "ReputationEntityReference": read_tenant_arn(sesv2),
        "ReputationEntityType": "RESOURCE",
        "ReputationManagementPolicy": f"{POLICIES}standard",
        "AwsSesManagedStatus": {"Status": "ENABLED"},
        "SendingStatusAggregate": "ENABLED",
        "ReputationImpact": "NONE",
    }
    assert stamp.timestamp() == 1767323045.678


@pytest.mark.parametrize("arn", [IDENTITY, SET, f"{ARN}identity/EXAMPLE.com"])
def test_an_identity_and_a_set_are_entities(acme: SESV2Client, arn: str) -> None:
    """Every identity and configuration set is an entity, and the case of a domain does not matter."""
    reputation = read_entity(acme, arn)

    assert reputation["ReputationEntityReference"].lower() == arn.lower()
    assert (reputation["AwsSesManagedStatus"], reputation["SendingStatusAggregate"]) == (
        {"Status": "ENABLED"},
        "ENABLED",
    )


@pytest.mark.parametrize("arn", UNKNOWN)
def test_an_unknown_entity_is_refused(acme: SESV2Client, arn: str) -> None:
    """Get reports an unknown entity as not found, and the updates report it as a bad request."""
    text = f"Reputation entity {arn} does not exist."

    assert refusal(read_entity, acme, arn) == (NOT_FOUND, text)
    assert refusal(set_status, acme, "DISABLED", arn) == (BAD, text)
    assert refusal(set_policy, acme, "none", arn) == (BAD, text)


def test_unknown_enum_values_are_refused(acme: SESV2Client) -> None:
    """Type, status and policy are checked before the entity is looked up."""
    parameters: Any = {"ReputationEntityType": "x", "ReputationEntityReference": "x"}

    assert refusal(acme.get_reputation_entity, **parameters) == (
        BAD,
        ENUM.format("reputationEntityType", "RESOURCE"),
    )
    assert refusal(set_status, acme, "x", "x") == (
        BAD,
        ENUM.format("sendingStatus", "ENABLED, REINSTATED, DISABLED"),
    )
    assert refusal(set_policy, acme, "x", "x") == (BAD, f"Invalid reputation policy {POLICIES}x.")


def test_a_customer_can_stop_a_tenant(mocked: SesMock, acme: SESV2Client) -> None:
    """Every API refuses the mail of a stopped tenant until it is enabled again, and SES's own status stays."""
    before = read_entity(acme)
    set_status(acme, "DISABLED")
    error_by_v2 = refusal(send, acme, TenantName="acme")
    raw = b"X-SES-TENANT: acme\r\nFrom: shop@example.com\r\nTo: ada@example.net\r\nSubject: Hello\r\n\r\nHi"
    error_by_v1 = refusal(boto3.client("ses").send_raw_email, RawMessage={"Data": raw})
    stopped = read_entity(acme)
    set_status(acme, "ENABLED")

    assert (error_by_v2, error_by_v1) == (PAUSED, ("MessageRejected", PAUSED[1]))
    assert stopped["AwsSesManagedStatus"] == before["AwsSesManagedStatus"]
    assert stopped["CustomerManagedStatus"]["LastUpdatedTimestamp"]
    assert (stopped["CustomerManagedStatus"]["Status"], stopped["CustomerManagedStatus"]["Cause"]) == (
        "DISABLED",
        "Status manually updated.",
    )
    assert stopped["SendingStatusAggregate"] == "DISABLED"
    assert send_message(acme, TenantName="acme").tenant == "acme"


def test_a_tenant_shows_its_aggregate_status(mocked: SesMock, acme: SESV2Client) -> None:
    """Tenants are read, listed and filtered by their aggregate status."""
    set_status(acme, "DISABLED")
    acme.create_tenant(TenantName="globex")
    disabled = acme.list_tenants(Filter={"SENDING_STATUS": "DISABLED"})["Tenants"]

    assert [(tenant["TenantName"], tenant["SendingStatus"]) for tenant in disabled] == [("acme", "DISABLED")]
    assert acme.get_tenant(TenantName="acme")["Tenant"]["SendingStatus"] == "DISABLED"
    assert mocked.account.tenants["acme"].sending_status == "DISABLED"


@pytest.mark.parametrize(
    ("arn", "text"),
    [
        (IDENTITY, "Sending is paused for identity example.com"),
        (SET, "Sending is paused for configuration set news"),
    ],
)
def test_a_customer_can_stop_an_identity_or_a_set(acme: SESV2Client, arn: str, text: str) -> None:
    """Stopping a resource does not stop mail of other resources or of a new resource with the same name."""
    options = {"ConfigurationSetName": "news"}
    set_status(acme, "DISABLED", arn)
    errors = [
        refusal(send, acme, **options),
        refusal(send, acme, **options, FromEmailAddressIdentityArn=IDENTITY),
        refusal(send, acme, **options, FromEmailAddressIdentityArn=f"{ARN}identity/Example.COM"),
    ]
    acme.create_email_identity(EmailIdentity="own@example.com")
    message_ids = [] if arn == SET else [send(acme, sender="own@example.com")]
    message_ids += [send(acme)] if arn == SET else []
    set_status(acme, "REINSTATED", arn)
    message_ids.append(send(acme, **options))
    set_status(acme, "DISABLED", arn)
    acme.delete_tenant(TenantName="acme")
    acme.delete_configuration_set(ConfigurationSetName="news")
    acme.delete_email_identity(EmailIdentity="example.com")
    acme.create_configuration_set(ConfigurationSetName="news")
    acme.create_email_identity(EmailIdentity="example.com")
    message_ids.append(send(acme, **options))

    assert errors == [("SendingPausedException", text)] * 3
    assert len(message_ids) == 3


def test_v1_refuses_a_stopped_identity(acme: SESV2Client) -> None:
    """v1 refuses mail from a stopped identity with the code for a stopped account."""
    set_status(acme, "DISABLED", IDENTITY)

    assert refusal(send, "ses") == ("MessageRejected", "Sending is paused for identity example.com")


def test_a_customers_status_is_published(mocked: SesMock, acme: SESV2Client) -> None:
    """The default event bus receives the customer's status with its cause and time, and the entity's ARN."""
    with freeze_time("2025-07-11 14:41:03.123", real_asyncio=True):
        set_status(acme, "DISABLED")
        set_status(acme, "REINSTATED")
    first, second = mocked.publications.filter(purpose="reputation")

    assert (first.kind, first.target) == (
        "eventbridge",
        "arn:aws:events:us-east-1:123456789012:event-bus/default",
    )
    assert (first.detail_type, second.detail_type) == ("Sending Status Disabled", "Sending Status Enabled")
    assert first.entity == read_tenant_arn(acme)
    assert first.payload == (
        '{"version":"1.0.0","data":{"origin":"CUSTOMER_MANAGED","record":{"status":"DISABLED",'
        '"cause":"Status manually updated.","lastUpdatedTimestamp":[2025,7,11,14,41,3,123000000]}}}'
    )
    assert json.loads(second.payload)["data"]["record"]["status"] == "REINSTATED"


@pytest.mark.parametrize(
    ("bounces", "complaints", "impact", "findings"),
    [
        (10, 0, "NONE", 0),
        (11, 0, "LOW", 1),
        (15, 0, "LOW", 1),
        (16, 0, "HIGH", 1),
        (0, 1, "LOW", 1),
        (0, 2, "HIGH", 1),
        (11, 2, "HIGH", 2),
    ],
)
def test_findings_follow_from_rates(
    mocked: SesMock, acme: SESV2Client, bounces: int, complaints: int, impact: str, findings: int
) -> None:
    """With 100 recipients, 11 bounces or 1 complaint have a low impact, and 16 bounces or 2 complaints a high one."""
    set_policy(acme, "none")
    send_many(acme, bounces=bounces, complaints=complaints)

    assert read_entity(acme)["ReputationImpact"] == impact
    assert len(mocked.account.tenants["acme"].reputation.findings) == findings


@freeze_time("2026-01-02 03:04:05.678", real_asyncio=True)
def test_a_finding_is_published(mocked: SesMock, acme: SESV2Client) -> None:
    """An event is published when a finding opens, when its impact changes and when it closes."""
    set_policy(acme, "none")
    send_many(acme, bounces=16)
    send_many(acme, 3)
    publications = mocked.publications.filter(purpose="reputation")

    assert list_detail_types(mocked) == [
        "Advisor Recommendation Status Open",
        "Advisor Recommendation Status Open",
        "Advisor Recommendation Status Open",
        "Advisor Recommendation Status Closed",
    ]
    assert [json.loads(each.payload)["metadata"]["impact"] for each in publications] == [
        "LOW",
        "HIGH",
        "LOW",
        "LOW",
    ]
    assert json.loads(publications[0].payload) == {
        "version": "1.0.0",
        "data": f"The bounce rate exceeded 10.0% based on a representative volume of 100 emails from {PERIOD}",
        "metadata": {"impact": "LOW", "type": "BOUNCE"},
    }
    descriptions = [json.loads(each.payload)["data"] for each in publications]
    assert descriptions[1].startswith("The bounce rate exceeded 15.0%")
    assert descriptions[2] == descriptions[3]


@pytest.mark.parametrize(
    ("policy", "bounces", "stops"),
    [("none", 20, False), ("standard", 12, False), ("standard", 16, True), ("strict", 12, True)],
)
def test_a_policy_decides_which_findings_stop_a_tenant(
    mocked: SesMock, acme: SESV2Client, policy: str, bounces: int, stops: bool
) -> None:
    """The policy decides whether SES stops the tenant; if it does, SES shows a cause and publishes an event."""
    set_policy(acme, policy)
    send_many(acme, bounces=bounces)
    reputation = read_entity(acme)

    assert reputation["ReputationManagementPolicy"] == f"{POLICIES}{policy}"
    assert "CustomerManagedStatus" not in reputation
    assert reputation["SendingStatusAggregate"] == ("DISABLED" if stops else "ENABLED")
    assert ("Sending Status Disabled" in list_detail_types(mocked)) is stops
    if stops:
        assert (
            reputation["AwsSesManagedStatus"]["Cause"]
            == "Sending was disabled because of reputation findings."
        )
        assert refusal(send, acme, TenantName="acme") == PAUSED


def test_another_policy_applies_immediately(acme: SESV2Client) -> None:
    """A new policy applies to open findings."""
    send_many(acme, bounces=12)
    statuses = []
    for policy in ("strict", "standard"):
        set_policy(acme, policy)
        statuses.append(
            (read_entity(acme)["SendingStatusAggregate"], read_entity(acme)["AwsSesManagedStatus"]["Cause"])
        )

    assert statuses == [
        ("DISABLED", "Sending was disabled because of reputation findings."),
        ("ENABLED", "The reputation policy tolerates the reputation findings."),
    ]


def test_a_reinstatement_ends_when_findings_are_resolved(acme: SESV2Client) -> None:
    """A reinstated tenant becomes enabled once enough mail has resolved its findings."""
    send_many(acme, bounces=16)
    set_status(acme, "REINSTATED")
    reinstated = read_entity(acme)
    send_many(acme, 1)
    in_between = read_entity(acme)
    send_many(acme, 1)
    resolved = read_entity(acme)

    assert reinstated["SendingStatusAggregate"] == "REINSTATED"
    assert (reinstated["AwsSesManagedStatus"]["Status"], reinstated["ReputationImpact"]) == (
        "DISABLED",
        "HIGH",
    )
    assert (in_between["SendingStatusAggregate"], in_between["ReputationImpact"]) == ("REINSTATED", "LOW")
    assert (resolved["SendingStatusAggregate"], resolved["ReputationImpact"]) == ("ENABLED", "NONE")
    assert resolved["CustomerManagedStatus"]["Cause"] == "The reputation findings were resolved."


def test_a_new_finding_ends_a_reinstatement(acme: SESV2Client) -> None:
    """A reinstated tenant is stopped again by a new finding."""
    send_many(acme, bounces=16)
    set_status(acme, "REINSTATED")
    send_many(acme, 1, complaints=2)
    reputation = read_entity(acme)

    assert (reputation["SendingStatusAggregate"], reputation["CustomerManagedStatus"]["Status"]) == (
        "DISABLED",
        "ENABLED",
    )
    assert reputation["CustomerManagedStatus"]["Cause"] == "A new reputation finding ended the reinstatement."


def test_old_mail_no_longer_counts(mocked: SesMock, acme: SESV2Client) -> None:
    """After 14 days, a finding closes, and SES enables the tenant again."""
    send_many(acme, bounces=16)
    mocked.clock.shift(days=13)
    before = read_entity(acme)
    mocked.clock.shift(days=1)
    after = read_entity(acme)

    assert (before["SendingStatusAggregate"], before["ReputationImpact"]) == ("DISABLED", "HIGH")
    assert (after["SendingStatusAggregate"], after["ReputationImpact"]) == ("ENABLED", "NONE")
    assert after["AwsSesManagedStatus"]["Cause"] == "The reputation findings were resolved."
    assert list_detail_types(mocked)[-1] == "Sending Status Enabled"


def test_a_deleted_tenant_has_no_new_findings(mocked: SesMock, acme: SESV2Client) -> None:
    """Neither late bounces nor time change the findings of a deleted tenant."""
    send_many(acme, bounces=12)
    acme.delete_tenant(TenantName="acme")
    detail_types = list_detail_types(mocked)
    for address in mocked.outbox[-1].recipients[12:20]:
        mocked.outbox[-1].bounce(recipient=address)
    mocked.clock.shift(days=14)
    acme.list_tenants()

    assert detail_types == ["Advisor Recommendation Status Open"]
    assert list_detail_types(mocked) == detail_types


def test_a_representative_volume_opens_findings(acme: SESV2Client) -> None:
    """Earlier bounces become a finding once the volume is representative, without another bounce."""
    send_many(acme, 1, bounces=20)
    little = read_entity(acme)
    send_many(acme, 1)

    assert (little["ReputationImpact"], little["SendingStatusAggregate"]) == ("NONE", "ENABLED")
    assert (read_entity(acme)["ReputationImpact"], read_entity(acme)["SendingStatusAggregate"]) == (
        "HIGH",
        "DISABLED",
    )


def test_other_mail_causes_no_findings(mocked: SesMock, acme: SESV2Client) -> None:
    """A small volume, mail without a tenant, soft or withheld bounces and the simulator cause no findings."""
    acme.put_suppressed_destination(EmailAddress="listed@example.net", Reason="BOUNCE")
    send_many(acme, 1, bounces=8)
    little = mocked.account.tenants["acme"].reputation.impact
    send_many(acme, 6)
    for _ in range(20):
        send(acme, "listed@example.net", "bounce@simulator.amazonses.com", TenantName="acme")
        to = f"{next(NUMBERS)}@example.net"
        send_message(acme, to).bounce()
        send_message(acme, f"soft-{to}", TenantName="acme").bounce("Transient")
        send_message(acme, f"kind-{to}", TenantName="acme").complain("not-spam")

    assert little is None
    assert mocked.account.tenants["acme"].reputation.findings == {}


@pytest.mark.parametrize("outcome", ["suppressed", "rejected"])
def test_withheld_mail_does_not_count(mocked: SesMock, acme: SESV2Client, outcome: Any) -> None:
    """Withheld recipients neither lower a rate nor make a volume representative."""
    mocked.outcomes["kept@example.net"] = outcome
    for _ in range(200):
        send(acme, "kept@example.net", TenantName="acme")
    send_many(acme, 1, bounces=20)
    little = mocked.account.tenants["acme"].reputation.impact
    send_many(acme, 1, bounces=1)

    assert little is None
    assert mocked.account.tenants["acme"].sending_status == "DISABLED"


def test_a_customer_cannot_reinstate_a_tenant_stopped_by_aws(mocked: SesMock, acme: SESV2Client) -> None:
    """Only the test can release a tenant that AWS has stopped."""
    tenant = mocked.account.tenants["acme"]
    tenant.enforce()
    set_status(acme, "REINSTATED")
    stopped = read_entity(acme)
    tenant.release()
    set_status(acme, "ENABLED")

    assert (stopped["SendingStatusAggregate"], stopped["ReputationImpact"]) == ("DISABLED", "NONE")
    assert stopped["AwsSesManagedStatus"]["Cause"] == "Sending was disabled by AWS."
    assert read_entity(acme)["SendingStatusAggregate"] == "ENABLED"
    assert read_entity(acme)["AwsSesManagedStatus"]["Cause"] == "Sending was enabled by AWS."
    assert repr(tenant.reputation) == f"<Entity {tenant.arn} ENABLED>"


def test_a_deleted_tenant_publishes_nothing(mocked: SesMock, acme: SESV2Client) -> None:
    """Stopping a deleted tenant publishes no event."""
    tenant = mocked.account.tenants["acme"]
    acme.delete_tenant(TenantName="acme")
    tenant.enforce()

    assert list_detail_types(mocked) == []


def list_kinds(client: SESV2Client, **filters: str) -> list[str]:
    """Return the kinds of the listed entities."""
    response = client.list_reputation_entities(Filter=filters)  # type: ignore[arg-type]
    return [
        item["ReputationEntityReference"].removeprefix(ARN).partition("/")[0]
        for item in response["ReputationEntities"]
    ]


@pytest.mark.parametrize(
    ("filters", "kinds"),
    [
        ({}, ["configuration-set", "identity", "tenant"]),
        ({"ENTITY_TYPE": "RESOURCE"}, ["configuration-set", "identity", "tenant"]),
        ({"ENTITY_TYPE": "x"}, []),
        ({"REPUTATION_IMPACT": "HIGH"}, ["tenant"]),
        ({"REPUTATION_IMPACT": "LOW"}, []),
        ({"SENDING_STATUS": "DISABLED"}, ["configuration-set", "tenant"]),
        ({"SENDING_STATUS": "DISABLED", "ENTITY_REFERENCE_PREFIX": f"{ARN}conf"}, ["configuration-set"]),
    ],
)
def test_entities_are_listed_and_filtered(
    acme: SESV2Client, filters: dict[str, str], kinds: list[str]
) -> None:
    """Entities are sorted by ARN, and all filters must match."""
    send_many(acme, bounces=16)
    set_status(acme, "DISABLED", SET)

    assert list_kinds(acme, **filters) == kinds


def test_entities_are_listed_in_pages(acme: SESV2Client) -> None:
    """Entities are listed in pages, and a token is valid only with the same filters."""
    page = acme.list_reputation_entities(PageSize=1, Filter={"ENTITY_TYPE": "RESOURCE"})
    token = page["NextToken"]
    rest = acme.list_reputation_entities(NextToken=token, Filter={"ENTITY_TYPE": "RESOURCE"})

    assert [len(response["ReputationEntities"]) for response in (page, rest)] == [1, 2]
    assert refusal(acme.list_reputation_entities, NextToken=token) == (BAD, "Invalid Next Token")


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        (
            {"PageSize": 101},
            "Value '101' at 'pageSize' failed to satisfy constraint: Member must have value less than or equal to 100",
        ),
        (
            {"Filter": {"x": "y"}},
            "Value at 'filter' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy "
            "enum value set: [ENTITY_REFERENCE_PREFIX, ENTITY_TYPE, REPUTATION_IMPACT, SENDING_STATUS]]",
        ),
    ],
)
def test_an_invalid_list_request_is_refused(sesv2: SESV2Client, parameters: Any, text: str) -> None:
    """Page sizes out of range and unknown filters are refused."""
    assert refusal(sesv2.list_reputation_entities, **parameters) == (
        BAD,
        f"1 validation error detected: {text}",
    )


def test_the_partition_is_that_of_the_region() -> None:
    """The ARNs of policies and of the event bus are in the partition of the region."""
    with mock_ses(identities=["example.com"], region="cn-north-1") as ses_mock:
        client = boto3.client("sesv2")
        arn = client.create_tenant(TenantName="acme")["TenantArn"]
        set_status(client, "DISABLED", arn)

        assert read_entity(client, arn)["ReputationManagementPolicy"] == (
            "arn:aws-cn:ses:cn-north-1:aws:reputation-policy/standard"
        )
        assert ses_mock.publications.one().target.startswith("arn:aws-cn:events:cn-north-1:")


def test_events_of_reputation_have_an_envelope() -> None:
    """The EventBridge envelope has the event's own detail type, and the entity as its resource."""
    publications: list[Any] = []
    with mock_ses(publish=publications.append):
        client = boto3.client("sesv2")
        arn = client.create_tenant(TenantName="acme")["TenantArn"]
        set_status(client, "DISABLED", arn)

    [publication] = publications
    assert publication.envelope["detail-type"] == "Sending Status Disabled"
    assert publication.envelope["resources"] == [arn]


def test_motos_eventbridge_receives_events_of_reputation() -> None:
    """A rule for SES in moto's EventBridge matches events of reputation."""
    region: Any = {"region_name": "us-east-1"}
    with mock_aws(), mock_ses(publish="boto3"):
        sqs, events = boto3.client("sqs", **region), boto3.client("events", **region)
        queue = sqs.create_queue(QueueName="reputation")["QueueUrl"]
        queue_arn = "arn:aws:sqs:us-east-1:123456789012:reputation"
        events.put_rule(Name="ses", EventPattern='{"source": ["aws.ses"]}')
        events.put_targets(Rule="ses", Targets=[{"Id": "queue", "Arn": queue_arn}])
        client = boto3.client("sesv2", **region)
        arn = client.create_tenant(TenantName="acme")["TenantArn"]
        set_status(client, "DISABLED", arn)
        [message] = sqs.receive_message(QueueUrl=queue)["Messages"]

    event = json.loads(message["Body"])
    assert (event["detail-type"], event["resources"]) == ("Sending Status Disabled", [arn])
