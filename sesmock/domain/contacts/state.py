"""The contact lists of an account. Every account imports this module; the rest of the package is imported on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sesmock.domain.contacts.contact_lists import ContactList
    from sesmock.domain.contacts.preferences import SubscriptionStatusText
    from sesmock.domain.world import World


class Contacts:
    """The contact lists of an account, by name."""

    __slots__ = ("_world", "lists")

    def __init__(self, world: World) -> None:
        self._world = world
        self.lists: dict[str, ContactList] = {}

    def add(
        self,
        contact_list: str,
        addresses: Iterable[str],
        *,
        topics: Mapping[str, SubscriptionStatusText],
        unsubscribe_all: bool,
        attributes: str | None,
    ) -> None:
        """Add addresses to a list, as `Account.add_contacts` describes."""
        from sesmock.domain.contacts import filling

        profile = filling.parse_profile(topics, unsubscribe_all, attributes)
        # Read before the lock is taken, because a generator may wait for another thread.
        texts = filling.read_addresses(addresses)
        with self._world.change():
            filling.fill(self, contact_list, texts, profile, now=self._world.clock.time())
