"""Import contacts from the records of a file. Spec: jobs.md §2 [D, P]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sesmock.domain.contacts import contacts
from sesmock.domain.contacts.contacts import Choices, Contact
from sesmock.domain.contacts.errors import ContactDoesNotExist, UnknownTopic
from sesmock.domain.contacts.preferences import SubscriptionStatus
from sesmock.domain.jobs.errors import MalformedRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sesmock.domain.contacts.contact_lists import ContactList
    from sesmock.domain.jobs.import_files import Record

_TOPIC_PREFIX = "topicPreferences."
# The values of unsubscribeAll: text in CSV, booleans in JSON, None for a missing value.
_BOOLEANS = {None: False, "true": True, "false": False, True: True, False: False}


def prepare(contact_list: ContactList, now: float, *, is_put: bool) -> Callable[[Record], None]:
    """Return a function that puts the contact of a record into a list, or deletes it from the list.

    A put replaces an existing contact as a whole. Spec: jobs.md §2 [P].
    """

    def put(record: Record) -> None:
        address = _read_address(record)
        contact_list.add(Contact(address, _read_choices(contact_list, record), now))

    def delete(record: Record) -> None:
        address = _read_address(record)
        if address not in contact_list.contacts:
            raise ContactDoesNotExist(address)
        contact_list.remove(contact_list.contacts[address])

    return put if is_put else delete


def _read_address(record: Record) -> str:
    address = record.require().get("emailAddress", "")
    if not isinstance(address, str):
        raise MalformedRecord(record.text)
    contacts.check_address(address)
    return address


def _read_choices(contact_list: ContactList, record: Record) -> Choices:
    values = record.require()
    topics = {}
    for name, status in _list_preferences(record, values):
        if name not in contact_list.topics:
            raise UnknownTopic(contact_list.name, name)
        if not isinstance(status, str) or status not in SubscriptionStatus.__members__:
            raise MalformedRecord(record.text)
        topics[name] = SubscriptionStatus[status]
    attributes = values.get("attributesData")
    if attributes is not None and not isinstance(attributes, str):
        raise MalformedRecord(record.text)
    return Choices(topics, _read_boolean(record, values.get("unsubscribeAll")), attributes)


def _list_preferences(record: Record, values: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield each topic with its preference. CSV has a column for each topic, JSON a list of objects."""
    for name, value in values.items():
        if name.startswith(_TOPIC_PREFIX):
            yield name.removeprefix(_TOPIC_PREFIX), value
    preferences = values.get("topicPreferences", [])
    if not isinstance(preferences, list):
        raise MalformedRecord(record.text)
    for preference in preferences:
        if not isinstance(preference, dict) or not isinstance(preference.get("topicName"), str):
            raise MalformedRecord(record.text)
        yield preference["topicName"], preference.get("subscriptionStatus")


def _read_boolean(record: Record, value: object) -> bool:
    text = value.lower() if isinstance(value, str) else value
    # The type is checked first: a list cannot be looked up in a dict, and 1 and 0 equal True and False.
    if (text is not None and not isinstance(text, (str, bool))) or text not in _BOOLEANS:
        raise MalformedRecord(record.text)
    return _BOOLEANS[text]
