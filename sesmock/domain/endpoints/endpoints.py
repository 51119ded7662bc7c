"""Multi-region endpoints: their creation, their deletion, and sending through them.

Spec: global_endpoints.md §1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sesmock.domain import ids
from sesmock.domain.aws import regions
from sesmock.domain.endpoints.errors import (
    EndpointAlreadyExists,
    EndpointDoesNotExist,
    EndpointIsProvisioned,
    InvalidSecondaryRegion,
    NotOneSecondaryRegion,
    TooManyEndpoints,
    UnknownSendingEndpoint,
)
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sesmock.domain.account import Account

Result = TypeVar("Result")

MAX_ENDPOINTS = 10  # Spec: choices.md §3
TRANSITION_SECONDS = 120.0
"""The time that SES takes to create an endpoint, or to delete one.

Spec: global_endpoints.md §1 [D]; the time of a deletion is inferred (choices.md §3).
"""


class EndpointStatus(Word):
    """The status of an endpoint."""

    CREATING = "CREATING"
    READY = "READY"
    FAILED = "FAILED"
    DELETING = "DELETING"


class MultiRegionEndpoint:
    """An endpoint whose mail is sent alternately from the region where it was created and from a second region.

    ``created_at`` is in seconds since 1970.
    """

    __slots__ = (
        "_deleted_at",
        "_failed_at",
        "_turns",
        "account",
        "created_at",
        "id",
        "name",
        "secondary_region",
        "tags",
    )

    def __init__(self, account: Account, name: str, secondary_region: str, tags: dict[str, str]) -> None:
        self.account = account
        self.name = name
        self.id = ids.make_endpoint_id()
        self.secondary_region = secondary_region
        self.tags = tags
        self.created_at = account.world.clock.time()
        self._deleted_at: float | None = None
        self._failed_at: float | None = None
        self._turns = 0  # the number of sends so far, which determines the next region

    def __repr__(self) -> str:
        return f"<MultiRegionEndpoint {self.name} {self.id}>"

    @property
    def regions(self) -> tuple[str, str]:
        """The primary and the secondary region."""
        return self.account.region, self.secondary_region

    @property
    def status(self) -> EndpointStatus:
        """The current status."""
        # A failed endpoint can be deleted, so the deletion comes first.
        if self._deleted_at is not None:
            return EndpointStatus.DELETING
        if self._failed_at is not None:
            return EndpointStatus.FAILED
        is_ready = self.account.world.clock.time() >= self.created_at + TRANSITION_SECONDS
        return EndpointStatus.READY if is_ready else EndpointStatus.CREATING

    @property
    def updated_at(self) -> float:
        """The time of the last change of the status, in seconds since 1970."""
        changed_at = self._failed_at if self._deleted_at is None else self._deleted_at
        if changed_at is not None:
            return changed_at
        is_ready = self.status is EndpointStatus.READY
        return self.created_at + TRANSITION_SECONDS if is_ready else self.created_at

    @property
    def is_gone(self) -> bool:
        """Whether the deletion is complete."""
        now = self.account.world.clock.time()
        return self._deleted_at is not None and now >= self._deleted_at + TRANSITION_SECONDS

    def fail(self) -> None:
        """Fail the creation, which no API can do; raise `ValueError` if it has already ended."""
        with self.account.world.change():
            if self.status is not EndpointStatus.CREATING:
                raise ValueError(f"{self!r} is {self.status}; only an endpoint that is CREATING can fail")
            self._failed_at = self.account.world.clock.time()

    def delete(self) -> None:
        """Start the deletion if it has not started yet; raise `EndpointIsProvisioned` during the creation."""
        if self.status is EndpointStatus.CREATING:
            raise EndpointIsProvisioned
        if self._deleted_at is None:
            self._deleted_at = self.account.world.clock.time()

    def send(self, send: Callable[[Account], Result]) -> Result:
        """Call a function with the account in the region whose turn it is, and return its result.

        A refused send does not take a turn.
        """
        # SES splits the mail equally. Taking turns does so, too, and a test can predict it. Spec: choices.md §3.
        region = self.regions[self._turns % len(self.regions)]
        result = send(self.account.world.account(self.account.account_id, region))
        self._turns += 1
        return result


def check_secondary_region(account: Account, names: Sequence[str]) -> str:
    """Return the only secondary region of a new endpoint; raise `InvalidParameter`."""
    if len(names) != 1:
        raise NotOneSecondaryRegion
    [name] = names
    # An account exists in only one partition: accounts in China, for example, have only the regions of China.
    is_elsewhere = regions.find_partition(name) != regions.find_partition(account.region)
    if name == account.region or is_elsewhere or not regions.is_known(name):
        raise InvalidSecondaryRegion(name)
    return name


def create(account: Account, name: str, secondary_region: str, tags: dict[str, str]) -> MultiRegionEndpoint:
    """Start the creation of an endpoint; raise `EndpointAlreadyExists` or `TooManyEndpoints`."""
    if account.endpoints.find(name) is not None:
        raise EndpointAlreadyExists(name)
    if len(account.endpoints) >= MAX_ENDPOINTS:
        raise TooManyEndpoints
    endpoint = MultiRegionEndpoint(account, name, secondary_region, tags)
    account.endpoints.add(endpoint)
    return endpoint


def get(account: Account, name: str) -> MultiRegionEndpoint:
    """Return the endpoint with a name; raise `EndpointDoesNotExist`."""
    endpoint = account.endpoints.find(name)
    if endpoint is None:
        raise EndpointDoesNotExist(name)
    return endpoint


def share(account: Account, endpoint_id: str, send: Callable[[Account], Result]) -> Result:
    """Send from a region of an endpoint, regardless of the region of the call; raise `UnknownSendingEndpoint`."""
    # The host of an endpoint has no region, so a call in any region of the account can use the endpoint.
    # Spec: requests.md §1.
    for owner in account.world.accounts.values():
        if owner.account_id == account.account_id:
            for endpoint in owner.endpoints:
                if endpoint.id == endpoint_id and endpoint.status is EndpointStatus.READY:
                    return endpoint.send(send)
    raise UnknownSendingEndpoint(endpoint_id)
