"""Export jobs, which write message insights or metrics of sent mail to files."""

from __future__ import annotations

import json
import urllib.request
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import requests
from botocore.config import Config
from freezegun import freeze_time

from sesmock import UnmockedCall
from tests import sending
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

NOW = datetime(2026, 9, 23, 10, 11, 12, 345000, tzinfo=timezone.utc)
DAY = datetime(2026, 9, 23, tzinfo=timezone.utc)
INSIGHTS: Any = {"StartDate": DAY, "EndDate": DAY + timedelta(days=1)}
METRICS: Any = {
    "Dimensions": {"ISP": ["Gmail"]},
    "Namespace": "VDM",
    "Metrics": [{"Name": "SEND"}, {"Name": "DELIVERY", "Aggregation": "RATE"}],
    **INSIGHTS,
}
CSV: Any = {"DataFormat": "CSV"}
JSON: Any = {"DataFormat": "JSON"}
HEADER = (
    '"messageid","sendtimestamp","isp","fromaddress","destination","subject","last_delivery_event",'
    '"last_engagement_event","last_delivery_event_timestamp","last_engagement_event_timestamp","bounce_sub_type",'
    '"diagnostic_code",'
)


@pytest.fixture(autouse=True)
def clock(mocked: SesMock) -> Iterator[None]:
    """Freeze the time; the mock's clock can still be shifted."""
    with freeze_time(NOW):
        yield


def start_job(client: SESV2Client, destination: Any = CSV, **sources: Any) -> str:
    """Start a job and return its ID."""
    data_sources: Any = {f"{name}DataSource": source for name, source in sources.items()}
    return client.create_export_job(ExportDataSource=data_sources, ExportDestination=destination)["JobId"]


def finish_job(client: SESV2Client, job_id: str) -> Any:
    """Read a job until it has ended."""
    # The first read starts the job, and the second completes it.
    for _ in range(2):
        job = client.get_export_job(JobId=job_id)
    return job


def export_file(mocked: SesMock, client: SESV2Client, destination: Any = CSV, **sources: Any) -> str:
    """Return the file that a job writes."""
    job = finish_job(client, start_job(client, destination, **sources))
    return mocked.files[job["ExportDestination"]["S3Url"]].decode()


def list_recipients(mocked: SesMock, client: SESV2Client, **filters: Any) -> list[str]:
    """Return the recipients in the rows that a job exports."""
    content = export_file(mocked, client, JSON, MessageInsights={**INSIGHTS, **filters})
    return [row["destination"] for row in json.loads(content)]


def test_a_job_advances_when_it_is_read(vdm: SESV2Client) -> None:
    """A job is in progress at the first read, and completed at the second, with its times and URL."""
    job_id = start_job(vdm, MessageInsights=INSIGHTS)
    created = vdm.list_export_jobs()["ExportJobs"]
    first, second = vdm.get_export_job(JobId=job_id), vdm.get_export_job(JobId=job_id)

    assert created == [
        {
            "JobId": job_id,
            "ExportSourceType": "MESSAGE_INSIGHTS",
            "JobStatus": "CREATED",
            "CreatedTimestamp": NOW,
        }
    ]
    assert (first["JobStatus"], first["ExportDestination"]) == ("PROCESSING", CSV)
    assert "CompletedTimestamp" not in first
    assert (second["JobStatus"], second["CompletedTimestamp"]) == ("COMPLETED", NOW)
    assert second["Statistics"] == {"ProcessedRecordsCount": 0}
    assert second["ExportDestination"]["S3Url"].startswith("https://")


def test_an_unread_job_completes_after_a_minute(mocked: SesMock, vdm: SESV2Client) -> None:
    """A job that is never read is completed after a minute."""
    start_job(vdm, Metrics=METRICS)
    mocked.clock.shift(minutes=1)

    assert [job["JobStatus"] for job in vdm.list_export_jobs()["ExportJobs"]] == ["COMPLETED"]


def test_insights_are_exported_as_csv(mocked: SesMock, vdm: SESV2Client) -> None:
    """Every CSV cell is quoted and followed by a comma, and each recipient has a row."""
    mocked.outcomes["bob@example.net"] = "bounced"
    ids = [
        sending.send(vdm, "ada@gmail.com", sender="shop@example.com", subject='Say "Hi"', html="<p>Hi</p>"),
        sending.send(vdm, "bob@example.net", sender="shop@example.com"),
        sending.send(vdm, "eve@example.net", "ida@example.net", sender="shop@example.com"),
    ]
    mocked.clock.shift(seconds=1)
    mocked.outbox[0].open()
    content = export_file(mocked, vdm, MessageInsights=INSIGHTS)
    sent, opened = "2026-09-23 10:11:12.345 UTC", "2026-09-23 10:11:13.345 UTC"

    assert content.splitlines() == [
        HEADER,
        f'"{ids[0]}","{sent}","Gmail","shop@example.com","ada@gmail.com","Say ""Hi""","DELIVERY","OPEN","{sent}",'
        f'"{opened}","","",',
        f'"{ids[1]}","{sent}","UNKNOWN_ISP","shop@example.com","bob@example.net","Hello","PERMANENT_BOUNCE","",'
        f'"{sent}","","GENERAL","smtp; 550 5.1.1 user unknown",',
        f'"{ids[2]}","{sent}","UNKNOWN_ISP","shop@example.com","eve@example.net","Hello","SEND","","{sent}","","","",',
        f'"{ids[2]}","{sent}","UNKNOWN_ISP","shop@example.com","ida@example.net","Hello","SEND","","{sent}","","","",',
    ]


def test_insights_are_exported_as_json(mocked: SesMock, vdm: SESV2Client) -> None:
    """Each line of JSON is one object without empty members."""
    mocked.outcomes["bob@example.net"] = "bounced"
    message_id = sending.send(vdm, "ada@gmail.com", sender="shop@example.com")
    sending.send(vdm, "bob@example.net", sender="shop@example.com")
    content = export_file(mocked, vdm, JSON, MessageInsights=INSIGHTS)
    first, second = json.loads(content)

    assert first == {
        "messageid": message_id,
        "sendtimestamp": "2026-09-23 10:11:12.345 UTC",
        "isp": "Gmail",
        "fromaddress": "shop@example.com",
        "destination": "ada@gmail.com",
        "subject": "Hello",
        "last_delivery_event": "DELIVERY",
        "last_delivery_event_timestamp": "2026-09-23 10:11:12.345 UTC",
    }
    assert second["diagnostic_code"] == "smtp; 550 5.1.1 user unknown"
    assert [line[:2] for line in content.splitlines()] == ["[", '{"', ",{", "]"]


@pytest.mark.parametrize(
    ("destination", "content"), [(CSV, f"{HEADER}\n"), (JSON, "[\n]\n")], ids=["CSV", "JSON"]
)
def test_an_empty_export_is_a_file_without_rows(
    mocked: SesMock, vdm: SESV2Client, destination: Any, content: str
) -> None:
    """Mail from another period or region is not exported, and an export without mail has no rows."""
    boto3.client("sesv2", region_name="eu-west-1").send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}}},
    )
    sending.send(vdm)
    period: Any = {"StartDate": DAY - timedelta(days=1), "EndDate": DAY}

    assert export_file(mocked, vdm, destination, MessageInsights=period) == content


def test_a_rendering_failure_is_exported_as_sent(mocked: SesMock, vdm: SESV2Client) -> None:
    """The row of a rendering failure has the recipient and the event SEND."""
    content = {"Subject": "Hi {{name}}", "Text": "Hi"}
    sending.send(vdm, Content={"Template": {"TemplateContent": content, "TemplateData": "{}"}})
    [row] = json.loads(export_file(mocked, vdm, JSON, MessageInsights=INSIGHTS))

    assert (row["destination"], row["last_delivery_event"]) == ("ada@example.net", "SEND")


def test_a_suppressed_message_shows_the_reason(mocked: SesMock, vdm: SESV2Client) -> None:
    """The bounce subtype of a suppressed message has the spelling of Virtual Deliverability Manager."""
    vdm.put_suppressed_destination(EmailAddress="ada@example.net", Reason="BOUNCE")
    sending.send(vdm)
    [row] = json.loads(export_file(mocked, vdm, JSON, MessageInsights=INSIGHTS))

    assert (row["last_delivery_event"], row["bounce_sub_type"]) == (
        "PERMANENT_BOUNCE",
        "ON_ACCOUNT_SUPPRESSION_LIST",
    )


@pytest.mark.parametrize(
    ("filters", "recipients"),
    [
        ({}, ["ada@gmail.com", "bob@example.net"]),
        ({"Include": {"Destination": ["ada*"]}}, ["ada@gmail.com"]),
        ({"Include": {"Destination": ["*@example.net", "x"]}}, ["bob@example.net"]),
        ({"Include": {"Destination": ["*b@e*"]}}, ["bob@example.net"]),
        ({"Include": {"Destination": ["bob"]}}, []),
        ({"Include": {"Destination": ["ADA*"]}}, []),
        ({"Include": {"Subject": ["2 \\* 3"]}}, ["ada@gmail.com"]),
        ({"Include": {"Subject": ["2 \\*"]}}, []),
        ({"Include": {"Subject": ["2 * 3"]}}, ["ada@gmail.com"]),
        ({"Include": {"FromEmailAddress": ["shop@example.com"]}}, ["ada@gmail.com", "bob@example.net"]),
        ({"Include": {"Isp": ["Gmail"]}}, ["ada@gmail.com"]),
        ({"Include": {"LastDeliveryEvent": ["PERMANENT_BOUNCE", "COMPLAINT"]}}, ["bob@example.net"]),
        ({"Include": {"LastEngagementEvent": ["CLICK"]}}, ["ada@gmail.com"]),
        ({"Include": {"LastEngagementEvent": ["OPEN"]}}, []),
        ({"Include": {"TenantName": ["acme"]}}, ["ada@gmail.com"]),
        ({"Include": {"Isp": ["Gmail"], "LastDeliveryEvent": ["PERMANENT_BOUNCE"]}}, []),
        ({"Exclude": {"Isp": ["Gmail"]}}, ["bob@example.net"]),
        ({"Exclude": {"FromEmailAddress": ["shop@example.com"]}}, []),
        ({"Exclude": {"Subject": ["2 \\* 3"]}}, ["bob@example.net"]),
        ({"Exclude": {"TenantName": ["acme"]}}, ["bob@example.net"]),
        ({"Exclude": {"LastDeliveryEvent": ["PERMANENT_BOUNCE"]}}, ["ada@gmail.com"]),
        ({"Exclude": {"LastEngagementEvent": ["CLICK"]}}, ["bob@example.net"]),
        ({"Include": {"Isp": ["Gmail"]}, "Exclude": {"Destination": ["ada*"]}}, []),
        ({"Exclude": {}}, ["ada@gmail.com", "bob@example.net"]),
        ({"MaxResults": 1}, ["ada@gmail.com"]),
    ],
)
def test_insights_are_filtered(
    mocked: SesMock, vdm: SESV2Client, filters: dict[str, Any], recipients: list[str]
) -> None:
    """All filters must match, each with any of its values; a star at either end is a wildcard unless escaped."""
    vdm.create_tenant(TenantName="acme")
    arn = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
    vdm.create_tenant_resource_association(TenantName="acme", ResourceArn=arn)
    mocked.outcomes["bob@example.net"] = "bounced"
    page = '<a href="https://example.com/">Hi</a>'
    sender = "Shop <shop@example.com>"
    sending.send(vdm, "ada@gmail.com", sender=sender, subject="2 * 3", html=page, TenantName="acme")
    sending.send(vdm, "bob@example.net", sender=sender)
    mocked.outbox[0].click("https://example.com/")
    mocked.outbox[0].open()

    assert list_recipients(mocked, vdm, **filters) == recipients


def test_metrics_are_exported_as_csv(mocked: SesMock, vdm: SESV2Client) -> None:
    """Metrics have a row for each combination of dimensions, with unquoted cells and four decimals."""
    mocked.outcomes["bob@gmail.com"] = "bounced"
    for name in ("ada", "bob"):
        sending.send(vdm, f"{name}@gmail.com")
    content = export_file(mocked, vdm, Metrics={**METRICS, "Dimensions": {"ISP": ["*"]}})
    header, *rows = content.splitlines()

    assert header == "ISP,SEND_VOLUME,DELIVERY_RATE"
    assert "Gmail,2.0000,0.5000" in rows
    assert rows[-1] == "UNKNOWN_ISP,0.0000,0.0000"
    assert len(rows) == 7


def test_metrics_are_exported_as_json(mocked: SesMock, vdm: SESV2Client) -> None:
    """Metrics in JSON are one line, with four decimals."""
    sending.send(vdm, "ada@gmail.com")
    content = export_file(mocked, vdm, JSON, Metrics={**METRICS, "Dimensions": {"ISP": ["Gmail", "Yahoo"]}})

    assert content == (
        '[{"isp":"Gmail","metrics":{"SEND_VOLUME":1.0000,"DELIVERY_RATE":1.0000}},'
        '{"isp":"Yahoo","metrics":{"SEND_VOLUME":0.0000,"DELIVERY_RATE":0.0000}}]\n'
    )


@pytest.mark.parametrize(
    ("dimension", "values"),
    [("EMAIL_IDENTITY", ["example.com"]), ("CONFIGURATION_SET", ["news"]), ("TENANT_NAME", ["acme"])],
)
def test_a_star_stands_for_all_values_of_a_dimension(
    mocked: SesMock, vdm: SESV2Client, dimension: str, values: list[str]
) -> None:
    """A star selects all identities, configuration sets or tenants of the account."""
    vdm.create_configuration_set(ConfigurationSetName="news")
    vdm.create_tenant(TenantName="acme")
    source = {**METRICS, "Dimensions": {dimension: ["*"]}, "Metrics": [{"Name": "SEND"}]}
    rows = export_file(mocked, vdm, Metrics=source).splitlines()[1:]

    assert rows == [f"{value},0.0000" for value in values]


def test_the_end_of_a_metrics_period_is_excluded(mocked: SesMock, vdm: SESV2Client) -> None:
    """Mail sent at midnight counts in the day that begins, not in the one that ends."""
    with freeze_time(DAY + timedelta(days=1)):
        sending.send(vdm, "ada@gmail.com")
        content = export_file(mocked, vdm, Metrics=METRICS)

    assert content.endswith("Gmail,0.0000,0.0000\n")


@pytest.mark.parametrize("source", [{"MessageInsights": INSIGHTS}, {"Metrics": METRICS}], ids=str)
def test_a_job_shows_its_source(vdm: SESV2Client, source: dict[str, Any]) -> None:
    """A job shows the data source that it was created with."""
    full = {
        "MessageInsights": {"Include": {"Isp": ["Gmail"]}, "Exclude": {"Subject": ["x"]}, "MaxResults": 5},
        "Metrics": {},
    }
    sources = {name: {**values, **full[name]} for name, values in source.items()}
    job_id = start_job(vdm, **sources)

    assert vdm.get_export_job(JobId=job_id)["ExportDataSource"] == {
        f"{name}DataSource": values for name, values in sources.items()
    }


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ({"MessageInsights": INSIGHTS}, "/20260923_101112_"),
        ({"Metrics": METRICS}, "/ses-metrics-20260923_101112-"),
    ],
    ids=["insights", "metrics"],
)
def test_the_file_is_named_as_in_ses(vdm: SESV2Client, source: dict[str, Any], name: str) -> None:
    """The file name depends on the kind of export, the time and the job, as in SES."""
    url = finish_job(vdm, start_job(vdm, **source))["ExportDestination"]["S3Url"]

    assert name in url
    assert url.partition("?")[0].endswith(".csv")


@pytest.mark.parametrize(
    "fetch",
    [
        lambda url: requests.get(url, timeout=1).content,
        lambda url: urllib.request.urlopen(url, timeout=1).read(),
    ],
    ids=["requests", "urllib"],
)
def test_the_file_can_be_downloaded_from_its_url(mocked: SesMock, vdm: SESV2Client, fetch: Any) -> None:
    """HTTP clients can download the file while the mock is active, and nothing else from its host."""
    url = finish_job(vdm, start_job(vdm, MessageInsights=INSIGHTS))["ExportDestination"]["S3Url"]

    assert fetch(url) == mocked.files[url] == f"{HEADER}\n".encode()
    with pytest.raises(UnmockedCall):
        requests.get(f"{url}0", timeout=1)
    with pytest.raises(UnmockedCall):
        requests.put(url, timeout=1)


def test_a_job_can_be_canceled(vdm: SESV2Client) -> None:
    """A canceled job stays canceled and has a completion time."""
    job_id = start_job(vdm, Metrics=METRICS)
    vdm.cancel_export_job(JobId=job_id)
    job = finish_job(vdm, job_id)

    assert (job["JobStatus"], job["CompletedTimestamp"]) == ("CANCELLED", NOW)
    assert refusal(vdm.cancel_export_job, JobId=job_id) == (
        "BadRequestException",
        "Cannot cancel an export job that has a <CANCELLED> status.",
    )


def test_a_completed_job_cannot_be_canceled(vdm: SESV2Client) -> None:
    """Canceling a completed job is an error that shows its status."""
    job_id = start_job(vdm, Metrics=METRICS)
    finish_job(vdm, job_id)

    assert refusal(vdm.cancel_export_job, JobId=job_id) == (
        "BadRequestException",
        "Cannot cancel an export job that has a <COMPLETED> status.",
    )


def test_a_test_can_fail_a_job(mocked: SesMock, vdm: SESV2Client) -> None:
    """A test can fail a job by ID or in advance; the job shows the reason and writes no file."""
    mocked.account.jobs.fail_next("Out of paper")
    failed_in_advance, other = start_job(vdm, Metrics=METRICS), start_job(vdm, Metrics=METRICS)
    mocked.account.jobs[other].fail()
    jobs = [finish_job(vdm, job_id) for job_id in (failed_in_advance, other)]

    assert [(job["JobStatus"], job["FailureInfo"]["ErrorMessage"]) for job in jobs] == [
        ("FAILED", "Out of paper"),
        ("FAILED", "Internal error."),
    ]
    assert len(mocked.files) == 0


def test_the_error_of_a_job_must_be_a_string(mocked: SesMock, vdm: SESV2Client) -> None:
    """An error that is not a string raises TypeError, and the job does not fail."""
    error: Any = 7
    job = mocked.account.jobs[start_job(vdm, Metrics=METRICS)]

    for fail in (mocked.account.jobs.fail_next, job.fail):
        with pytest.raises(TypeError, match="error must be a string, got 7"):
            fail(error)
    assert job.status == "CREATED"


def test_dimensions_and_metrics_are_exported_once(mocked: SesMock, vdm: SESV2Client) -> None:
    """A repeated value has one row, and a repeated metric has one column."""
    source: Any = {**METRICS, "Dimensions": {"ISP": ["Gmail", "Gmail"]}, "Metrics": [{"Name": "SEND"}] * 2}
    job = finish_job(vdm, start_job(vdm, Metrics=source))

    assert mocked.files[job["ExportDestination"]["S3Url"]] == b"ISP,SEND_VOLUME\nGmail,0.0000\n"


def test_a_test_can_complete_a_job(mocked: SesMock, vdm: SESV2Client) -> None:
    """A test can complete a job once, and an ended job cannot fail."""
    job = mocked.account.jobs[start_job(vdm, Metrics=METRICS)]
    job.complete()

    assert (job.status, job.created) == ("COMPLETED", NOW)
    assert repr(job) == f"<ExportJob {job.id} COMPLETED>"
    for act in (job.complete, job.fail):
        with pytest.raises(ValueError, match=f"the job {job.id} has ended: it is COMPLETED"):
            act()


def test_an_unknown_job_error_lists_the_jobs(mocked: SesMock, vdm: SESV2Client) -> None:
    """The error about an unknown job ID lists the jobs of the account."""
    with pytest.raises(KeyError, match="unknown job 'x'; jobs of this account: none"):
        mocked.account.jobs["x"]
    job_id = start_job(vdm, Metrics=METRICS)

    with pytest.raises(KeyError, match=job_id):
        mocked.account.jobs["x"]
    assert len(mocked.account.jobs) == 1
    assert job_id in repr(mocked.account.jobs)


def test_jobs_are_listed_by_source_and_status(vdm: SESV2Client) -> None:
    """The newest job comes first, and all filters must match."""
    first, second, third = (
        start_job(vdm, **source)
        for source in ({"Metrics": METRICS}, {"MessageInsights": INSIGHTS}, {"Metrics": METRICS})
    )
    finish_job(vdm, first)

    def list_ids(**filters: Any) -> list[str]:
        return [job["JobId"] for job in vdm.list_export_jobs(**filters)["ExportJobs"]]

    assert list_ids() == [third, second, first]
    assert list_ids(ExportSourceType="METRICS_DATA") == [third, first]
    assert list_ids(JobStatus="COMPLETED") == [first]
    assert list_ids(JobStatus="COMPLETED", ExportSourceType="MESSAGE_INSIGHTS") == []


def test_jobs_are_listed_in_pages(vdm: SESV2Client) -> None:
    """Jobs are listed in pages, and a token is valid only with the same filters."""
    ids = [start_job(vdm, Metrics=METRICS) for _ in range(3)]
    first = vdm.list_export_jobs(PageSize=2)
    second = vdm.list_export_jobs(PageSize=2, NextToken=first["NextToken"])

    assert [job["JobId"] for page in (first, second) for job in page["ExportJobs"]] == ids[::-1]
    assert "NextToken" not in second
    assert refusal(vdm.list_export_jobs, NextToken=first["NextToken"], JobStatus="CREATED") == (
        "BadRequestException",
        "Failed to deserialize token. ",
    )


ENUM = (
    "1 validation error detected: Value at '{}' failed to satisfy constraint: "
    "Member must satisfy enum value set: [{}]"
)


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"PageSize": 0}, "PageSize must be between 1 and 100"),
        ({"PageSize": 101, "NextToken": "x"}, "PageSize must be between 1 and 100"),
        ({"NextToken": "x"}, "Failed to deserialize token. "),
        ({"NextToken": ""}, "Failed to deserialize token. "),
        (
            {"ExportSourceType": "X", "PageSize": 0},
            ENUM.format("exportSourceType", "METRICS_DATA, MESSAGE_INSIGHTS"),
        ),
        (
            {"JobStatus": "DONE"},
            ENUM.format("jobStatus", "CREATED, PROCESSING, COMPLETED, FAILED, CANCELLED"),
        ),
    ],
)
def test_an_invalid_list_request_is_refused(vdm: SESV2Client, parameters: dict[str, Any], text: str) -> None:
    """An invalid page size, token or filter is refused with SES's text."""
    assert refusal(vdm.list_export_jobs, **parameters) == ("BadRequestException", text)


@pytest.mark.parametrize("method", ["get_export_job", "cancel_export_job"])
def test_an_unknown_job_is_a_bad_request(vdm: SESV2Client, method: str) -> None:
    """SES reports an unknown job as a BadRequestException."""
    assert refusal(getattr(vdm, method), JobId="x") == ("BadRequestException", "Invalid JobId")


NULL = "1 validation error detected: Value at '{}' failed to satisfy constraint: Member must not be null"
BOTH = {"MetricsDataSource": METRICS, "MessageInsightsDataSource": INSIGHTS}
BACKWARDS = {"StartDate": DAY, "EndDate": DAY}
PARTIAL = (
    "To get daily aggregated data you must not specify partial-day timestamps. "
    "Please make your interval go from midnight to midnight UTC."
)
WILDCARD = "If a dimension has the value *, every other dimension must have exactly one value."


def source(**changes: Any) -> dict[str, Any]:
    """Return a metrics source with changed members."""
    return {"MetricsDataSource": {**METRICS, **changes}}


@pytest.mark.parametrize(
    ("sources", "destination", "text"),
    [
        ({}, {"DataFormat": "XML"}, "One data source must be provided"),
        (BOTH, {}, "One data source must be provided"),
        (source(), None, NULL.format("exportDestination")),
        (source(), {}, NULL.format("exportDestination.dataFormat")),
        (
            source(),
            {"DataFormat": "XML", "S3Url": "x"},
            ENUM.format("exportDestination.dataFormat", "CSV, JSON"),
        ),
        (source(Namespace="x"), {**CSV, "S3Url": "x"}, "Providing a custom S3 URL is not supported"),
        (
            source(Namespace="x"),
            CSV,
            ENUM.format("exportDataSource.metricsDataSource.namespace", "VDM"),
        ),
        (
            source(Metrics=[{}]),
            CSV,
            NULL.format("exportDataSource.metricsDataSource.metrics.1.member.name"),
        ),
        (
            {"MessageInsightsDataSource": {}},
            CSV,
            "2 validation errors detected: "
            + "; ".join(
                f"Value at 'exportDataSource.messageInsightsDataSource.{name}' failed to satisfy constraint: "
                "Member must not be null"
                for name in ("startDate", "endDate")
            ),
        ),
        ({"MessageInsightsDataSource": BACKWARDS}, CSV, "Invalid date range"),
        (source(**BACKWARDS), CSV, "Invalid date range"),
        (source(EndDate=NOW), CSV, PARTIAL),
        (source(StartDate=DAY - timedelta(hours=1)), CSV, PARTIAL),
        (source(Dimensions={"ISP": ["*"], "TENANT_NAME": ["a", "b"]}), CSV, WILDCARD),
        (source(Dimensions={"ISP": ["*"], "TENANT_NAME": ["*"]}), CSV, WILDCARD),
    ],
)
def test_an_invalid_job_is_refused(
    mocked: SesMock, vdm: SESV2Client, sources: Any, destination: Any, text: str
) -> None:
    """SES checks the number of sources, the destination, the source, then its period."""
    client = boto3.client("sesv2", config=Config(parameter_validation=False))

    assert refusal(client.create_export_job, ExportDataSource=sources, ExportDestination=destination) == (
        "BadRequestException",
        text,
    )


def test_exports_need_virtual_deliverability_manager(sesv2: SESV2Client) -> None:
    """Virtual Deliverability Manager is checked after the destination and before the source."""
    text = "To use this feature you must enable Virtual Deliverability Manager"
    sources: Any = source(Namespace="x")

    assert refusal(sesv2.create_export_job, ExportDataSource=sources, ExportDestination=CSV) == (
        "BadRequestException",
        text,
    )


def test_twenty_jobs_of_a_source_can_run_together(vdm: SESV2Client) -> None:
    """Ended jobs and jobs of the other source do not count toward the limit."""
    ids = [start_job(vdm, Metrics=METRICS) for _ in range(20)]
    sources: Any = source()
    start_job(vdm, MessageInsights=INSIGHTS)
    error = refusal(vdm.create_export_job, ExportDataSource=sources, ExportDestination=CSV)
    finish_job(vdm, ids[0])
    start_job(vdm, Metrics=METRICS)

    assert error == (
        "LimitExceededException",
        "There are too many <METRICS_DATA> export jobs running - either cancel one of the jobs or wait for it to "
        "complete before resubmitting.",
    )
