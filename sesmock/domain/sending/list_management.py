"""The steps of a send for mail that a contact list manages, and what its readers do. Spec: nouns.md §4.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.contacts import contact_lists, contacts, filling
from sesmock.domain.contacts.errors import UnknownTopic
from sesmock.domain.events.event_details import Preferences, Subscription
from sesmock.domain.suppression.suppression import WithheldFor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.domain.account import Account
    from sesmock.domain.contacts.contact_lists import ContactList
    from sesmock.domain.contacts.contacts import Contact
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.mail.send_request import ListManagement

EVERYTHING: Sequence[str] = ()
"""Stands for the list as a whole where topics could be named."""


def require(account: Account, management: ListManagement) -> None:
    """Refuse mail of an unknown list or topic; raise `ContactListDoesNotExist` or `UnknownTopic`."""
    contact_list = contact_lists.find(account, management.contact_list)
    if management.topic is not None and management.topic not in contact_list.topics:
        raise UnknownTopic(contact_list.name, management.topic)


def enroll(message: SentMessage, management: ListManagement) -> dict[Address, WithheldFor]:
    """Make contacts of unknown recipients, and return the recipients that have opted out. Spec: nouns.md §4.1 [P]."""
    account = message.account
    contact_list = account.contacts.lists[management.contact_list]
    topic = None if management.topic is None else contact_list.topics[management.topic]
    return {
        recipient: WithheldFor.OPT_OUT
        for recipient in message.recipients
        if contacts.enroll(contact_list, recipient.address, message.accepted_at).is_opted_out(topic)
    }


def unsubscribe(message: SentMessage, topics: Sequence[str] | None, source: str) -> Subscription:
    """Have the one recipient of a message opt out, and return how that changes its preferences.

    Without *topics* it is the topic of the message, or everything if that has none; `EVERYTHING` is the whole list.
    Raise `ValueError` for a list or topic that there is not. A contact that was deleted becomes one again (inferred).
    """
    management = message.list_management
    assert management is not None
    contact_list = filling.find_list(message.account.contacts, management.contact_list)
    if topics is None:
        topics = EVERYTHING if management.topic is None else (management.topic,)
    for topic in topics:
        filling.require_topic(contact_list, topic)
    now = message.account.world.clock.time()
    contact = contacts.enroll(contact_list, message.recipients[0].address, now)
    old = _read_preferences(contact_list, contact)
    contact.opt_out(topics, now)
    return Subscription(contact_list.name, _read_preferences(contact_list, contact), old, source)


def _read_preferences(contact_list: ContactList, contact: Contact) -> Preferences:
    """Return what a contact wants of every topic, explicit or by default, in the list's order. Spec: nouns.md §4.1."""
    topics = [(topic.name, contact.status(topic).value) for topic in contact_list.topics.values()]
    return Preferences(contact.unsubscribe_all, tuple(topics))
