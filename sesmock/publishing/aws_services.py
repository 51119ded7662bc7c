"""The other AWS services of a world, as the option ``publish`` selects them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sesmock.domain.account import Account
    from sesmock.domain.aws.aws_services import Invocation
    from sesmock.domain.events.publications import Publication
    from sesmock.domain.options.option_checks import Publish
    from sesmock.publishing.boto3_services import Boto3Services


class OtherServices:
    """The other AWS services of a world. ``moto_serves`` returns whether moto is active and mocks a service."""

    def __init__(self, publish: Publish, moto_serves: Callable[[str], bool]) -> None:
        self._publish = publish
        self._moto_serves = moto_serves

    @cached_property
    def _boto3(self) -> Boto3Services:
        from sesmock.publishing.boto3_services import Boto3Services

        return Boto3Services()

    def topic_exists(self, account: Account, arn: str) -> bool | None:
        """Return whether moto has a topic; None if moto does not mock SNS."""
        return self._boto3.topic_exists(account, arn) if self._moto_serves("sns") else None

    def bucket_exists(self, account: Account, bucket: str) -> bool | None:
        """Return whether moto has a bucket; None if moto does not mock S3."""
        return self._boto3.bucket_exists(account, bucket) if self._moto_serves("s3") else None

    def function_exists(self, account: Account, arn: str) -> bool | None:
        """Return whether moto has a function; None if moto does not mock Lambda."""
        return self._boto3.function_exists(account, arn) if self._moto_serves("lambda") else None

    def store(self, account: Account, bucket: str, key: str, body: bytes) -> Exception | None:
        """Write an object through boto3 if ``publish`` is ``"boto3"``; return S3's error, if any."""
        return self._boto3.store(account, bucket, key, body) if self._publish == "boto3" else None

    def load(self, account: Account, bucket: str, key: str) -> bytes | None:
        """Return an object from moto; None if it does not exist, or if moto does not mock S3."""
        return self._boto3.load(account, bucket, key) if self._moto_serves("s3") else None

    def invoke(
        self, account: Account, arn: str, invocation_type: str, event: Mapping[str, Any]
    ) -> Invocation | None:
        """Invoke a function through boto3 if ``publish`` is ``"boto3"``; return None for any other value."""
        if self._publish != "boto3":
            return None
        return self._boto3.invoke(account, arn, invocation_type, event)

    def publish(self, publication: Publication) -> None:
        """Deliver a publication as ``publish`` specifies: through boto3, to the test's function, or not at all."""
        if self._publish == "boto3":
            self._boto3.publish(publication)
        elif self._publish is not None:
            self._publish(publication)

    def envelope(self, publication: Publication) -> Mapping[str, object]:
        """Return a publication as its receiver gets it."""
        from sesmock.publishing import envelopes

        return envelopes.envelope(publication)

    def headers(self, publication: Publication) -> Mapping[str, str]:
        """Return the HTTP headers of SNS's POST request for a publication."""
        from sesmock.publishing import envelopes

        return envelopes.headers(publication)
