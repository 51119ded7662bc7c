"""Add many contacts at once, for a test."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.contacts import contacts
from sesmock.domain.contacts.contacts import Choices, Contact
from sesmock.domain.contacts.preferences import SubscriptionStatus
from sesmock.domain.errors import InvalidParameter
from sesmock.domain.suggestions import describe_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sesmock.domain.contacts.contact_lists import ContactList
    from sesmock.domain.contacts.state import Contacts


class Profile(NamedTuple):
    """The settings that all new contacts share; ``topics`` maps topics to names of statuses."""

    topics: Mapping[str, str]
    unsubscribe_all: bool
    attributes: str | None


def fill(state: Contacts, name: str, addresses: Iterable[str], profile: Profile, *, now: float) -> None:
    """Add all addresses to a list, or none; raise `ValueError` for an invalid list, topic, status or address."""
    contact_list = find_list(state, name)
    choices = Choices(_parse_topics(contact_list, profile.topics), *profile[1:])
    new = [Contact(_check(address), choices, now) for address in _require_many(addresses)]
    for contact in new:
        contact_list.add(contact)


def _require_many(addresses: Iterable[str]) -> Iterable[str]:
    if isinstance(addresses, str):
        raise TypeError(f"addresses must be an iterable of addresses, got the one string {addresses!r}")
    return addresses


def find_list(state: Contacts, name: str) -> ContactList:
    """Return the list with a name; raise `ValueError` if there is none."""
    contact_list = state.lists.get(name)
    if contact_list is None:
        if not state.lists:
            raise ValueError(
                f"unknown contact list {name!r}; there are none, create one with create_contact_list"
            )
        raise ValueError(describe_unknown("contact list", [name], state.lists))
    return contact_list


def _parse_topics(contact_list: ContactList, topics: Mapping[str, str]) -> dict[str, SubscriptionStatus]:
    return {name: _parse_status(contact_list, name, status) for name, status in topics.items()}


def _parse_status(contact_list: ContactList, topic: str, status: str) -> SubscriptionStatus:
    require_topic(contact_list, topic)
    if status not in SubscriptionStatus.__members__:
        raise ValueError(f"topics[{topic!r}] must be 'OPT_IN' or 'OPT_OUT', got {status!r}")
    return SubscriptionStatus[status]


def require_topic(contact_list: ContactList, topic: str) -> None:
    """Raise `ValueError` for a topic that a list does not have."""
    if topic not in contact_list.topics:
        if not contact_list.topics:
            raise ValueError(f"unknown topic {topic!r}; the contact list {contact_list.name!r} has no topics")
        raise ValueError(describe_unknown("topic", [topic], contact_list.topics))


def _check(address: object) -> str:
    if isinstance(address, str):
        with suppress(InvalidParameter):
            contacts.check_address(address)
            return address
    raise ValueError(f"{address!r} is not an address; pass a bare one, e.g. 'ada@example.net'")
