"""Import jobs in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.paging import build_paging
from sesmock.domain import clock
from sesmock.domain.jobs import imports
from sesmock.domain.jobs.errors import NoSingleDestination
from sesmock.domain.jobs.imports import Destination, ImportAction
from sesmock.domain.jobs.jobs import DataFormat
from sesmock.protocol.constraints import Constraint

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.jobs.imports import ImportJob
    from sesmock.protocol.validation import Checks

_PAGING = build_paging("import jobs")
# Both a bad token and a bad size are reported, the token first, as in lists of tenants. Spec: paging.md §3.
_CHECKS: Checks = {
    **_PAGING.checks,
    "": Constraint(order=("ImportDestinationType", "NextToken", "PageSize")),
    "NextToken": Constraint(minimum=1, shows_value=True),
}
_SUPPRESSION, _CONTACTS = "SuppressionListDestination", "ContactListDestination"


@sesv2.operation("CreateImportJob")
def create_import_job(context: Context, request: Params) -> Result:
    """Start the import of a file from moto's S3, or from `SesMock.files` if moto does not mock S3.

    Raise BadRequestException in the sandbox, or unless there is exactly one destination; then NotFoundException for an
    unknown contact list, or LimitExceededException. Spec: jobs.md §2 [P, D].
    """
    imports.require_production(context.account)
    destination = _parse_destination(request["ImportDestination"])
    source = request["ImportDataSource"]
    job = imports.create(context.account, destination, source["S3Url"], DataFormat[source["DataFormat"]])
    return {"JobId": job.id}


@sesv2.operation("GetImportJob")
def get_import_job(context: Context, request: Params) -> Result:
    """Return the status of a job: the first call reports PROCESSING, the second COMPLETED.

    The job also finishes after a minute on the mock's clock. Raise NotFoundException. Spec: jobs.md §2 [I].
    """
    job = imports.get(context.account, request["JobId"])
    job.read()
    return {
        **_summarize(job),
        "ImportDataSource": {"S3Url": job.url, "DataFormat": job.data_format.name},
        "CompletedTimestamp": None if job.completed_at is None else clock.to_datetime(job.completed_at),
        "FailureInfo": _dump_failure(job),
    }


@sesv2.operation("ListImportJobs", checks=_CHECKS)
def list_import_jobs(context: Context, request: Params) -> Result:
    """List jobs, newest first, optionally filtered by the kind of destination; listing does not advance them.

    Raise BadRequestException for a bad PageSize or NextToken, or in the sandbox. Spec: paging.md §3;
    jobs.md §2 [P, I].
    """
    # In the sandbox, SES refuses even the list. Spec: jobs.md §2 [P].
    imports.require_production(context.account)
    kind = request.get("ImportDestinationType")
    page, token = _PAGING.page(context, imports.select(context.account, kind), request, kind=kind)
    return {"ImportJobs": list(map(_summarize, page)), "NextToken": token}


def _parse_destination(destinations: Params) -> Destination:
    if sum(name in destinations for name in (_SUPPRESSION, _CONTACTS)) != 1:
        raise NoSingleDestination
    if _SUPPRESSION in destinations:
        return Destination(ImportAction[destinations[_SUPPRESSION]["SuppressionListImportAction"]])
    contacts = destinations[_CONTACTS]
    return Destination(ImportAction[contacts["ContactListImportAction"]], contacts["ContactListName"])


def _summarize(job: ImportJob) -> Params:
    return {
        "JobId": job.id,
        "ImportDestination": _dump_destination(job.destination),
        "JobStatus": job.status.name,
        "CreatedTimestamp": clock.to_datetime(job.created_at),
        "ProcessedRecordsCount": job.processed,
        "FailedRecordsCount": job.failed,
    }


def _dump_destination(destination: Destination) -> Params:
    action = destination.action.name
    if destination.contact_list is None:
        return {_SUPPRESSION: {"SuppressionListImportAction": action}}
    contacts = {"ContactListName": destination.contact_list, "ContactListImportAction": action}
    return {_CONTACTS: contacts}


def _dump_failure(job: ImportJob) -> Params | None:
    if job.error is None and job.failures_url is None:
        return None
    return {"FailedRecordsS3Url": job.failures_url, "ErrorMessage": job.error}
