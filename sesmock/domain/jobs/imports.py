"""Import jobs, which read contacts or suppressed addresses from a file. Spec: jobs.md §2."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.errors import DomainError
from sesmock.domain.jobs import contact_imports, files, import_files, suppression_imports
from sesmock.domain.jobs.errors import (
    ImportJobDoesNotExist,
    ImportListDoesNotExist,
    TooManyImportJobs,
    TooManyRecords,
    UnreadableFile,
)
from sesmock.domain.jobs.jobs import MAX_RUNNING, Job, count_running
from sesmock.domain.suppression.errors import ProductionAccessRequired
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.account import Account
    from sesmock.domain.jobs.import_files import Record
    from sesmock.domain.jobs.jobs import DataFormat

MAX_CONTACTS = 1_000_000
MAX_SUPPRESSED = 100_000


class ImportAction(Word):
    """Whether a job adds the records of a file to a list or deletes them from it."""

    PUT = "PUT"
    DELETE = "DELETE"


class ImportDestinationType(Word):
    """The kind of list that a job imports records into."""

    SUPPRESSION_LIST = "SUPPRESSION_LIST"
    CONTACT_LIST = "CONTACT_LIST"


class Destination(NamedTuple):
    """The list that a job changes: a contact list, or the suppression list if ``contact_list`` is None."""

    action: ImportAction
    contact_list: str | None = None

    @property
    def type(self) -> ImportDestinationType:
        """The kind of the list."""
        if self.contact_list is None:
            return ImportDestinationType.SUPPRESSION_LIST
        return ImportDestinationType.CONTACT_LIST


class ImportJob(Job):
    """A job that reads a file.

    ``failed`` is the number of refused records, ``failures_url`` the URL of a file that contains them.
    """

    __slots__ = ("data_format", "destination", "failed", "failures_url", "url")

    def __init__(self, account: Account, destination: Destination, url: str, data_format: DataFormat) -> None:
        super().__init__(account)
        self.destination = destination
        self.url = url
        self.data_format = data_format
        self.failed = 0
        self.failures_url: str | None = None

    def work(self) -> None:
        """Process every record; a refused record does not affect the others. Spec: jobs.md §2 [P, D]."""
        content = files.find(self.account, self.url)
        if content is None:
            raise UnreadableFile
        process, columns, maximum = self._prepare()
        records = import_files.read(content, self.data_format, columns)
        if len(records) > maximum:
            raise TooManyRecords(maximum)
        errors = [_find_error(process, record) for record in records]
        failures = [
            (record, error) for record, error in zip(records, errors, strict=True) if error is not None
        ]
        self.processed, self.failed = len(records), len(failures)
        if failures:
            name = f"failed-records-{self.id}.{self.data_format.lower()}"
            self.failures_url = files.write(
                self.account, name, import_files.write_failures(failures, self.data_format)
            )

    def _prepare(self) -> tuple[Callable[[Record], None], tuple[str, ...], int]:
        """Return the function that processes a record, the columns, and the maximum number of records.

        A CSV file of contacts has a header, so it needs no columns. Spec: jobs.md §2 [D].
        """
        account, (action, list_name) = self.account, self.destination
        is_put = action is ImportAction.PUT
        if list_name is None:
            columns = ("email", "reason") if is_put else ("email",)
            return suppression_imports.prepare(account, is_put=is_put), columns, MAX_SUPPRESSED
        contact_list = account.contacts.lists.get(list_name)
        # The list existed when the job was created, but it may have been deleted since. Spec: jobs.md §2 [P].
        if contact_list is None:
            raise ImportListDoesNotExist(list_name)
        now = account.world.clock.time()
        return contact_imports.prepare(contact_list, now, is_put=is_put), (), MAX_CONTACTS


def create(account: Account, destination: Destination, url: str, data_format: DataFormat) -> ImportJob:
    """Start an import job; raise `ImportListDoesNotExist` or `TooManyImportJobs`."""
    name, imports = destination.contact_list, account.jobs.imports
    if name is not None and name not in account.contacts.lists:
        raise ImportListDoesNotExist(name)
    if count_running(imports.values()) >= MAX_RUNNING:
        raise TooManyImportJobs
    job = ImportJob(account, destination, url, data_format)
    imports[job.id] = job
    return job


def get(account: Account, job_id: str) -> ImportJob:
    """Return the job with an id; raise `ImportJobDoesNotExist` if there is none."""
    job = account.jobs.imports.get(job_id)
    if job is None:
        raise ImportJobDoesNotExist(job_id)
    return job


def select(account: Account, destination_type: str | None) -> list[ImportJob]:
    """Return the jobs with this type of destination, newest first; None matches all."""
    jobs = reversed(account.jobs.imports.values())
    return [job for job in jobs if destination_type in (None, job.destination.type)]


def require_production(account: Account) -> None:
    """Refuse an account in the sandbox; raise `ProductionAccessRequired`.

    Spec: jobs.md §2 [P]; the text is inferred.
    """
    if account.sandbox:
        raise ProductionAccessRequired


def _find_error(process: Callable[[Record], None], record: Record) -> str | None:
    """Process a record; return the text of its error, or None if it has none."""
    try:
        process(record)
    except DomainError as error:
        return str(error)
    return None
