"""Reputation findings about the mail of tenants, and the statuses that SES and AWS set because of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from freezegun import freeze_time
from moto import mock_aws

from sesmock import mock_ses
from tests.backends.reputation.tenant_reputation import (
    NUMBERS,
    PAUSED,
    POLICIES,
    list_detail_types,
    read_entity,
    send_many,
    set_policy,
    set_status,
)
from tests.refusals import refusal
from tests.sending import send, send_message

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

PERIOD = "December 19, 2025 at 03:04 (UTC) to January 2, 2026 at 03:04 (UTC)"


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
