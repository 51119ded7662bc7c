"""Errors about multi-region endpoints. Spec: global_endpoints.md §1; most texts are inferred."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import AlreadyExists, DomainError, InvalidParameter, LimitExceeded, NotFound


class EndpointDoesNotExist(NotFound):
    """There is no endpoint with this name in the region."""

    def __init__(self, name: str) -> None:
        super().__init__(unconfirmed_messages.ENDPOINT_NOT_FOUND.format(name=name))
        self.name = name


class EndpointAlreadyExists(AlreadyExists):
    """There is already an endpoint with this name."""

    def __init__(self, name: str) -> None:
        super().__init__(unconfirmed_messages.ENDPOINT_ALREADY_EXISTS.format(name=name))
        self.name = name


class TooManyEndpoints(LimitExceeded):
    """The account has reached the maximum number of endpoints in the region."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_ENDPOINTS)


class NotOneSecondaryRegion(InvalidParameter):
    """An endpoint does not have exactly one secondary region."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.ONE_SECONDARY_REGION)


class InvalidSecondaryRegion(InvalidParameter):
    """The secondary region is the primary one, or it is not a region of the same partition."""

    def __init__(self, region: str) -> None:
        super().__init__(unconfirmed_messages.INVALID_SECONDARY_REGION.format(region=region))
        self.region = region


class EndpointIsProvisioned(DomainError):
    """An endpoint cannot be deleted during its creation. Spec: global_endpoints.md §1 [U]."""

    def __init__(self) -> None:
        # SES's sentence says PROVISIONING, although the API calls this status CREATING.
        super().__init__("Unable to delete resource in PROVISIONING status")


class UnknownSendingEndpoint(InvalidParameter):
    """The endpoint of a message does not exist or is not ready."""

    def __init__(self, endpoint_id: str) -> None:
        super().__init__(unconfirmed_messages.UNKNOWN_SENDING_ENDPOINT.format(id=endpoint_id))
        self.endpoint_id = endpoint_id
