"""Contacts: addresses on a list, and their preferences for its topics. Spec: contacts.md §1, §5."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.contacts import contact_lists
from sesmock.domain.contacts.errors import (
    BlankContactAddress,
    ContactAlreadyExists,
    ContactDoesNotExist,
    InvalidContactAddress,
    UnknownTopic,
)
from sesmock.domain.contacts.preferences import SubscriptionStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Mapping

    from sesmock.domain.account import Account
    from sesmock.domain.contacts.contact_lists import ContactList, Topic

# Contact addresses follow a weaker rule than senders: one @, no spaces, a dot in the domain.
# Spec: contacts.md §1 [P].
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NO_CHOICES: Mapping[str, SubscriptionStatus] = {}


class Choices(NamedTuple):
    """A contact's settings in a request.

    ``topics`` are the explicit preferences by topic name, and ``attributes`` is any text.
    """

    topics: Mapping[str, SubscriptionStatus] = _NO_CHOICES
    unsubscribe_all: bool = False
    attributes: str | None = None


class Contact:
    """An address on a list, spelled as in the request; times are in seconds since 1970.

    ``topics`` are the explicit preferences by topic name; ``unsubscribe_all`` overrides them.
    """

    __slots__ = ("address", "attributes", "created_at", "topics", "unsubscribe_all", "updated_at")

    def __init__(self, address: str, choices: Choices, now: float) -> None:
        self.address = address
        self.topics = dict(choices.topics)
        self.unsubscribe_all = choices.unsubscribe_all
        self.attributes = choices.attributes
        self.created_at = now
        self.updated_at = now

    def __repr__(self) -> str:
        return f"<Contact {self.address}>"

    def update(self, choices: Choices, now: float) -> None:
        """Merge preferences for topics, and replace the other settings. Spec: contacts.md §1 [P]."""
        # AWS's reference says that missing topics are deleted, but SES keeps them.
        self.topics |= choices.topics
        self.unsubscribe_all = choices.unsubscribe_all
        self.attributes = choices.attributes
        self.updated_at = now

    def opt_out(self, topics: Collection[str], now: float) -> None:
        """Opt out of these topics, or of the whole list if there are none."""
        self.topics |= dict.fromkeys(topics, SubscriptionStatus.OPT_OUT)
        self.unsubscribe_all = self.unsubscribe_all or not topics
        self.updated_at = now

    def forget_topics_outside(self, topics: Container[str]) -> None:
        """Drop the preferences for topics that the list no longer has."""
        self.topics = {name: status for name, status in self.topics.items() if name in topics}

    def status(self, topic: Topic) -> SubscriptionStatus:
        """Return the contact's preference for a topic, or else the topic's default."""
        return self.topics.get(topic.name, topic.default_status)

    def is_opted_out(self, topic: Topic | None) -> bool:
        """Return whether the contact has opted out of a topic or of the whole list.

        Spec: contacts.md §2 [D, P].
        """
        if self.unsubscribe_all or topic is None:
            return self.unsubscribe_all
        return self.status(topic) is SubscriptionStatus.OPT_OUT


def check_address(address: str) -> None:
    """Raise `InvalidParameter` for an invalid address of a contact. Spec: contacts.md §1 [P]."""
    if not address.strip():
        raise BlankContactAddress
    if not _ADDRESS.fullmatch(address):
        raise InvalidContactAddress(address)


def create(account: Account, list_name: str, address: str, choices: Choices) -> None:
    """Add an address to a list.

    Raise `InvalidParameter` for an invalid field, `ContactListDoesNotExist`, `UnknownTopic` or
    `ContactAlreadyExists`.
    """
    contact_list = _find_list(account, list_name, address)
    # SES reports an unknown topic before an existing contact. Spec: contacts.md §1 [P].
    _require_topics(contact_list, choices)
    if address in contact_list.contacts:
        raise ContactAlreadyExists(address)
    contact_list.add(Contact(address, choices, account.world.clock.time()))


def get(account: Account, list_name: str, address: str) -> tuple[ContactList, Contact]:
    """Return a list and a contact on it.

    Raise `InvalidParameter` for an invalid field, `ContactListDoesNotExist` or `ContactDoesNotExist`.
    """
    contact_list = _find_list(account, list_name, address)
    return contact_list, _find(contact_list, address)


def update(account: Account, list_name: str, address: str, choices: Choices) -> None:
    """Merge topic preferences into those of a contact, and replace its other settings.

    Raise `InvalidParameter` for an invalid field, `ContactListDoesNotExist`, `UnknownTopic` or `ContactDoesNotExist`.
    """
    contact_list = _find_list(account, list_name, address)
    _require_topics(contact_list, choices)
    _find(contact_list, address).update(choices, account.world.clock.time())


def delete(account: Account, list_name: str, address: str) -> None:
    """Remove an address from a list; raise the errors of `get`."""
    contact_list, contact = get(account, list_name, address)
    contact_list.remove(contact)


def enroll(contact_list: ContactList, address: str, now: float) -> Contact:
    """Return the contact for a recipient's address, adding it to the list if it is new.

    Spec: contacts.md §2 [P].
    """
    contact = contact_list.contacts.get(address)
    if contact is None:
        contact = Contact(address, Choices(), now)
        contact_list.add(contact)
    return contact


def list_undecided_topics(contact_list: ContactList, contact: Contact) -> Iterator[Topic]:
    """Return the topics for which a contact has no explicit preference, so that their defaults apply."""
    return (topic for topic in contact_list.topics.values() if topic.name not in contact.topics)


def _find_list(account: Account, list_name: str, address: str) -> ContactList:
    # SES checks the name and the address before it looks for the list. Spec: contacts.md §1 [P].
    contact_lists.check_name(list_name)
    check_address(address)
    return contact_lists.find(account, list_name)


def _find(contact_list: ContactList, address: str) -> Contact:
    contact = contact_list.contacts.get(address)
    if contact is None:
        raise ContactDoesNotExist(address)
    return contact


def _require_topics(contact_list: ContactList, choices: Choices) -> None:
    for topic in choices.topics:
        if topic not in contact_list.topics:
            raise UnknownTopic(contact_list.name, topic)
