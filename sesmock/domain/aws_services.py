"""The services that SES works with, as far as a world knows any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.domain.account import Account
    from sesmock.domain.events.publications import Publication


class Invocation(NamedTuple):
    """What came of invoking a function: its answer, None if it has none, or why it could not be invoked."""

    answer: object = None
    error: Exception | None = None


class AwsServices(Protocol):
    """What a world asks of other services. `publish` and `invoke` run when the world's lock is free."""

    def topic_exists(self, account: Account, arn: str) -> bool | None:
        """Return whether there is an SNS topic; None if nobody knows."""

    def bucket_exists(self, account: Account, bucket: str) -> bool | None:
        """Return whether there is a bucket; None if nobody knows."""

    def function_exists(self, account: Account, arn: str) -> bool | None:
        """Return whether there is a Lambda function; None if nobody knows."""

    def store(self, account: Account, bucket: str, key: str, body: bytes) -> Exception | None:
        """Write an object into a bucket; return why S3 refused it, if it did."""

    def load(self, account: Account, bucket: str, key: str) -> bytes | None:
        """Return the object of a bucket; None if there is none, or if nobody knows."""

    def invoke(
        self, account: Account, arn: str, invocation_type: str, event: Mapping[str, Any]
    ) -> Invocation | None:
        """Invoke a Lambda function; return None if nobody does."""

    def publish(self, publication: Publication) -> None:
        """Hand a publication to its target; what this raises reaches the caller of SES."""

    def envelope(self, publication: Publication) -> Mapping[str, object]:
        """Return what the receiver of a publication gets: its payload in the wrapping of the service between."""

    def headers(self, publication: Publication) -> Mapping[str, str]:
        """Return the HTTP headers with which an endpoint gets a publication."""


class NullServices:
    """A world of its own: publications are recorded, and go nowhere."""

    def topic_exists(self, account: Account, arn: str) -> bool | None:
        """Return None: nobody knows."""

    def bucket_exists(self, account: Account, bucket: str) -> bool | None:
        """Return None: nobody knows."""

    def function_exists(self, account: Account, arn: str) -> bool | None:
        """Return None: nobody knows."""

    def store(self, account: Account, bucket: str, key: str, body: bytes) -> Exception | None:
        """Leave it at the record."""

    def load(self, account: Account, bucket: str, key: str) -> bytes | None:
        """Return None: nobody knows."""

    def invoke(
        self, account: Account, arn: str, invocation_type: str, event: Mapping[str, Any]
    ) -> Invocation | None:
        """Leave it at the record."""

    def publish(self, publication: Publication) -> None:
        """Leave it at the record."""

    def envelope(self, publication: Publication) -> Mapping[str, object]:
        """Raise `LookupError`: nobody wraps it."""
        raise LookupError(f"There is no {publication.kind} here to wrap {publication!r}.")

    def headers(self, publication: Publication) -> Mapping[str, str]:
        """Raise `LookupError`: nobody sends it."""
        raise LookupError(f"There is no {publication.kind} here to send {publication!r}.")
