"""What an account has of multi-region endpoints; it comes with every account, and imports the rest when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.endpoints.endpoints import MultiRegionEndpoint


class Endpoints:
    """The multi-region endpoints of an account by name, in the region that they were made in."""

    __slots__ = ("by_name",)

    def __init__(self) -> None:
        self.by_name: dict[str, MultiRegionEndpoint] = {}
