"""Errors about jobs, and errors that make jobs fail. Spec: jobs.md §1."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import InvalidParameter, LimitExceeded, NotFound


class NoSingleDataSource(InvalidParameter):
    """A request does not have exactly one data source. Spec: jobs.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("One data source must be provided")


class OwnExportUrl(InvalidParameter):
    """A request contains a URL to export to, but only SES may choose it. Spec: jobs.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("Providing a custom S3 URL is not supported")


class VdmRequiredForExport(InvalidParameter):
    """Virtual Deliverability Manager is not enabled. Spec: insights.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("To use this feature you must enable Virtual Deliverability Manager")


class InvalidExportPeriod(InvalidParameter):
    """The start of the period is not before its end. Spec: jobs.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("Invalid date range")


class PartialDays(InvalidParameter):
    """The period of metrics does not extend from midnight to midnight. Spec: jobs.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__(
            "To get daily aggregated data you must not specify partial-day timestamps. "
            "Please make your interval go from midnight to midnight UTC."
        )


class AmbiguousDimensions(InvalidParameter):
    """One dimension is ``*``, which stands for all values, and another has several. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.AMBIGUOUS_DIMENSIONS)


class TooManyExportJobs(LimitExceeded):
    """Too many export jobs with this kind of source are running. Spec: jobs.md §1 [P]."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"There are too many <{source}> export jobs running - either cancel one of the jobs or wait for it to "
            "complete before resubmitting."
        )


class UnknownExportJob(InvalidParameter):
    """There is no export job with this id. Spec: jobs.md §1 [P]."""

    def __init__(self, job_id: str) -> None:
        # Not a NotFound: SES answers BadRequestException for an unknown job, too. Spec: jobs.md §1 [P].
        super().__init__("Invalid JobId")
        self.job_id = job_id


class ExportJobHasEnded(InvalidParameter):
    """A job that has ended cannot be canceled. Spec: jobs.md §1 [P]."""

    def __init__(self, status: str) -> None:
        super().__init__(f"Cannot cancel an export job that has a <{status}> status.")


class NoSingleDestination(InvalidParameter):
    """A request does not have exactly one destination. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.NO_SINGLE_DESTINATION)


class ImportListDoesNotExist(NotFound):
    """The contact list of an import does not exist. Spec: jobs.md §2 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"ContactList <{name}> doesn't exist")
        self.name = name


class TooManyImportJobs(LimitExceeded):
    """Too many import jobs are running. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_IMPORT_JOBS)


class ImportJobDoesNotExist(NotFound):
    """There is no import job with this id. The text is inferred."""

    def __init__(self, job_id: str) -> None:
        super().__init__(unconfirmed_messages.UNKNOWN_IMPORT_JOB.format(job_id=job_id))
        self.job_id = job_id


class UnreadableFile(InvalidParameter):
    """The file to import does not exist or cannot be read. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.UNREADABLE_FILE)


class TooManyRecords(InvalidParameter):
    """A file has too many records for one import. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_RECORDS.format(maximum=maximum))


class MalformedRecord(InvalidParameter):
    """A record of a file has a missing or invalid member. The text is inferred."""

    def __init__(self, problem: str) -> None:
        super().__init__(unconfirmed_messages.MALFORMED_RECORD.format(problem=problem))
