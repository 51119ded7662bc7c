"""Export jobs: their sources and the files that they write. Spec: jobs.md §1 [P]."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.clock import to_datetime
from sesmock.domain.jobs import export_files, files, insight_rows, metric_rows
from sesmock.domain.jobs.errors import (
    AmbiguousDimensions,
    ExportJobHasEnded,
    InvalidExportPeriod,
    PartialDays,
    TooManyExportJobs,
    UnknownExportJob,
    VdmRequiredForExport,
)
from sesmock.domain.jobs.jobs import MAX_RUNNING, Job, count_running
from sesmock.domain.jobs.metric_rows import ANY, MetricsSource
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.jobs.insight_filters import InsightsFilter
    from sesmock.domain.jobs.jobs import DataFormat

_DAY = 24 * 3600
_MAX_RESULTS = 10_000  # the maximum of MaxResults. Spec: jobs.md §1 [D]


class ExportSourceType(Word):
    """The kind of data that is exported."""

    METRICS_DATA = "METRICS_DATA"
    MESSAGE_INSIGHTS = "MESSAGE_INSIGHTS"


class InsightsSource(NamedTuple):
    """The message insights of a period, which includes ``start`` and ``end`` (in seconds since 1970).

    A member that the request leaves out is None.
    """

    start: float
    end: float
    include: InsightsFilter | None = None
    exclude: InsightsFilter | None = None
    max_results: int | None = None


class ExportJob(Job):
    """A job that writes a file; ``url`` is None until the job is complete."""

    __slots__ = ("data_format", "source", "url")

    def __init__(
        self, account: Account, source: MetricsSource | InsightsSource, data_format: DataFormat
    ) -> None:
        super().__init__(account)
        self.source = source
        self.data_format = data_format
        self.url: str | None = None

    @property
    def source_type(self) -> ExportSourceType:
        """The kind of data that is exported."""
        return source_type(self.source)

    def work(self) -> None:
        """Write a file with the current rows, and set ``url``."""
        if isinstance(self.source, MetricsSource):
            rows = metric_rows.list_rows(self.account, self.source)
            self.processed = len(rows)
            content = export_files.write_metrics(self.source, rows, self.data_format)
        else:
            content = self._write_insights(self.source)
        self.url = files.write(self.account, self._name(), content)

    def _write_insights(self, source: InsightsSource) -> str:
        rows = list(insight_rows.list_rows(self.account, source.start, source.end))
        # SES counts the rows that it examines, not the rows that it exports. Spec: jobs.md §1 [P].
        self.processed = len(rows)
        matches = [
            row
            for row in rows
            if (source.include is None or source.include.matches(row))
            # An empty filter matches every row, but as an exclusion it excludes none.
            and (source.exclude is None or source.exclude.is_empty or not source.exclude.matches(row))
        ]
        return export_files.write_insights(matches[: source.max_results or _MAX_RESULTS], self.data_format)

    def _name(self) -> str:
        """Return the name of the file. Spec: jobs.md §1 [P]; the extension of JSON files is inferred."""
        time = f"{to_datetime(self.account.world.clock.time()):%Y%m%d_%H%M%S}"
        ending = self.data_format.lower()
        if isinstance(self.source, MetricsSource):
            return f"ses-metrics-{time}-{self.id}.{ending}"
        return f"{time}_{self.id.replace('-', '')[:10]}.{ending}"


def require_vdm(account: Account) -> None:
    """Raise `VdmRequiredForExport` unless Virtual Deliverability Manager is enabled.

    Spec: insights.md §1 [P].
    """
    if not account.vdm_enabled:
        raise VdmRequiredForExport


def create(account: Account, source: MetricsSource | InsightsSource, data_format: DataFormat) -> ExportJob:
    """Start an export job.

    Raise `InvalidParameter` for an invalid period or invalid dimensions, or `TooManyExportJobs`.
    """
    _check(source)
    exports = account.jobs.exports
    kind = source_type(source)
    # Each kind of source has its own limit on running jobs. Spec: jobs.md §1 [P].
    if count_running(job for job in exports.values() if job.source_type is kind) >= MAX_RUNNING:
        raise TooManyExportJobs(kind)
    job = ExportJob(account, source, data_format)
    exports[job.id] = job
    return job


def get(account: Account, job_id: str) -> ExportJob:
    """Return the job with an id; raise `UnknownExportJob` if there is none."""
    job = account.jobs.exports.get(job_id)
    if job is None:
        raise UnknownExportJob(job_id)
    return job


def cancel(account: Account, job_id: str) -> None:
    """Cancel a running job; raise `UnknownExportJob` or `ExportJobHasEnded`."""
    job = get(account, job_id)
    if not job.is_running:
        raise ExportJobHasEnded(job.status)
    job.cancel()


def select(account: Account, source: str | None, status: str | None) -> list[ExportJob]:
    """Return the jobs with this type of source and this status, newest first; None matches all."""
    return [
        job
        for job in reversed(account.jobs.exports.values())
        if source in (None, job.source_type) and status in (None, job.status)
    ]


def source_type(source: MetricsSource | InsightsSource) -> ExportSourceType:
    """Return the type of a source."""
    if isinstance(source, MetricsSource):
        return ExportSourceType.METRICS_DATA
    return ExportSourceType.MESSAGE_INSIGHTS


def _check(source: MetricsSource | InsightsSource) -> None:
    if source.start >= source.end:
        raise InvalidExportPeriod
    if isinstance(source, MetricsSource):
        if source.start % _DAY or source.end % _DAY:
            raise PartialDays
        _check_dimensions(source)


def _check_dimensions(source: MetricsSource) -> None:
    """Refuse multiple values in one dimension if another dimension is set to ``*``. Spec: jobs.md §3."""
    lists = source.dimensions.values()
    if (
        any(ANY in values for values in lists)
        and sum(len(values) != 1 or ANY in values for values in lists) > 1
    ):
        raise AmbiguousDimensions
