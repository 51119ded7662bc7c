"""A world next to SES in which topics exist or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.events.publications import Publication


class Topics:
    """A neighbour that knows which topics there are, and keeps what it is handed."""

    def __init__(self, *arns: str) -> None:
        self.arns = set(arns)
        self.published: list[Publication] = []

    def topic_exists(self, account: Account, arn: str) -> bool | None:
        """Look it up."""
        return arn in self.arns

    def publish(self, publication: Publication) -> None:
        """Keep it, when the lock of the world is free."""
        assert not publication.account.world.lock._is_owned()
        self.published.append(publication)

    def envelope(self, publication: Publication) -> dict[str, object]:
        """Wrap it."""
        return {"Message": publication.payload}

    def headers(self, publication: Publication) -> dict[str, str]:
        """Name the topic."""
        return {"x-amz-sns-topic-arn": publication.target}
