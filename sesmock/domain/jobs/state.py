"""The jobs of an account. Every account has this state; the package's other modules are imported when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.argument_checks import check_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.domain.jobs.exports import ExportJob
    from sesmock.domain.jobs.imports import ImportJob
    from sesmock.domain.jobs.jobs import Job


class Jobs:
    """The export and import jobs of an account by id, oldest first."""

    __slots__ = ("_planned_errors", "exports", "imports")

    def __init__(self) -> None:
        self.exports: dict[str, ExportJob] = {}
        self.imports: dict[str, ImportJob] = {}
        self._planned_errors: list[str] = []

    def __repr__(self) -> str:
        return f"<Jobs {list(self)}>"

    def __getitem__(self, job_id: str) -> Job:
        """Return the job with an id; raise `KeyError` if there is none."""
        job = self.exports.get(job_id) or self.imports.get(job_id)
        if job is None:
            ids = ", ".join(job.id for job in self) or "none"
            raise KeyError(f"unknown job {job_id!r}; jobs of this account: {ids}")
        return job

    def __iter__(self) -> Iterator[Job]:
        """Yield the jobs, oldest first."""
        return iter(sorted([*self.exports.values(), *self.imports.values()], key=lambda job: job.created_at))

    def __len__(self) -> int:
        return len(self.exports) + len(self.imports)

    def fail_next(self, error: str = "Internal error.") -> None:
        """Make the next job that is created fail with an ErrorMessage; two calls apply to the next two jobs.

        Raise `TypeError` for a value that is not a string.
        """
        self._planned_errors.append(check_text("error", error))

    def take_planned_error(self) -> str | None:
        """Remove and return the error that a test planned for a new job, or None."""
        return self._planned_errors.pop(0) if self._planned_errors else None
