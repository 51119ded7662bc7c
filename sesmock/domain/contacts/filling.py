"""Add many contacts in a single call, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.argument_checks import check_boolean, check_text
from sesmock.domain.contacts import contacts
from sesmock.domain.contacts.contacts import Choices, Contact
from sesmock.domain.contacts.preferences import SubscriptionStatus
from sesmock.domain.errors import InvalidParameter
from sesmock.domain.suggestions import describe_unknown

if TYPE_CHECKING:
    from sesmock.domain.contacts.contact_lists import ContactList
    from sesmock.domain.contacts.state import Contacts


class Profile(NamedTuple):
    """The settings that all new contacts share; ``topics`` maps topic names to status names."""

    topics: Mapping[str, str]
    unsubscribe_all: bool
    attributes: str | None


def parse_profile(topics: object, unsubscribe_all: object, attributes: object) -> Profile:
    """Return the settings that all new contacts share; raise `TypeError` for a value of the wrong type."""
    if not isinstance(topics, Mapping):
        raise TypeError(f"topics must be a dict such as {{'news': 'OPT_OUT'}}, got {topics!r}")
    return Profile(
        topics,
        check_boolean("unsubscribe_all", unsubscribe_all),
        None if attributes is None else check_text("attributes", attributes),
    )


def read_addresses(addresses: Iterable[str]) -> list[str]:
    """Return the addresses as a list; raise `TypeError` for a single string, `ValueError` for an invalid address."""
    if isinstance(addresses, (str, bytes)):
        raise TypeError(f"addresses must be an iterable of addresses, got a single string {addresses!r}")
    if not isinstance(addresses, Iterable):
        raise TypeError(f"addresses must be an iterable of addresses, got {addresses!r}")
    return [_check(address) for address in addresses]


def fill(state: Contacts, name: str, addresses: Iterable[str], profile: Profile, *, now: float) -> None:
    """Add addresses to a list; raise `ValueError` for an invalid list, topic or status, and add none in that case."""
    contact_list = find_list(state, check_text("contact_list", name))
    choices = Choices(_parse_topics(contact_list, profile.topics), *profile[1:])
    for address in addresses:
        contact_list.add(Contact(address, choices, now))


def find_list(state: Contacts, name: str) -> ContactList:
    """Return the list with a name; raise `ValueError` if there is none."""
    contact_list = state.lists.get(name)
    if contact_list is None:
        if not state.lists:
            raise ValueError(
                f"unknown contact list {name!r}; there are no contact lists; create one with create_contact_list"
            )
        raise ValueError(describe_unknown("contact list", [name], state.lists))
    return contact_list


def _parse_topics(contact_list: ContactList, topics: Mapping[str, str]) -> dict[str, SubscriptionStatus]:
    return {name: _parse_status(contact_list, name, status) for name, status in topics.items()}


def _parse_status(contact_list: ContactList, topic: str, status: str) -> SubscriptionStatus:
    require_topic(contact_list, topic)
    # Only the names are accepted, as in the API; the values are the spellings of events.
    if not isinstance(status, str) or status not in SubscriptionStatus.__members__:
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
