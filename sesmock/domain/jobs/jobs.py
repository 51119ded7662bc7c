"""Jobs, which advance when they are read, as time passes, or when a test completes them. Spec: jobs.md §1."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from sesmock.domain import clock, ids
from sesmock.domain.argument_checks import check_text
from sesmock.domain.errors import DomainError
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sesmock.domain.account import Account

MAX_RUNNING = 20  # Spec: jobs.md §1, §2 [D]
SECONDS = 60.0
"""The seconds after which a job ends even if it is never read (inferred). Spec: choices.md §3."""


class JobStatus(Word):
    """The status of a job."""

    CREATED = "CREATED"
    PROCESSING = "PROCESSING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class DataFormat(Word):
    """The format of a file: comma-separated values or JSON."""

    CSV = "CSV"
    JSON = "JSON"


class Job(ABC):
    """A job, which does all its work when it ends. Times are in seconds since 1970.

    ``error`` is the ErrorMessage of a FAILED job; ``processed`` is the number of processed records.
    """

    __slots__ = (
        "_planned_error",
        "account",
        "completed_at",
        "created_at",
        "error",
        "id",
        "processed",
        "status",
    )

    def __init__(self, account: Account) -> None:
        self.account = account
        self.id = ids.make_uuid()
        self.created_at = account.world.clock.time()
        self.completed_at: float | None = None
        self.status = JobStatus.CREATED
        self.error: str | None = None
        self.processed = 0
        self._planned_error = account.jobs.take_planned_error()
        account.world.schedule(self.created_at + SECONDS, self._finish)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} {self.status}>"

    @property
    def is_running(self) -> bool:
        """Whether the job has not ended."""
        return self.completed_at is None

    @property
    def created(self) -> datetime:
        """The time when the job was created: aware, UTC."""
        return clock.to_datetime(self.created_at)

    def complete(self) -> None:
        """Complete the job now; raise `ValueError` if it has ended."""
        with self.account.world.change():
            self._require_running()
            self._finish()

    def fail(self, error: str = "Internal error.") -> None:
        """End the job now as FAILED with an ErrorMessage.

        Raise `ValueError` if it has ended, `TypeError` for a value that is not a string.
        """
        check_text("error", error)
        with self.account.world.change():
            self._require_running()
            self._fail(error)

    def cancel(self) -> None:
        """End the job without doing its work."""
        self.end(JobStatus.CANCELLED)

    def read(self) -> None:
        """Advance the job by one step, as each read does: first to PROCESSING, then to its end.

        Spec: jobs.md §1 [P]; choices.md §3.
        """
        if self.status is JobStatus.CREATED:
            self.status = JobStatus.PROCESSING
        else:
            self._finish()

    def end(self, status: JobStatus) -> None:
        """Set the final status."""
        self.status = status
        self.completed_at = self.account.world.clock.time()

    @abstractmethod
    def work(self) -> None:
        """Do the work of the job; raise a `DomainError` to make the job fail."""

    def _finish(self) -> None:
        # The scheduled call is made even if the job has ended in the meantime.
        if not self.is_running:
            return
        if self._planned_error is not None:
            self._fail(self._planned_error)
            return
        try:
            self.work()
        except DomainError as error:
            self._fail(str(error))
        else:
            self.end(JobStatus.COMPLETED)

    def _fail(self, error: str) -> None:
        self.error = error
        self.end(JobStatus.FAILED)

    def _require_running(self) -> None:
        if not self.is_running:
            raise ValueError(f"the job {self.id} has ended: it is {self.status}")


def count_running(jobs: Iterable[Job]) -> int:
    """Return the number of jobs that have not ended."""
    return sum(job.is_running for job in jobs)
