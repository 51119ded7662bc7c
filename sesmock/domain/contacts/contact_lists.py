"""Contact lists and their topics. Spec: contacts.md §1, §5."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain import names
from sesmock.domain.contacts.errors import (
    BlankContactListName,
    BlankTopicName,
    ContactListDescriptionTooLong,
    ContactListDoesNotExist,
    DuplicateTopics,
    InvalidContactListName,
    InvalidTopicName,
    TooManyContactLists,
    TooManyTopics,
    TopicDisplayNameTooLong,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sesmock.domain.account import Account
    from sesmock.domain.contacts.contacts import Contact
    from sesmock.domain.contacts.preferences import SubscriptionStatus

# Spec: contacts.md §1 [D, P].
MAX_LISTS = 1
MAX_TOPICS = 20
MAX_NAME_LENGTH = 64
MAX_DISPLAY_NAME_LENGTH = 128
MAX_DESCRIPTION_LENGTH = 500


class Topic(NamedTuple):
    """A topic that contacts may subscribe to; the default status applies to contacts without a preference."""

    name: str
    display_name: str
    default_status: SubscriptionStatus
    description: str | None = None


class Settings(NamedTuple):
    """The settings of a list in a request; UpdateContactList replaces all of them."""

    topics: Sequence[Topic] = ()
    description: str | None = None


class ContactList:
    """A contact list, with its contacts by address and its topics by name; times are in seconds since 1970."""

    __slots__ = ("_sorted", "contacts", "created_at", "description", "name", "tags", "topics", "updated_at")

    def __init__(self, name: str, settings: Settings, tags: dict[str, str], now: float) -> None:
        self.name = name
        self.tags = tags
        self.created_at = now
        # Addresses are compared exactly, including their case. Spec: contacts.md §1 [I].
        self.contacts: dict[str, Contact] = {}
        self._sorted: list[Contact] | None = None
        self.replace(settings, now)

    def __repr__(self) -> str:
        return f"<ContactList {self.name!r}, {len(self.contacts)} contacts>"

    def replace(self, settings: Settings, now: float) -> None:
        """Replace the topics and the description; contacts keep their preferences for the topics that remain.

        Spec: contacts.md §1 [D, I].
        """
        self.topics: Mapping[str, Topic] = {topic.name: topic for topic in settings.topics}
        self.description = settings.description
        self.updated_at = now
        for contact in self.contacts.values():
            contact.forget_topics_outside(self.topics)

    def add(self, contact: Contact) -> None:
        """Add a contact, replacing one with the same address but keeping its creation time."""
        earlier = self.contacts.get(contact.address)
        if earlier is not None:
            contact.created_at = earlier.created_at
        self.contacts[contact.address] = contact
        self._sorted = None

    def remove(self, contact: Contact) -> None:
        """Remove a contact."""
        del self.contacts[contact.address]
        self._sorted = None

    def sort(self) -> Sequence[Contact]:
        """Return the contacts sorted by address; the order is cached until a contact is added or removed."""
        if self._sorted is None:
            self._sorted = [self.contacts[address] for address in sorted(self.contacts)]
        return self._sorted


def check_name(name: str) -> None:
    """Raise `InvalidParameter` for an invalid list name, whether or not such a list exists."""
    if not name.strip():
        raise BlankContactListName
    if len(name) > MAX_NAME_LENGTH or not names.is_plain(name):
        raise InvalidContactListName(MAX_NAME_LENGTH)


def check_settings(settings: Settings) -> None:
    """Raise `InvalidParameter` for topics or a description that SES does not accept."""
    # SES reports the first error in this order. Spec: contacts.md §1 [P].
    if len(settings.topics) > MAX_TOPICS:
        raise TooManyTopics(MAX_TOPICS)
    for topic in settings.topics:
        _check_topic(topic)
    if len({topic.name for topic in settings.topics}) < len(settings.topics):
        raise DuplicateTopics
    if len(settings.description or "") > MAX_DESCRIPTION_LENGTH:
        raise ContactListDescriptionTooLong(MAX_DESCRIPTION_LENGTH)


def create(account: Account, name: str, settings: Settings, tags: dict[str, str]) -> None:
    """Create an account's only list from fields that have been checked; raise `TooManyContactLists`."""
    # SES reports the same error for a second list with the same name. Spec: contacts.md §1 [P].
    lists = account.contacts.lists
    if len(lists) >= MAX_LISTS:
        raise TooManyContactLists(MAX_LISTS)
    lists[name] = ContactList(name, settings, tags, account.world.clock.time())


def get(account: Account, name: str) -> ContactList:
    """Return a list; raise `InvalidParameter` for an invalid name, or `ContactListDoesNotExist`."""
    check_name(name)
    return find(account, name)


def find(account: Account, name: str) -> ContactList:
    """Return the list with a name, without checking the name's form; raise `ContactListDoesNotExist`."""
    contact_list = account.contacts.lists.get(name)
    if contact_list is None:
        raise ContactListDoesNotExist(name)
    return contact_list


def update(account: Account, name: str, settings: Settings) -> None:
    """Replace the topics and the description of a list; raise the errors of `get` and `check_settings`."""
    # SES checks the fields before it looks for the list. Spec: contacts.md §1 [P].
    check_name(name)
    check_settings(settings)
    find(account, name).replace(settings, account.world.clock.time())


def delete(account: Account, name: str) -> None:
    """Remove a list and its contacts; raise the errors of `get`."""
    del account.contacts.lists[get(account, name).name]


def _check_topic(topic: Topic) -> None:
    if not topic.name.strip():
        raise BlankTopicName
    if len(topic.name) > MAX_NAME_LENGTH or not names.is_plain(topic.name):
        raise InvalidTopicName(MAX_NAME_LENGTH)
    if len(topic.display_name) > MAX_DISPLAY_NAME_LENGTH:
        raise TopicDisplayNameTooLong(MAX_DISPLAY_NAME_LENGTH)
