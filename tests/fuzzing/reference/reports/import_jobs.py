"""Import jobs, which change contacts or suppressed addresses when they end. Spec: jobs.md §2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fuzzing.reference.reports.export_jobs import DURATION, MOST_RUNNING, ExportJob
from tests.fuzzing.reference.reports.import_files import UnreadableFile, read_contacts, read_suppressed
from tests.fuzzing.reference.rules import SESV2, describe, do_nothing
from tests.fuzzing.reference.suppression import normalize
from tests.fuzzing.reference.world import REASONS, Contact

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World

URL = "s3://"


@dataclass
class ImportJob(ExportJob):
    """An import job, with its counts once it has ended; without a contact list, it imports to the suppression list."""

    url: str = ""
    data_format: str = ""
    is_put: bool = True
    list_name: str | None = None
    counts: tuple[int, int] = (0, 0)


@describe(SESV2, "CreateImportJob")
def create(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Start a job for one existing list; refuse it in the sandbox. Spec: jobs.md §2 [P, D]."""
    destination, source = parameters["ImportDestination"], parameters["ImportDataSource"]
    forecast.check_elsewhere((world.is_sandbox, "BadRequestException"))
    forecast.check((len(destination) != 1, "BadRequestException"))
    job = _build(world, destination, source)
    is_unknown = job.list_name is not None and job.list_name not in world.lists
    forecast.check((is_unknown, "NotFoundException"))
    running = [each for each in world.import_jobs.values() if each.is_running]
    forecast.check((len(running) >= MOST_RUNNING, "LimitExceededException"))
    return lambda answer: world.import_jobs.update({answer["JobId"]: job})


def _build(world: World, destination: dict[str, Any], source: dict[str, Any]) -> ImportJob:
    contacts = destination.get("ContactListDestination")
    suppressed = destination.get("SuppressionListDestination", {})
    action = suppressed.get("SuppressionListImportAction")
    if contacts is not None:
        action = contacts["ContactListImportAction"]
    return ImportJob(
        "SUPPRESSION_LIST" if contacts is None else "CONTACT_LIST",
        world.elapsed,
        url=source["S3Url"],
        data_format=source["DataFormat"],
        is_put=action == "PUT",
        list_name=None if contacts is None else contacts["ContactListName"],
    )


@describe(SESV2, "GetImportJob")
def get(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Advance a job by a step; the second step imports the file. Refuse an unknown job. Spec: jobs.md §2 [I]."""
    job = world.import_jobs.get(parameters["JobId"])
    forecast.check_elsewhere((world.is_sandbox, "BadRequestException"))
    forecast.check((job is None, "NotFoundException"))
    if job is None:
        return do_nothing

    def effect(answer: Parameters) -> None:
        advance(world, job)
        assert summarize(answer) == (job.kind, job.status, *job.counts), (answer, job)

    return effect


@describe(SESV2, "ListImportJobs")
def list_all(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Return the jobs for a kind of list, newest first; this does not advance them. Spec: jobs.md §2 [D]."""
    forecast.check((world.is_sandbox, "BadRequestException"))
    kind = parameters.get("ImportDestinationType")
    matches = [job_id for job_id, job in world.import_jobs.items() if kind in {None, job.kind}]
    if not {"PageSize", "NextToken"} & parameters.keys():
        forecast.expect("jobs", lambda answer: [job["JobId"] for job in answer["ImportJobs"]], matches[::-1])
    return do_nothing


def summarize(answer: dict[str, Any]) -> tuple[str, str, int, int]:
    """Return the kind of a job in a response, its status, and the numbers of processed and refused records."""
    is_of_contacts = "ContactListDestination" in answer["ImportDestination"]
    return (
        "CONTACT_LIST" if is_of_contacts else "SUPPRESSION_LIST",
        answer["JobStatus"],
        answer.get("ProcessedRecordsCount", 0),
        answer.get("FailedRecordsCount", 0),
    )


def end_old_jobs(world: World) -> None:
    """End the jobs that have run for a minute, the oldest first. Spec: choices.md §3."""
    for job in world.import_jobs.values():
        if job.is_running and world.elapsed - job.created >= DURATION:
            _run(world, job)


def advance(world: World, job: ImportJob) -> None:
    """Advance a job by one step, as a read does. Spec: choices.md §3."""
    if job.status == "CREATED":
        job.status = "PROCESSING"
    elif job.status == "PROCESSING":
        _run(world, job)


def _run(world: World, job: ImportJob) -> None:
    try:
        outcomes = _import(world, job)
    except UnreadableFile:
        job.status = "FAILED"
    else:
        job.status, job.counts = "COMPLETED", (len(outcomes), outcomes.count(False))


def _import(world: World, job: ImportJob) -> list[bool]:
    """Import all records; return whether each was accepted. Spec: jobs.md §2 [P, D]."""
    text = world.files.get(job.url)
    if text is None or (job.list_name is not None and job.list_name not in world.lists):
        raise UnreadableFile
    if job.list_name is None:
        return [_suppress(world, job, *record) for record in read_suppressed(text, job.data_format)]
    return [_put_contact(world, job, *record) for record in read_contacts(text, job.data_format)]


def _suppress(world: World, job: ImportJob, address: str, reason: str) -> bool:
    key = normalize(address)
    if job.is_put:
        is_accepted = "@" in address and reason in REASONS
        world.suppressed.update({key: reason} if is_accepted else {})
        return is_accepted
    return world.suppressed.pop(key, None) is not None


def _put_contact(
    world: World, job: ImportJob, address: str, is_unsubscribed: bool, choices: dict[str, str]
) -> bool:
    """Replace all of a contact, or remove it; refuse unknown topics. Spec: jobs.md §2 [P]."""
    contact_list = world.lists[job.list_name or ""]
    contacts = {} if contact_list.contacts is None else contact_list.contacts
    if not job.is_put:
        return contacts.pop(address, None) is not None
    is_accepted = "@" in address and choices.keys() <= contact_list.topics.keys()
    contacts.update({address: Contact(choices, is_unsubscribed)} if is_accepted else {})
    return is_accepted
