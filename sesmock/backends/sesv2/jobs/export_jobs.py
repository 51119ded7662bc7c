"""Export jobs in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.words import dump_word, parse_word
from sesmock.domain import clock
from sesmock.domain.events.metrics import Metric
from sesmock.domain.jobs import exports
from sesmock.domain.jobs.errors import NoSingleDataSource, OwnExportUrl
from sesmock.domain.jobs.exports import InsightsSource
from sesmock.domain.jobs.insight_filters import InsightsFilter
from sesmock.domain.jobs.jobs import DataFormat
from sesmock.domain.jobs.metric_rows import Aggregation, ExportMetric, MetricsSource
from sesmock.protocol.constraints import CUSTOM_MESSAGE, LATER, Constraint

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.jobs.exports import ExportJob
    from sesmock.protocol.validation import Checks

# The trailing space is SES's own. Spec: paging.md §2 [P].
_PAGING = Paging(
    "PageSize",
    "export jobs",
    default=100,
    maximum=100,
    size_text="{member} must be between 1 and {maximum}",
    token_text="Failed to deserialize token. ",
    empty_token_is_valid=False,
)
_SOURCES = ("MetricsDataSource", "MessageInsightsDataSource")
_CHECKS: Checks = {
    "ExportDataSource": LATER,
    "ExportDestination": LATER,
    "ExportDestination.S3Url": CUSTOM_MESSAGE,
    "ExportDataSource.MetricsDataSource.Metrics[].Name": Constraint(required=True),
}
_FILTERS = (
    "FromEmailAddress",
    "Destination",
    "Subject",
    "Isp",
    "TenantName",
    "LastDeliveryEvent",
    "LastEngagementEvent",
)


@sesv2.operation("CreateExportJob", checks=_CHECKS)
def create_export_job(context: Context, request: Params) -> Result:
    """Start an export of metrics or message insights to a file; GetExportJob returns its URL once it is written.

    Raise BadRequestException for an invalid source, destination or period, or while Virtual Deliverability
    Manager is off; or LimitExceededException. Spec: insights.md §1; jobs.md §1 [P].
    """
    # This is SES's order of checks: the source comes first, but its members come last. Spec: jobs.md §1 [P].
    sources = request.get("ExportDataSource") or {}
    if sum(name in sources for name in _SOURCES) != 1:
        raise NoSingleDataSource
    context.operation.check_member(request, "ExportDestination")
    destination = request["ExportDestination"]
    if destination.get("S3Url") is not None:
        raise OwnExportUrl
    exports.require_vdm(context.account)
    context.operation.check_member(request, "ExportDataSource")
    job = exports.create(context.account, _parse_source(sources), DataFormat[destination["DataFormat"]])
    return {"JobId": job.id}


@sesv2.operation("GetExportJob")
def get_export_job(context: Context, request: Params) -> Result:
    """Return the status of a job: the first call reports PROCESSING, the second COMPLETED.

    The job also finishes after a minute on the mock's clock. Raise BadRequestException for an unknown id.
    Spec: jobs.md §1 [P].
    """
    job = exports.get(context.account, request["JobId"])
    # A read advances the job, so a test that polls need not wait. The first one finds it PROCESSING, as on SES.
    job.read()
    return {
        **_summarize(job),
        "ExportDestination": {"DataFormat": job.data_format.name, "S3Url": job.url},
        "ExportDataSource": _dump_source(job.source),
        "FailureInfo": None if job.error is None else {"ErrorMessage": job.error},
        "Statistics": {"ProcessedRecordsCount": job.processed},
    }


@sesv2.operation("CancelExportJob")
def cancel_export_job(context: Context, request: Params) -> None:
    """Cancel a job that has not finished.

    Raise BadRequestException for an unknown id or a finished job. Spec: jobs.md §1 [P].
    """
    exports.cancel(context.account, request["JobId"])


@sesv2.operation("ListExportJobs", checks=_PAGING.checks)
def list_export_jobs(context: Context, request: Params) -> Result:
    """List jobs, newest first, optionally filtered by type of source and status; listing does not advance them.

    Raise BadRequestException for a bad PageSize or NextToken. Spec: paging.md §3; jobs.md §1 [P].
    """
    source, status = request.get("ExportSourceType"), request.get("JobStatus")
    jobs = exports.select(context.account, source, status)
    page, token = _PAGING.page(context, jobs, request, source=source, status=status)
    return {"ExportJobs": list(map(_summarize, page)), "NextToken": token}


def _parse_source(sources: Params) -> MetricsSource | InsightsSource:
    source = sources.get("MetricsDataSource")
    if source is not None:
        return MetricsSource(
            {name: tuple(values) for name, values in source["Dimensions"].items()},
            tuple([_parse_metric(metric) for metric in source["Metrics"]]),
            source["StartDate"].timestamp(),
            source["EndDate"].timestamp(),
        )
    source = sources["MessageInsightsDataSource"]
    return InsightsSource(
        source["StartDate"].timestamp(),
        source["EndDate"].timestamp(),
        _parse_filter(source.get("Include")),
        _parse_filter(source.get("Exclude")),
        source.get("MaxResults"),
    )


def _parse_metric(metric: Params) -> ExportMetric:
    return ExportMetric(Metric[metric["Name"]], parse_word(Aggregation, metric.get("Aggregation")))


def _parse_filter(members: Params | None) -> InsightsFilter | None:
    if members is None:
        return None
    values = [members.get(name) for name in _FILTERS]
    return InsightsFilter(*[None if each is None else tuple(each) for each in values])


def _dump_source(source: MetricsSource | InsightsSource) -> Params:
    period = {"StartDate": clock.to_datetime(source.start), "EndDate": clock.to_datetime(source.end)}
    if isinstance(source, MetricsSource):
        members: Params = {
            "Dimensions": source.dimensions,
            "Namespace": "VDM",  # the only one in the model
            "Metrics": [
                {"Name": metric.metric.name, "Aggregation": dump_word(metric.aggregation)}
                for metric in source.metrics
            ],
        }
        return {"MetricsDataSource": {**members, **period}}
    members = {
        "Include": _dump_filter(source.include),
        "Exclude": _dump_filter(source.exclude),
        "MaxResults": source.max_results,
    }
    return {"MessageInsightsDataSource": {**period, **members}}


def _dump_filter(values: InsightsFilter | None) -> Params | None:
    return None if values is None else dict(zip(_FILTERS, values, strict=True))


def _summarize(job: ExportJob) -> Params:
    return {
        "JobId": job.id,
        "ExportSourceType": job.source_type.name,
        "JobStatus": job.status.name,
        "CreatedTimestamp": clock.to_datetime(job.created_at),
        "CompletedTimestamp": None if job.completed_at is None else clock.to_datetime(job.completed_at),
    }
