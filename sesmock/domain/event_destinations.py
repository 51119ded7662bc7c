"""Event destinations: where the events of a configuration set are published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.publications import Event
    from sesmock.domain.targets import Target


@dataclass(frozen=True, slots=True)
class EventDestination:
    """A target, and the types of the events that are published to it while it is enabled."""

    name: str
    target: Target
    matching_types: frozenset[str]
    enabled: bool = False

    def takes(self, event: Event) -> bool:
        """Return whether an event is published here."""
        return self.enabled and event.type.value in self.matching_types
