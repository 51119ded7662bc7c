"""Verification states of identities, DKIM keys and MAIL FROM domains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.clock import Clock

# SES waits one day for a click on the link and three days for DNS records. Spec: identities.md §5 [D].
LINK_SECONDS = 24 * 60 * 60
RECORD_SECONDS = 72 * 60 * 60
# SES looks for DNS records every five minutes. Spec: identities.md §3 [U]
_LOOK_SECONDS = 5 * 60


class VerificationStatus(Word):
    """The status of a verification."""

    PENDING = "PENDING"
    SUCCESS = "SUCCESS"
    FAILED = "FAILED"
    TEMPORARY_FAILURE = "TEMPORARY_FAILURE"
    NOT_STARTED = "NOT_STARTED"


# Looked up once, because Python 3.11 takes 0.2 µs to look up a member of an enumeration.
_SUCCESS = VerificationStatus.SUCCESS


class VerificationError(Word):
    """The reason why a verification failed."""

    SERVICE_ERROR = "SERVICE_ERROR"
    DNS_SERVER_ERROR = "DNS_SERVER_ERROR"
    HOST_NOT_FOUND = "HOST_NOT_FOUND"
    TYPE_NOT_FOUND = "TYPE_NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    REPLICATION_ACCESS_DENIED = "REPLICATION_ACCESS_DENIED"
    REPLICATION_PRIMARY_NOT_FOUND = "REPLICATION_PRIMARY_NOT_FOUND"
    REPLICATION_PRIMARY_BYO_DKIM_NOT_SUPPORTED = "REPLICATION_PRIMARY_BYO_DKIM_NOT_SUPPORTED"
    REPLICATION_REPLICA_AS_PRIMARY_NOT_SUPPORTED = "REPLICATION_REPLICA_AS_PRIMARY_NOT_SUPPORTED"
    REPLICATION_PRIMARY_INVALID_REGION = "REPLICATION_PRIMARY_INVALID_REGION"


VerificationErrorText = Literal[
    "SERVICE_ERROR",
    "DNS_SERVER_ERROR",
    "HOST_NOT_FOUND",
    "TYPE_NOT_FOUND",
    "INVALID_VALUE",
    "REPLICATION_ACCESS_DENIED",
    "REPLICATION_PRIMARY_NOT_FOUND",
    "REPLICATION_PRIMARY_BYO_DKIM_NOT_SUPPORTED",
    "REPLICATION_REPLICA_AS_PRIMARY_NOT_SUPPORTED",
    "REPLICATION_PRIMARY_INVALID_REGION",
]


class Failure(NamedTuple):
    """The failure of a verification; a temporary failure may still become a success."""

    error: VerificationError | None = None
    temporary: bool = False


def build_failure(error: str | None, *, temporary: bool) -> Failure:
    """Return a failure with the error that has this name, if any; raise `ValueError` for an unknown name."""
    try:
        return Failure(None if error is None else VerificationError(error), temporary)
    except ValueError:
        raise ValueError(f"error must be one of {', '.join(VerificationError)}, got {error!r}") from None


class VerificationState:
    """The state of a verification, which fails if it has not succeeded after ``seconds``, and can be restarted."""

    __slots__ = (
        "_checked_at",
        "_clock",
        "_error",
        "_seconds",
        "_started_at",
        "_status",
        "succeeded_at",
    )

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._status = VerificationStatus.NOT_STARTED
        self._started_at = 0.0
        self._checked_at: float | None = None
        self._error: VerificationError | None = None
        self.succeeded_at: float | None = None
        """The time of the last success, in seconds since 1970, UTC."""

    @property
    def status(self) -> VerificationStatus:
        """The current status."""
        self._look()
        return self._status

    @property
    def checked_at(self) -> float | None:
        """The time when SES last looked for records, in seconds since 1970, UTC."""
        self._look()
        return self._checked_at

    @property
    def error(self) -> VerificationError | None:
        """The reason for the last failure, if known; it stays recorded after a success."""
        self._look()
        return self._error

    @property
    def has_succeeded(self) -> bool:
        """Whether the last result is a success."""
        # Does not call _look(), to save time in every send; _look() never changes whether a verification has succeeded.
        return self._status is _SUCCESS

    def start(self) -> None:
        """Start or restart the verification."""
        self._status = VerificationStatus.PENDING
        self._started_at = self._clock.time()
        self._error = None

    def succeed(self) -> None:
        """Mark the verification as succeeded; an earlier error stays recorded. Spec: identities.md §3 [R]."""
        # This records the error of the checks so far.
        self._look()
        self._status = VerificationStatus.SUCCESS
        self._checked_at = self.succeeded_at = self._clock.time()

    def fail(self, failure: Failure) -> None:
        """Mark the verification as failed."""
        self._status = (
            VerificationStatus.TEMPORARY_FAILURE if failure.temporary else VerificationStatus.FAILED
        )
        self._checked_at = self._clock.time()
        self._error = failure.error

    def _look(self) -> None:
        """Update the state with the checks that SES would have made by now."""
        if self._status is not VerificationStatus.PENDING:
            return
        elapsed = min(self._clock.time() - self._started_at, self._seconds)
        # A pending domain has this error from the first check on; an address has none. Spec: identities.md §3 [U].
        if self._seconds == RECORD_SECONDS and elapsed >= _LOOK_SECONDS:
            self._checked_at = self._started_at + elapsed // _LOOK_SECONDS * _LOOK_SECONDS
            self._error = VerificationError.HOST_NOT_FOUND
        if elapsed >= self._seconds:
            self._status = VerificationStatus.FAILED
            self._checked_at = self._started_at + self._seconds
