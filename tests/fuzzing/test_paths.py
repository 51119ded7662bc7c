"""Paths through each noun of the reports and of received mail, which random walks seldom take to the end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from sesmock.domain.receiving.action_runs import Disposition
from tests.fuzzing.calls import names
from tests.fuzzing.calls.reports import TODAY
from tests.fuzzing.calls.shapes import Call
from tests.fuzzing.doors import CLIENT
from tests.fuzzing.happenings import STEPS
from tests.fuzzing.machine import SensibleWalk, start_walk
from tests.fuzzing.reference.arriving import Arrival

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

IDENTITY = names.IDENTITY_ARNS[0]
ENTITY = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": IDENTITY}
SIMPLE = {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}}
TO_ADA = {"ToAddresses": ["bob@example.net"]}
SEND = {"FromEmailAddress": "shop@example.com", "Destination": TO_ADA, "Content": SIMPLE}
PERIOD = {"StartDate": TODAY - timedelta(days=1), "EndDate": TODAY + timedelta(days=1)}
INBOX = "arn:aws:sns:us-east-1:123456789012:inbound"


@pytest.fixture
def walk() -> Iterator[SensibleWalk]:
    """Yield a walk that starts with all that walks can start with."""
    with start_walk() as walk:
        yield walk


def make(walk: SensibleWalk, operation: str, api: str = "sesv2", **parameters: Any) -> None:
    """Make a call."""
    walk.check(Call(api, operation, parameters), CLIENT, is_sensible=True)


def start_import(walk: SensibleWalk, file: str, action: str, list_name: str | None = None) -> str:
    """Start an import job; return its id."""
    destination: dict[str, Any] = {"SuppressionListDestination": {"SuppressionListImportAction": action}}
    if list_name is not None:
        destination = {
            "ContactListDestination": {"ContactListName": list_name, "ContactListImportAction": action}
        }
    data_format = "JSON" if file.endswith("json") else "CSV"
    source = {"S3Url": f"s3://imports/{file}", "DataFormat": data_format}
    make(walk, "CreateImportJob", ImportDestination=destination, ImportDataSource=source)
    return next(reversed(walk.world.import_jobs), "")


@pytest.mark.parametrize(
    ("file", "action", "list_name", "expected"),
    [
        ("suppressed.csv", "PUT", None, ("COMPLETED", (4, 2))),
        ("suppressed.json", "PUT", None, ("COMPLETED", (2, 1))),
        ("suppressed_to_delete.csv", "DELETE", None, ("COMPLETED", (2, 1))),
        ("contacts.csv", "PUT", "club", ("COMPLETED", (3, 1))),
        ("contacts.json", "PUT", "club", ("COMPLETED", (2, 1))),
        ("contacts.csv", "DELETE", "club", ("COMPLETED", (3, 2))),
        ("contacts_without_header.csv", "PUT", "club", ("FAILED", (0, 0))),
        ("missing.csv", "PUT", None, ("FAILED", (0, 0))),
    ],
)
def test_imports_keep_to_the_reference(
    walk: SensibleWalk, file: str, action: str, list_name: str | None, expected: tuple[str, tuple[int, int]]
) -> None:
    """A job that is read twice has imported what its file says."""
    job_id = start_import(walk, file, action, list_name)
    for _ in range(3):
        make(walk, "GetImportJob", JobId=job_id)
    make(walk, "ListImportJobs", ImportDestinationType="CONTACT_LIST")
    make(walk, "ListImportJobs", PageSize=1)
    job = walk.world.import_jobs[job_id]

    assert (job.status, job.counts) == expected


def test_imports_are_refused_or_end_with_time(walk: SensibleWalk) -> None:
    """Jobs for a list that is deleted fail, an unknown list and job are refused, and a minute ends a job."""
    start_import(walk, "contacts.csv", "PUT", "friends")
    job_id = start_import(walk, "contacts.csv", "PUT", "club")
    make(walk, "DeleteContactList", ContactListName="club")
    make(walk, "GetImportJob", JobId="a")
    walk.pass_time(STEPS[0])
    assert walk.world.import_jobs[job_id].status == "CREATED"
    walk.pass_time(STEPS[0])

    assert walk.world.import_jobs[job_id].status == "FAILED"


def test_exports_keep_to_the_reference(walk: SensibleWalk) -> None:
    """Jobs end by reads, by time or by a cancel, and bad sources are refused."""
    insights, days = {"MessageInsightsDataSource": PERIOD}, {"Name": "SEND", "Aggregation": "VOLUME"}
    metrics = {"Namespace": "VDM", "Metrics": [days], "Dimensions": {"ISP": ["*"]}, **PERIOD}
    for source in ({}, insights, {"MetricsDataSource": metrics}, insights):
        make(walk, "CreateExportJob", ExportDataSource=source, ExportDestination={"DataFormat": "CSV"})
    first, second, third = walk.world.export_jobs
    for job_id in (first, first, second, second, "a"):
        make(walk, "GetExportJob", JobId=job_id)
    for job_id in (first, third, "a"):
        make(walk, "CancelExportJob", JobId=job_id)
    make(walk, "CreateExportJob", ExportDataSource=insights, ExportDestination={"DataFormat": "JSON"})
    walk.pass_time(STEPS[1])
    make(walk, "ListExportJobs", ExportSourceType="MESSAGE_INSIGHTS", JobStatus="COMPLETED")
    make(walk, "ListExportJobs", PageSize=1)

    statuses = [job.status for job in walk.world.export_jobs.values()]
    assert statuses == ["COMPLETED", "COMPLETED", "CANCELLED", "COMPLETED"]


def test_the_dashboard_keeps_to_the_reference(walk: SensibleWalk) -> None:
    """A subscription ends with the month, and statistics and campaigns are those of subscribed domains."""
    put = "PutDeliverabilityDashboardOption"
    make(walk, "GetDomainStatisticsReport", Domain="example.com", **PERIOD)
    make(walk, put, DashboardEnabled=False)
    make(walk, put, DashboardEnabled=True, SubscribedDomains=[{"Domain": "example.com"}])
    make(walk, put, DashboardEnabled=True, SubscribedDomains=[{"Domain": "ada@example.net"}])
    walk.add_campaign("example.com", 0)
    [campaign_id] = walk.world.campaigns
    for name in (campaign_id, "a"):
        make(walk, "GetDomainDeliverabilityCampaign", CampaignId=name)
    period = {**PERIOD, "EndDate": TODAY + timedelta(days=2)}
    for size in ({}, {"PageSize": 1}):
        make(walk, "ListDomainDeliverabilityCampaigns", SubscribedDomain="example.com", **period, **size)
    make(walk, "GetDomainStatisticsReport", api="pinpoint-email", Domain="example.com", **PERIOD)
    make(walk, "GetBlacklistReports", BlacklistItemNames=["a"])
    make(walk, put, api="pinpoint-email", DashboardEnabled=False)
    make(walk, "GetDeliverabilityDashboardOptions")
    walk.pass_time(STEPS[3])
    make(walk, "GetDeliverabilityDashboardOptions", api="pinpoint-email")


def test_placement_tests_keep_to_the_reference(walk: SensibleWalk) -> None:
    """A test is complete after a day, and a message that SendEmail would refuse is refused."""
    for sender in ("shop@example.com", "eve@example.org"):
        make(walk, "CreateDeliverabilityTestReport", FromEmailAddress=sender, Content=SIMPLE)
    [report_id] = walk.world.placement_tests
    for name in (report_id, "a"):
        make(walk, "GetDeliverabilityTestReport", ReportId=name)
    walk.pass_time(STEPS[2])
    make(walk, "GetDeliverabilityTestReport", api="pinpoint-email", ReportId=report_id)

    assert walk.world.placement_tests[report_id].status(walk.world.elapsed) == "COMPLETED"


def test_endpoints_keep_to_the_reference(walk: SensibleWalk) -> None:
    """An endpoint is ready after two minutes, sends in turn, and vanishes two minutes after its deletion."""
    for name, region in (("both", "us-west-2"), ("other", "us-east-1")):
        routes = {"RoutesDetails": [{"Region": region}]}
        make(walk, "CreateMultiRegionEndpoint", EndpointName=name, Details=routes)
    for name in ("both", "other"):
        make(walk, "GetMultiRegionEndpoint", EndpointName=name)
        make(walk, "DeleteMultiRegionEndpoint", EndpointName=name)
    endpoint_id = walk.world.endpoints["both"].id
    make(walk, "SendEmail", EndpointId=endpoint_id, **SEND)
    walk.pass_time(STEPS[1])
    for _ in range(2):
        make(walk, "SendEmail", EndpointId=endpoint_id, **SEND)
    make(walk, "DeleteMultiRegionEndpoint", EndpointName="both")
    make(walk, "SendEmail", EndpointId=endpoint_id, **SEND)
    walk.pass_time(STEPS[1])

    assert walk.world.endpoints == {}


def test_entities_keep_to_the_reference(walk: SensibleWalk) -> None:
    """A disabled identity, configuration set or tenant sends nothing; a reinstated one does."""
    make(walk, "UpdateReputationEntityPolicy", ReputationEntityPolicy="a", **ENTITY)
    strict = "arn:aws:ses:us-east-1:aws:reputation-policy/strict"
    make(walk, "UpdateReputationEntityPolicy", ReputationEntityPolicy=strict, **ENTITY)
    for status in ("DISABLED", "REINSTATED"):
        for arn in (IDENTITY, names.IDENTITY_ARNS[3], names.SET_ARNS[0], "arn:a"):
            entity = {**ENTITY, "ReputationEntityReference": arn}
            make(walk, "UpdateReputationEntityCustomerManagedStatus", SendingStatus=status, **entity)
            make(walk, "GetReputationEntity", **entity)
        make(walk, "SendEmail", ConfigurationSetName="news", **SEND)
        make(walk, "ListReputationEntities", Filter={"SENDING_STATUS": status})
    make(walk, "ListReputationEntities", PageSize=1)


def test_insights_keep_to_the_reference(walk: SensibleWalk) -> None:
    """The insights into messages need VDM, and every send to one recipient is counted."""
    for recipient in ("bob@example.net", "ada@example.net"):
        make(walk, "SendEmail", **{**SEND, "Destination": {"ToAddresses": [recipient]}})
    queries = [{"Id": "a", "Namespace": "VDM", "Metric": "SEND", **PERIOD}]
    queries[0]["EndDate"] = TODAY + timedelta(days=400)
    for switch in ("ENABLED", "DISABLED"):
        make(walk, "PutAccountVdmAttributes", VdmAttributes={"VdmEnabled": switch})
        for message_id in (*walk.world.messages, "0f3e0a3c-0000-4000-8000-000000000000"):
            make(walk, "GetMessageInsights", MessageId=message_id)
        for asked in (queries, queries * 2, [{**queries[0], "EndDate": queries[0]["StartDate"]}]):
            make(walk, "BatchGetMetricData", Queries=asked)

    assert walk.world.single_sends == 2


def test_addresses_keep_to_the_reference(walk: SensibleWalk) -> None:
    """Verdicts follow what a test has set, the name of the mailbox and the simulator."""
    walk.judge_addresses("example.net", "MEDIUM")
    walk.judge_addresses("ada@example.net", "LOW")
    for address in ("ada@example.net", "bob@example.net", "support+a@example.com", "nobody", "a@b@c"):
        make(walk, "GetEmailAddressInsights", EmailAddress=address)
    make(walk, "GetEmailAddressInsights", EmailAddress="bounce@simulator.amazonses.com")


def test_recommendations_keep_to_the_reference(walk: SensibleWalk) -> None:
    """What a test adds is listed, is fixed by the test, and vanishes after 30 days."""
    make(walk, "CreateEmailIdentity", EmailIdentity="example.org")
    walk.recommend("DMARC", 1)
    for keys in (
        {"TYPE": "DMARC"},
        {"STATUS": "OPEN", "TYPE": "BIMI"},
        {"TYPE": "BIMI", "IMPACT": "LOW"},
        {},
    ):
        make(walk, "ListRecommendations", Filter=keys)
    for arn in (IDENTITY, names.IDENTITY_ARNS[2]):
        make(walk, "ListRecommendations", Filter={"RESOURCE_ARN": arn})
    walk.fix()
    make(walk, "ListRecommendations", Filter={"STATUS": "FIXED"})
    walk.pass_time(STEPS[3])
    make(walk, "PutEmailIdentityDkimAttributes", EmailIdentity="example.org", SigningEnabled=False)
    make(walk, "SetIdentityDkimEnabled", api="ses", Identity="example.org", DkimEnabled=True)


ACTIONS: list[dict[str, Any]] = [
    {"S3Action": {"BucketName": "inbound", "TopicArn": INBOX}},
    {"SNSAction": {"TopicArn": INBOX}},
    {"BounceAction": {"SmtpReplyCode": "550", "Message": "No", "Sender": "shop@example.com"}},
    {"LambdaAction": {"FunctionArn": names.FUNCTIONS[0], "InvocationType": "RequestResponse"}},
]


def put_rule(walk: SensibleWalk, name: str, *actions: dict[str, Any], **members: Any) -> None:
    """Replace a rule by one that is enabled."""
    rule = {"Name": name, "Enabled": True, "Actions": list(actions), **members}
    make(walk, "UpdateReceiptRule", api="ses", RuleSetName="main", Rule=rule)


def test_received_mail_keeps_to_the_reference(walk: SensibleWalk) -> None:
    """Rules and actions run in order until something stops them, and their topics are notified."""
    stop = {"StopAction": {"Scope": "RuleSet", "TopicArn": INBOX}}
    put_rule(walk, "first", *ACTIONS, Recipients=["shop@example.com", ".example.com"])
    put_rule(walk, "second", stop, TlsPolicy="Require", Recipients=["example.com"])
    people = ["shop+news@example.com", "Bob@mail.example.com", "eve@example.org"]
    for tls in (True, False):
        walk.receive("ada@example.net", people, "203.0.113.5", tls)
    walk.receive_by_smtp("ada@example.net", people, "203.0.113.5")
    walk.receive_by_smtp("ada@example.net", people[-1:], "203.0.113.5")
    for function in names.FUNCTIONS[1:]:
        invoke = {"LambdaAction": {"FunctionArn": function, "InvocationType": "RequestResponse"}}
        put_rule(
            walk, "first", invoke, ACTIONS[0], {"AddHeaderAction": {"HeaderName": "X", "HeaderValue": "a"}}
        )
        walk.receive("ada@example.net", people, "203.0.113.5", tls=True)

    assert len(walk.world.received) == 5


def test_filters_keep_to_the_reference(walk: SensibleWalk) -> None:
    """Mail from a blocked address is refused in both ways, unless another filter allows the address."""
    put_rule(walk, "first")
    for name, policy, addresses in (("office", "Block", "10.0.0.1/24"), ("home", "Allow", "10.0.0.7")):
        ip_filter = {"Name": name, "IpFilter": {"Policy": policy, "Cidr": addresses}}
        make(walk, "CreateReceiptFilter", api="ses", Filter=ip_filter)
    for address in ("10.0.0.7", "10.0.0.9"):
        walk.receive("ada@example.net", ["shop@example.com"], address, tls=True)
        walk.receive_by_smtp("ada@example.net", ["shop@example.com"], address)

    assert len(walk.world.received) == 2


def test_bounces_keep_to_the_reference(walk: SensibleWalk) -> None:
    """Mail of the last day is bounced, by verified senders and for its recipients only."""
    put_rule(walk, "first")
    walk.receive("ada@example.net", ["shop@example.com"], "203.0.113.5", tls=True)
    [mail_id] = walk.world.received
    for sender, recipient, message_id in (
        ("shop@example.com", "shop@example.com", mail_id),
        ("shop@example.com", "bob@example.com", mail_id),
        ("eve@example.org", "shop@example.com", mail_id),
        ("shop@example.com", "shop@example.com", "a"),
    ):
        bounced = [{"Recipient": recipient, "BounceType": "DoesNotExist"}]
        make(
            walk,
            "SendBounce",
            api="ses",
            OriginalMessageId=message_id,
            BounceSender=sender,
            BouncedRecipientInfoList=bounced,
        )

    assert walk.world.sent == 1


def test_verification_mail_keeps_to_the_reference(walk: SensibleWalk) -> None:
    """A custom verification mail adds an identity, whose state the next reading shows."""
    template = {
        "TemplateName": "hello",
        "FromEmailAddress": "shop@example.com",
        "TemplateSubject": "Hello",
        "TemplateContent": "<p>Hi</p>",
        "SuccessRedirectionURL": "https://example.com/in",
        "FailureRedirectionURL": "https://example.com/out",
    }
    make(walk, "CreateCustomVerificationEmailTemplate", **template)
    make(walk, "SendCustomVerificationEmail", EmailAddress="zoe@example.net", TemplateName="hello")

    assert "zoe@example.net" in walk.world.identities


def test_a_failed_verification_can_start_again() -> None:
    """An address that nobody has verified for a day has failed, and is pending again after the next request."""
    with start_walk(chosen=["addresses"], is_manual=True, is_sandbox=True) as walk:
        walk.pass_time(STEPS[2])
        make(walk, "VerifyEmailIdentity", api="ses", EmailAddress="shop@example.com")
        statuses = {name: identity.status for name, identity in walk.world.identities.items()}
        make(walk, "ListImportJobs")
        start_import(walk, "suppressed.csv", "PUT")
        make(walk, "GetImportJob", JobId="a")

        assert statuses == {"ada@example.net": "Failed", "shop@example.com": "Pending"}


def test_an_arrival_that_differs_is_reported(walk: SensibleWalk) -> None:
    """A mail that SES takes although the reference refuses it fails the walk."""
    put_rule(walk, "first")
    received = walk.ses_mock.receive("From: a@example.net\nTo: shop@example.com\n\nHi\n")

    with pytest.raises(AssertionError):
        walk.judge(Arrival("550"), received, "a@example.net", ["shop@example.com"])


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("sesmock.domain.receiving.action_runs.notify", lambda *_: None),
        ("sesmock.domain.receiving.action_runs._disposition", lambda answer: Disposition.CONTINUE),
    ],
)
def test_planted_faults_of_rules_are_found(
    walk: SensibleWalk, monkeypatch: pytest.MonkeyPatch, target: str, value: Any
) -> None:
    """Topics that are not notified and functions that stop nothing fail the path of received mail."""
    monkeypatch.setattr(target, value)

    with pytest.raises(AssertionError):
        test_received_mail_keeps_to_the_reference(walk)


def test_a_planted_fault_of_bounces_is_found(walk: SensibleWalk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail that cannot be bounced as soon as it is there fails the path of bounces."""
    monkeypatch.setattr("sesmock.domain.receiving.bounces.DAY_SECONDS", -1.0)

    with pytest.raises(AssertionError):
        test_bounces_keep_to_the_reference(walk)
