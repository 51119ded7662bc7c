"""The services that SES works with, as far as a world knows any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.domain.account import Account
    from sesmock.domain.events.publications import Publication


class AwsServices(Protocol):
    """What a world asks of other services. `publish` runs when the world's lock is free, all else under it."""

    def topic_exists(self, account: Account, arn: str) -> bool | None:
        """Return whether there is an SNS topic; None if nobody knows."""

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

    def publish(self, publication: Publication) -> None:
        """Leave it at the record."""

    def envelope(self, publication: Publication) -> Mapping[str, object]:
        """Raise `LookupError`: nobody wraps it."""
        raise LookupError(f"There is no {publication.kind} here to wrap {publication!r}.")

    def headers(self, publication: Publication) -> Mapping[str, str]:
        """Raise `LookupError`: nobody sends it."""
        raise LookupError(f"There is no {publication.kind} here to send {publication!r}.")
