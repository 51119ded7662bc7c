"""The multi-region endpoints of an account; every account has this, and other modules are imported on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.suggestions import describe_unknown

if TYPE_CHECKING:
    from sesmock.domain.endpoints.endpoints import MultiRegionEndpoint


class Endpoints:
    """The multi-region endpoints of an account by name, in the region where they were created."""

    __slots__ = ("by_name",)

    def __init__(self) -> None:
        self.by_name: dict[str, MultiRegionEndpoint] = {}

    def __repr__(self) -> str:
        return f"<Endpoints {sorted(self.by_name)}>"

    def __getitem__(self, name: str) -> MultiRegionEndpoint:
        """Return the endpoint with a name; raise `KeyError`."""
        try:
            return self.by_name[name]
        except KeyError:
            raise KeyError(describe_unknown("endpoint", [name], sorted(self.by_name))) from None
