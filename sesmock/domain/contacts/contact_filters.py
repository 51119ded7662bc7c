"""The filters of ListContacts. Spec: contacts.md §1 [P]."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.contacts.errors import BlankFilterTopic, MissingFilteredStatus, UnknownFilterTopic
from sesmock.domain.contacts.preferences import SubscriptionStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.contacts.contact_lists import ContactList, Topic
    from sesmock.domain.contacts.contacts import Contact

    Condition = Callable[[Contact], bool]


class ContactFilter(NamedTuple):
    """A filter by status: the status for a topic, or for the whole list if there is no topic.

    With ``uses_default``, the topic's default status counts for contacts without a preference for the topic.
    """

    status: SubscriptionStatus
    topic: str | None = None
    uses_default: bool = False


def parse_status(name: str | None) -> SubscriptionStatus:
    """Return the status in a filter; raise `MissingFilteredStatus` if there is none."""
    if name is None:
        raise MissingFilteredStatus
    return SubscriptionStatus[name]


def require_topic_name(name: str | None) -> str:
    """Return the topic in a filter; raise `BlankFilterTopic` if there is none."""
    if name is None or not name.strip():
        raise BlankFilterTopic
    return name


def build_condition(contact_list: ContactList, contact_filter: ContactFilter) -> Condition:
    """Return a function that tests whether a contact matches a filter; raise `UnknownFilterTopic`."""
    opts_out = contact_filter.status is SubscriptionStatus.OPT_OUT
    if contact_filter.topic is None:
        return lambda contact: contact.unsubscribe_all is opts_out
    topic = contact_list.topics.get(contact_filter.topic)
    if topic is None:
        raise UnknownFilterTopic(contact_list.name, contact_filter.topic)
    matches = _build_topic_condition(topic, contact_filter)
    # UnsubscribeAll counts as an opt-out of every topic. Spec: contacts.md §1 [P].
    if opts_out:
        return lambda contact: contact.unsubscribe_all or matches(contact)
    return lambda contact: not contact.unsubscribe_all and matches(contact)


def _build_topic_condition(topic: Topic, contact_filter: ContactFilter) -> Condition:
    default = topic.default_status if contact_filter.uses_default else None
    return lambda contact: contact.topics.get(topic.name, default) is contact_filter.status
