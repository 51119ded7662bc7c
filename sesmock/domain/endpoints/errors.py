"""What SES refuses of multi-region endpoints. Spec: nouns.md §9; most texts are inferred."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import AlreadyExists, DomainError, InvalidParameter, LimitExceeded, NotFound


class EndpointDoesNotExist(NotFound):
    """No endpoint has that name in the region that it was made in."""

    def __init__(self, name: str) -> None:
        super().__init__(unconfirmed_messages.ENDPOINT_NOT_FOUND.format(name=name))
        self.name = name


class EndpointAlreadyExists(AlreadyExists):
    """An endpoint has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(unconfirmed_messages.ENDPOINT_ALREADY_EXISTS.format(name=name))
        self.name = name


class TooManyEndpoints(LimitExceeded):
    """The account has as many endpoints in the region as it can have."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_ENDPOINTS)


class NotOneSecondaryRegion(InvalidParameter):
    """An endpoint has one region beside the one that it is made in."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.ONE_SECONDARY_REGION)


class InvalidSecondaryRegion(InvalidParameter):
    """The secondary region is the primary one, or none of the partition's."""

    def __init__(self, region: str) -> None:
        super().__init__(unconfirmed_messages.INVALID_SECONDARY_REGION.format(region=region))
        self.region = region


class EndpointIsProvisioned(DomainError):
    """An endpoint cannot be deleted while it is made. Spec: nouns.md §9 [U]."""

    def __init__(self) -> None:
        super().__init__("Unable to delete resource in PROVISIONING status")


class UnknownSendingEndpoint(InvalidParameter):
    """A message is to be sent by an endpoint that does not exist, or is not ready."""

    def __init__(self, endpoint_id: str) -> None:
        super().__init__(unconfirmed_messages.UNKNOWN_SENDING_ENDPOINT.format(id=endpoint_id))
        self.endpoint_id = endpoint_id
