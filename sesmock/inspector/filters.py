"""The filters for messages, events, publications, refused calls and received mail, by keyword."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypedDict, TypeVar, get_args

from sesmock.domain.events.event_types import EventType
from sesmock.domain.events.publications import Kind, Purpose
from sesmock.inspector import comparators, spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sesmock.calls import Call
    from sesmock.domain.mail.readable import ReadableMail
    from sesmock.inspector.comparators import Test

Item = TypeVar("Item")

# The fields whose comparison is slow.
SLOW = frozenset({"text", "html", "body", "link", "attachment", "header", "payload", "where"})


class MailFilters(TypedDict, total=False):
    """The filters of messages.

    An expected value can be of any type, since objects with their own ``==`` are supported.
    """

    region: object
    account_id: object
    api: object
    operation: object
    message_id: object
    configuration_set: object
    tenant: object
    contact_list: object
    topic: object
    endpoint_id: object
    sending_pool: object
    archive: object
    signed_by: object
    to: object
    cc: object
    bcc: object
    recipient: object
    sender: object
    reply_to: object
    return_path: object
    tag: object
    template: object
    data: object
    outcome: object
    subject: object
    text: object
    html: object
    body: object
    link: object
    attachment: object
    header: object
    where: object


class EventFilters(TypedDict, total=False):
    """The filters of events."""

    type: object
    message: object
    message_id: object
    recipient: object
    region: object
    account_id: object
    api: object
    operation: object
    configuration_set: object
    sender: object
    tag: object
    subject: object
    where: object


class PublicationFilters(TypedDict, total=False):
    """The filters of publications."""

    kind: object
    purpose: object
    type: object
    target: object
    configuration_set: object
    event_destination: object
    identity: object
    message: object
    message_id: object
    recipient: object
    region: object
    account_id: object
    payload: object
    where: object


class ReceivedFilters(TypedDict, total=False):
    """The filters of received mail."""

    accepted: object
    message_id: object
    region: object
    account_id: object
    recipient: object
    source: object
    rule: object
    action: object
    to: object
    cc: object
    bcc: object
    sender: object
    reply_to: object
    subject: object
    text: object
    html: object
    body: object
    link: object
    attachment: object
    header: object
    where: object


class RefusalFilters(TypedDict, total=False):
    """The filters of refused calls."""

    code: object
    message: object
    api: object
    operation: object
    region: object
    account_id: object
    where: object


class Field(NamedTuple):
    """The value that a filter compares, and its comparator."""

    kind: Callable[[object], Test]
    # If the value is an attribute of the item, this is its name, since reading the attribute directly is faster.
    attribute: str | None
    read: Callable[[Any], Any]


def _attribute_field(kind: Callable[[object], Test], name: str) -> Field:
    return Field(kind, name, lambda item: getattr(item, name))


def _function_field(kind: Callable[[object], Test], read: Callable[[Any], Any]) -> Field:
    return Field(kind, None, read)


def _message_field(kind: Callable[[object], Test], name: str) -> Field:
    return Field(kind, None, lambda event: getattr(event.message, name))


def _bodies(message: ReadableMail) -> tuple[str, ...]:
    return tuple(part for part in (message.text, message.html) if part is not None)


# Fast fields come first: the others are compared only with the remaining items.
MESSAGE_FIELDS: Mapping[str, Field] = {
    "region": _attribute_field(comparators.compare_value, "region"),
    "account_id": _attribute_field(comparators.compare_value, "account_id"),
    "api": _attribute_field(comparators.compare_value, "api"),
    "operation": _attribute_field(comparators.compare_value, "operation"),
    "message_id": _attribute_field(comparators.compare_value, "message_id"),
    "configuration_set": _attribute_field(comparators.compare_value, "configuration_set"),
    "tenant": _attribute_field(comparators.compare_value, "tenant"),
    "contact_list": _attribute_field(comparators.compare_value, "contact_list"),
    "topic": _attribute_field(comparators.compare_value, "topic"),
    "endpoint_id": _attribute_field(comparators.compare_value, "endpoint_id"),
    "sending_pool": _attribute_field(comparators.compare_value, "sending_pool"),
    "archive": _attribute_field(comparators.compare_value, "archive"),
    "signed_by": _attribute_field(comparators.compare_value, "signed_by"),
    "to": _attribute_field(comparators.compare_addresses, "to"),
    "cc": _attribute_field(comparators.compare_addresses, "cc"),
    "bcc": _attribute_field(comparators.compare_addresses, "bcc"),
    "recipient": _attribute_field(comparators.compare_addresses, "recipients"),
    "sender": _attribute_field(comparators.compare_address, "sender"),
    "reply_to": _attribute_field(comparators.compare_addresses, "reply_to"),
    "return_path": _attribute_field(comparators.compare_address, "return_path"),
    "tag": _attribute_field(comparators.compare_entries, "tags"),
    "template": _attribute_field(comparators.compare_template, "template"),
    "data": _function_field(
        comparators.compare_entries, lambda message: message.template and message.template.data
    ),
    "outcome": _attribute_field(comparators.compare_outcomes, "outcomes"),
    "subject": _attribute_field(comparators.compare_value, "subject"),
    "text": _attribute_field(comparators.compare_text, "text"),
    "html": _attribute_field(comparators.compare_text, "html"),
    "body": _function_field(comparators.compare_texts, _bodies),
    "link": _attribute_field(comparators.compare_values, "links"),
    "attachment": _attribute_field(comparators.compare_attachments, "attachments"),
    "header": _attribute_field(comparators.compare_headers, "headers"),
    "where": _function_field(comparators.compare_whole, lambda message: message),
}
EVENT_FIELDS: Mapping[str, Field] = {
    "type": _attribute_field(comparators.compare_choice("type", EventType), "type"),
    "message": _function_field(comparators.compare_message, lambda event: event.message),
    "message_id": _message_field(comparators.compare_value, "message_id"),
    "recipient": _attribute_field(comparators.compare_addresses, "recipients"),
    "region": _message_field(comparators.compare_value, "region"),
    "account_id": _message_field(comparators.compare_value, "account_id"),
    "api": _message_field(comparators.compare_value, "api"),
    "operation": _message_field(comparators.compare_value, "operation"),
    "configuration_set": _message_field(comparators.compare_value, "configuration_set"),
    "sender": _message_field(comparators.compare_address, "sender"),
    "tag": _message_field(comparators.compare_entries, "tags"),
    "subject": _message_field(comparators.compare_value, "subject"),
    "where": _function_field(comparators.compare_whole, lambda event: event),
}
PUBLICATION_FIELDS: Mapping[str, Field] = {
    "kind": _attribute_field(comparators.compare_choice("kind", get_args(Kind)), "kind"),
    "purpose": _attribute_field(comparators.compare_choice("purpose", get_args(Purpose)), "purpose"),
    "type": _attribute_field(comparators.compare_choice("type", EventType), "type"),
    "target": _attribute_field(comparators.compare_value, "target"),
    "configuration_set": _attribute_field(comparators.compare_value, "configuration_set"),
    "event_destination": _attribute_field(comparators.compare_value, "event_destination"),
    "identity": _attribute_field(comparators.compare_value, "identity"),
    "message": _attribute_field(comparators.compare_message, "message"),
    "message_id": _attribute_field(comparators.compare_value, "message_id"),
    "recipient": _attribute_field(comparators.compare_addresses, "recipients"),
    "region": _attribute_field(comparators.compare_value, "region"),
    "account_id": _attribute_field(comparators.compare_value, "account_id"),
    "payload": _attribute_field(comparators.compare_text, "payload"),
    "where": _function_field(comparators.compare_whole, lambda publication: publication),
}
RECEIVED_FIELDS: Mapping[str, Field] = {
    "accepted": _attribute_field(comparators.compare_value, "accepted"),
    "message_id": _attribute_field(comparators.compare_value, "message_id"),
    "region": _attribute_field(comparators.compare_value, "region"),
    "account_id": _attribute_field(comparators.compare_value, "account_id"),
    "recipient": _attribute_field(comparators.compare_addresses, "recipients"),
    "source": _attribute_field(comparators.compare_address, "source"),
    "rule": _function_field(
        comparators.compare_values, lambda received: tuple(run.name for run in received.rules)
    ),
    "action": _function_field(
        comparators.compare_values, lambda received: tuple(run.type for run in received.actions)
    ),
    "to": _attribute_field(comparators.compare_addresses, "to"),
    "cc": _attribute_field(comparators.compare_addresses, "cc"),
    "bcc": _attribute_field(comparators.compare_addresses, "bcc"),
    "sender": _attribute_field(comparators.compare_address, "sender"),
    "reply_to": _attribute_field(comparators.compare_addresses, "reply_to"),
    "subject": _attribute_field(comparators.compare_value, "subject"),
    "text": _attribute_field(comparators.compare_text, "text"),
    "html": _attribute_field(comparators.compare_text, "html"),
    "body": _function_field(comparators.compare_texts, _bodies),
    "link": _attribute_field(comparators.compare_values, "links"),
    "attachment": _attribute_field(comparators.compare_attachments, "attachments"),
    "header": _attribute_field(comparators.compare_headers, "headers"),
    "where": _function_field(comparators.compare_whole, lambda received: received),
}


def _error(call: Call, name: str) -> object:
    return getattr(call.error, name)


REFUSAL_FIELDS: Mapping[str, Field] = {
    "code": _function_field(comparators.compare_value, lambda call: _error(call, "code")),
    "message": _function_field(comparators.compare_text, lambda call: _error(call, "message")),
    "api": _attribute_field(comparators.compare_value, "service"),
    "operation": _attribute_field(comparators.compare_value, "operation"),
    "region": _attribute_field(comparators.compare_value, "region"),
    "account_id": _attribute_field(comparators.compare_value, "account_id"),
    "where": _function_field(comparators.compare_whole, lambda call: call),
}


class Filter(Generic[Item]):
    """One condition: a field and its expected value."""

    def __init__(self, name: str, expected: object, field: Field) -> None:
        self.name = name
        self.expected = expected
        self.attribute = field.attribute
        self.read = field.read
        self.test = field.kind(expected)

    def __str__(self) -> str:
        return f"{self.name}={dump_value(self.expected)}"

    def matches(self, item: Item) -> bool:
        """Return whether an item meets the condition."""
        return self.test(self.read(item))

    def select(self, items: list[Item]) -> list[Item]:
        """Return the items that meet the condition."""
        test, read, attribute = self.test, self.read, self.attribute
        if attribute is None:
            return [item for item in items if test(read(item))]
        if isinstance(test, comparators.HasKey):
            return test.select(items, attribute)
        return [item for item in items if test(getattr(item, attribute))]


def parse(filters: Mapping[str, object], fields: Mapping[str, Field] = MESSAGE_FIELDS) -> list[Filter[Any]]:
    """Return conditions, the fast ones first; raise `TypeError` for an unknown name."""
    unknown = filters.keys() - fields.keys()
    if unknown:
        raise TypeError(spelling.describe_unknown(unknown, fields))
    return [Filter(name, filters[name], field) for name, field in fields.items() if name in filters]


def select(conditions: Sequence[Filter[Item]], items: list[Item]) -> list[Item]:
    """Return the items that meet all conditions."""
    for condition in conditions:
        items = condition.select(items)
    return items


def dump_value(value: object) -> str:
    """Return an expected value as a user would write it."""
    if value is ...:
        return "..."
    return f"re.compile({value.pattern!r})" if isinstance(value, re.Pattern) else repr(value)
