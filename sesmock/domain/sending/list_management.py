"""Send to contact lists: check the list, find contacts who opted out, and unsubscribe readers. Spec: contacts.md §2."""

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
"""The value that stands for all topics of a list."""


def require(account: Account, management: ListManagement) -> None:
    """Refuse mail for an unknown list or topic; raise `ContactListDoesNotExist` or `UnknownTopic`."""
    contact_list = contact_lists.find(account, management.contact_list)
    if management.topic is not None and management.topic not in contact_list.topics:
        raise UnknownTopic(contact_list.name, management.topic)


def enroll(message: SentMessage, management: ListManagement) -> dict[Address, WithheldFor]:
    """Add unknown recipients to the list as contacts, and return the recipients who have opted out.

    Spec: contacts.md §2 [P].
    """
    account = message.account
    contact_list = account.contacts.lists[management.contact_list]
    topic = None if management.topic is None else contact_list.topics[management.topic]
    return {
        recipient: WithheldFor.OPT_OUT
        for recipient in message.recipients
        if contacts.enroll(contact_list, recipient.address, message.accepted_at).is_opted_out(topic)
    }


def unsubscribe(message: SentMessage, topics: Sequence[str] | None, source: str) -> Subscription:
    """Unsubscribe the only recipient of a message, and return the change of the contact's preferences.

    Without *topics*, unsubscribe from the topic of the message, or from all topics if the message has none;
    `EVERYTHING` means all topics. A deleted contact is added again (inferred). Raise `ValueError` for an unknown list
    or topic.
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
    """Return a contact's preferences for all topics, explicit or default, in the order of the list.

    Spec: contacts.md §2.
    """
    topics = [(topic.name, contact.status(topic).value) for topic in contact_list.topics.values()]
    return Preferences(contact.unsubscribe_all, tuple(topics))
