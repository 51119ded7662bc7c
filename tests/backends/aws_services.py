"""A stand-in for the AWS services that receive publications."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.events.publications import Publication


class Topics:
    """SNS with a fixed set of topics, which records what is published to it."""

    def __init__(self, *arns: str) -> None:
        self.arns = set(arns)
        self.published: list[Publication] = []

    def topic_exists(self, account: Account, arn: str) -> bool | None:
        """Return whether the ARN is one of the topics."""
        return arn in self.arns

    def publish(self, publication: Publication) -> None:
        """Record a publication, and check that the world's lock is free."""
        assert not publication.account.world.lock._is_owned()
        self.published.append(publication)

    def envelope(self, publication: Publication) -> dict[str, object]:
        """Return the payload as an SNS message."""
        return {"Message": publication.payload}

    def headers(self, publication: Publication) -> dict[str, str]:
        """Return the header that contains the topic's ARN."""
        return {"x-amz-sns-topic-arn": publication.target}
