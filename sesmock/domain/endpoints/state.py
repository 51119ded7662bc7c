"""The multi-region endpoints of an account.

Every account imports this module; the rest of the package is imported on demand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.suggestions import describe_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.domain.endpoints.endpoints import MultiRegionEndpoint


class Endpoints:
    """The multi-region endpoints of an account by name, in the region where they were created."""

    __slots__ = ("_by_name",)

    def __init__(self) -> None:
        self._by_name: dict[str, MultiRegionEndpoint] = {}

    def __repr__(self) -> str:
        return f"<Endpoints {[endpoint.name for endpoint in self]}>"

    def __getitem__(self, name: str) -> MultiRegionEndpoint:
        """Return the endpoint with a name; raise `KeyError`."""
        endpoint = self.find(name)
        if endpoint is None:
            raise KeyError(describe_unknown("endpoint", [name], [endpoint.name for endpoint in self]))
        return endpoint

    def __iter__(self) -> Iterator[MultiRegionEndpoint]:
        """Yield the endpoints, sorted by name, except for those whose deletion is complete."""
        # The end of a deletion depends on the clock, so deleted endpoints stay in the dict.
        endpoints = [self._by_name[name] for name in sorted(self._by_name)]
        return (endpoint for endpoint in endpoints if not endpoint.is_gone)

    def __contains__(self, item: object) -> bool:
        """Return whether the collection has an endpoint; ``item`` is the endpoint or its name."""
        return any(item in (endpoint.name, endpoint) for endpoint in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def add(self, endpoint: MultiRegionEndpoint) -> None:
        """Add an endpoint, replacing a deleted one with the same name."""
        self._by_name[endpoint.name] = endpoint

    def find(self, name: str) -> MultiRegionEndpoint | None:
        """Return the endpoint with a name; None if there is none or its deletion is complete."""
        endpoint = self._by_name.get(name)
        return None if endpoint is None or endpoint.is_gone else endpoint
