"""Export jobs, which run, end, can be canceled and are listed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config

from tests.backends.jobs.exports import CSV, DAY, INSIGHTS, METRICS, NOW, finish_job, start_job
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

pytestmark = pytest.mark.usefixtures("clock")


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
