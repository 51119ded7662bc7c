"""Export jobs. Spec: jobs.md §1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fuzzing.reference.rules import SESV2, describe, do_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World

KINDS = {"MetricsDataSource": "METRICS_DATA", "MessageInsightsDataSource": "MESSAGE_INSIGHTS"}
MOST_RUNNING = 20
DURATION = 60.0
"""The number of seconds after which a job ends even if nobody reads it. Spec: choices.md §3."""


@dataclass
class ExportJob:
    """An export job; ``created`` is the value of ``World.elapsed`` when it started."""

    kind: str
    created: float
    status: str = "CREATED"

    @property
    def is_running(self) -> bool:
        """Whether the job has not ended."""
        return self.status in {"CREATED", "PROCESSING"}

    @property
    def next_status(self) -> str:
        """The status that the next read returns. Spec: jobs.md §1 [P], choices.md §3."""
        return {"CREATED": "PROCESSING", "PROCESSING": "COMPLETED"}.get(self.status, self.status)


@describe(SESV2, "CreateExportJob")
def create(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Start a job with one source and a period that is not empty; metrics are exported for whole days in UTC.

    Spec: jobs.md §1 [P].
    """
    sources = parameters["ExportDataSource"]
    forecast.check((len(sources) != 1, "BadRequestException"))
    forecast.check((bool(parameters["ExportDestination"].get("S3Url")), "BadRequestException"))
    forecast.check((not world.has_vdm, "BadRequestException"))
    forecast.check(*((case, "BadRequestException") for case in _list_problems(sources)))
    kind = KINDS[next(iter(sources))] if sources else ""
    running = [job for job in world.export_jobs.values() if job.is_running and job.kind == kind]
    forecast.check((len(running) >= MOST_RUNNING, "LimitExceededException"))
    return lambda answer: world.export_jobs.update({answer["JobId"]: ExportJob(kind, world.elapsed)})


def _list_problems(sources: dict[str, Any]) -> Iterator[bool]:
    for kind, source in sources.items():
        start, end = source["StartDate"], source["EndDate"]
        yield start >= end
        yield kind == "MetricsDataSource" and not (start.timestamp() % 86400 == end.timestamp() % 86400 == 0)


@describe(SESV2, "GetExportJob")
def get(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Advance a job by a step; refuse an unknown one as a bad request. Spec: jobs.md §1 [P]."""
    job = world.export_jobs.get(parameters["JobId"])
    forecast.check((job is None, "BadRequestException"))
    if job is None:
        return do_nothing
    status = job.next_status
    forecast.expect("status", lambda answer: answer["JobStatus"], status)
    forecast.expect("source", lambda answer: answer["ExportSourceType"], job.kind)
    forecast.expect(
        "link", lambda answer: bool(answer["ExportDestination"].get("S3Url")), status == "COMPLETED"
    )
    has_ended = status not in {"CREATED", "PROCESSING"}
    forecast.expect("end", lambda answer: "CompletedTimestamp" in answer, has_ended)
    return lambda _: setattr(job, "status", status)


@describe(SESV2, "CancelExportJob")
def cancel(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Cancel a running job; refuse any other. Spec: jobs.md §1 [P]."""
    job = world.export_jobs.get(parameters["JobId"])
    forecast.check((job is None or not job.is_running, "BadRequestException"))
    return lambda _: setattr(job, "status", "CANCELLED")


@describe(SESV2, "ListExportJobs")
def list_all(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Return the jobs that match both filters, newest first; this does not advance them. Spec: jobs.md §1, §3."""
    kind, status = parameters.get("ExportSourceType"), parameters.get("JobStatus")
    matches = [
        job_id
        for job_id, job in world.export_jobs.items()
        if kind in {None, job.kind} and status in {None, job.status}
    ]
    if not {"PageSize", "NextToken"} & parameters.keys():
        forecast.expect("jobs", lambda answer: [job["JobId"] for job in answer["ExportJobs"]], matches[::-1])
    return do_nothing


def end_old_jobs(world: World) -> None:
    """Complete the jobs that have run for a minute. Spec: choices.md §3."""
    for job in world.export_jobs.values():
        if job.is_running and world.elapsed - job.created >= DURATION:
            job.status = "COMPLETED"
