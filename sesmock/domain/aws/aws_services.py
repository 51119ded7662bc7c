"""The interface to the other AWS services that SES works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.domain.account import Account
    from sesmock.domain.events.publications import Publication


class Invocation(NamedTuple):
    """The result of invoking a function: its return value, or the error that prevented the invocation."""

    answer: object = None
    error: Exception | None = None


class AwsServices(Protocol):
    """The operations of other services that a world uses; `publish` and `invoke` run without the world's lock."""

    def topic_exists(self, account: Account, arn: str) -> bool | None:
        """Return whether an SNS topic exists; None if that is unknown."""

    def bucket_exists(self, account: Account, bucket: str) -> bool | None:
        """Return whether a bucket exists; None if that is unknown."""

    def function_exists(self, account: Account, arn: str) -> bool | None:
        """Return whether a Lambda function exists; None if that is unknown."""

    def store(self, account: Account, bucket: str, key: str, body: bytes) -> Exception | None:
        """Write an object into a bucket; return S3's error, if any."""

    def load(self, account: Account, bucket: str, key: str) -> bytes | None:
        """Return the content of an object in a bucket; None if there is no such object, or if that is unknown."""

    def invoke(
        self, account: Account, arn: str, invocation_type: str, event: Mapping[str, Any]
    ) -> Invocation | None:
        """Invoke a Lambda function; return None if there is no mock of Lambda."""

    def publish(self, publication: Publication) -> None:
        """Pass a publication to its target; errors propagate to the code that called SES."""

    def envelope(self, publication: Publication) -> Mapping[str, object]:
        """Return a publication in the form that the delivering service sends to the receiver."""

    def headers(self, publication: Publication) -> Mapping[str, str]:
        """Return the HTTP headers that SNS sends when it posts a publication to an endpoint."""


class NullServices:
    """Services that do nothing, so that publications are only recorded."""

    def topic_exists(self, account: Account, arn: str) -> bool | None:
        """Return None, because the answer is unknown."""

    def bucket_exists(self, account: Account, bucket: str) -> bool | None:
        """Return None, because the answer is unknown."""

    def function_exists(self, account: Account, arn: str) -> bool | None:
        """Return None, because the answer is unknown."""

    def store(self, account: Account, bucket: str, key: str, body: bytes) -> Exception | None:
        """Do nothing; the caller records the object."""

    def load(self, account: Account, bucket: str, key: str) -> bytes | None:
        """Return None, because the content is unknown."""

    def invoke(
        self, account: Account, arn: str, invocation_type: str, event: Mapping[str, Any]
    ) -> Invocation | None:
        """Do nothing; the caller records the event."""

    def publish(self, publication: Publication) -> None:
        """Do nothing; the caller has recorded the publication."""

    def envelope(self, publication: Publication) -> Mapping[str, object]:
        """Raise `LookupError`, since no service wraps the publication."""
        raise LookupError(f"no mock of {publication.kind} is active to wrap {publication!r}")

    def headers(self, publication: Publication) -> Mapping[str, str]:
        """Raise `LookupError`, since no service posts the publication."""
        raise LookupError(f"no mock of {publication.kind} is active to send {publication!r}")
