"""What SES refuses of jobs, and why jobs fail. Spec: nouns.md §5."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import InvalidParameter, LimitExceeded, NotFound


class NoSingleDataSource(InvalidParameter):
    """A request names no source of data, or several. Spec: nouns.md §5.2 [P]."""

    def __init__(self) -> None:
        super().__init__("One data source must be provided")


class OwnExportUrl(InvalidParameter):
    """A request says where to export to, which is SES's affair. Spec: nouns.md §5.2 [P]."""

    def __init__(self) -> None:
        super().__init__("Providing a custom S3 URL is not supported")


class VdmRequiredForExport(InvalidParameter):
    """Virtual Deliverability Manager is off. Spec: nouns.md §5.1 [P]."""

    def __init__(self) -> None:
        super().__init__("To use this feature you must enable Virtual Deliverability Manager")


class InvalidExportPeriod(InvalidParameter):
    """The period does not begin before it ends. Spec: nouns.md §5.2 [P]."""

    def __init__(self) -> None:
        super().__init__("Invalid date range")


class PartialDays(InvalidParameter):
    """The period of metrics does not go from midnight to midnight. Spec: nouns.md §5.2 [P]."""

    def __init__(self) -> None:
        super().__init__(
            "To get daily aggregated data you must not specify partial-day timestamps. "
            "Please make your interval go from midnight to midnight UTC."
        )


class AmbiguousDimensions(InvalidParameter):
    """Besides a dimension with all its values, another has several. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.AMBIGUOUS_DIMENSIONS)


class TooManyExportJobs(LimitExceeded):
    """There are too many jobs of that source that run. Spec: nouns.md §5.2 [P]."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"There are too many <{source}> export jobs running - either cancel one of the jobs or wait for it to "
            "complete before resubmitting."
        )


class UnknownExportJob(InvalidParameter):
    """No export job has that id. Spec: nouns.md §5.2 [P]."""

    def __init__(self, job_id: str) -> None:
        super().__init__("Invalid JobId")
        self.job_id = job_id


class ExportJobHasEnded(InvalidParameter):
    """A job that has ended cannot be canceled. Spec: nouns.md §5.2 [P]."""

    def __init__(self, status: str) -> None:
        super().__init__(f"Cannot cancel an export job that has a <{status}> status.")


class NoSingleDestination(InvalidParameter):
    """A request names nothing to import to, or both. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.NO_SINGLE_DESTINATION)


class ImportListDoesNotExist(NotFound):
    """No contact list has the name that an import goes to. Spec: nouns.md §5.3 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"ContactList <{name}> doesn't exist")
        self.name = name


class TooManyImportJobs(LimitExceeded):
    """There are too many import jobs that run. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_IMPORT_JOBS)


class ImportJobDoesNotExist(NotFound):
    """No import job has that id. The text is inferred."""

    def __init__(self, job_id: str) -> None:
        super().__init__(unconfirmed_messages.UNKNOWN_IMPORT_JOB.format(job_id=job_id))
        self.job_id = job_id


class UnreadableFile(InvalidParameter):
    """There is no file to import, or it cannot be read. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.UNREADABLE_FILE)


class TooManyRecords(InvalidParameter):
    """A file holds more records than may be imported at once. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_RECORDS.format(maximum=maximum))


class MalformedRecord(InvalidParameter):
    """A record of a file lacks something, or has something else than it should have. The text is inferred."""

    def __init__(self, problem: str) -> None:
        super().__init__(unconfirmed_messages.MALFORMED_RECORD.format(problem=problem))
