"""Contacts in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.contacts.contact_lists import SIZE_TEXT, TOKEN_TEXT
from sesmock.domain import clock
from sesmock.domain.contacts import contact_filters, contact_lists, contacts
from sesmock.domain.contacts.contact_filters import ContactFilter
from sesmock.domain.contacts.contacts import Choices
from sesmock.domain.contacts.preferences import SubscriptionStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.contacts.contact_lists import ContactList
    from sesmock.domain.contacts.contacts import Contact

_PAGING = Paging(
    "PageSize",
    "contacts",
    default=50,
    maximum=1000,
    size_text=SIZE_TEXT,
    token_text=TOKEN_TEXT,
    empty_token_is_valid=False,
)


@sesv2.operation("CreateContact")
def create_contact(context: Context, request: Params) -> None:
    """Add an address to a contact list, with its topic preferences.

    SES checks the fields first (BadRequestException), then the list (NotFoundException), the topics
    (BadRequestException), and whether the contact exists (AlreadyExistsException). Spec: contacts.md §1 [P].
    """
    contacts.create(context.account, *_key(request), _parse_choices(request))


@sesv2.operation("GetContact")
def get_contact(context: Context, request: Params) -> Result:
    """Return the topic preferences of a contact, and the defaults of the topics without a preference.

    Raise BadRequestException for an invalid field, then NotFoundException for the list or the contact.
    Spec: contacts.md §1 [P].
    """
    contact_list, contact = contacts.get(context.account, *_key(request))
    return {
        "ContactListName": contact_list.name,
        **_summarize(contact_list, contact),
        "AttributesData": contact.attributes,
        "CreatedTimestamp": clock.to_datetime(contact.created_at),
    }


@sesv2.operation("ListContacts", checks=_PAGING.checks)
def list_contacts(context: Context, request: Params) -> Result:
    """List contacts, sorted by address, optionally filtered by status, in pages of 50 by default.

    Raise BadRequestException for an invalid PageSize, field or NextToken, then NotFoundException for the list or the
    topic. A token is a position, so it is valid with another filter, too. Spec: paging.md §3; contacts.md §1 [P].
    """
    # SES checks the size, the filter and the token in this order, before it looks up the list.
    _PAGING.check_size(request)
    contact_lists.check_name(request["ContactListName"])
    contact_filter = _parse_filter(request)
    _PAGING.check(context, request)
    contact_list = contact_lists.find(context.account, request["ContactListName"])
    if contact_filter is None:
        page, token = _PAGING.page(context, contact_list.sort(), request)
    else:
        condition = contact_filters.build_condition(contact_list, contact_filter)
        page, token = _PAGING.select(context, contact_list.sort(), request, condition)
    return {"Contacts": [_summarize(contact_list, contact) for contact in page], "NextToken": token}


@sesv2.operation("UpdateContact")
def update_contact(context: Context, request: Params) -> None:
    """Merge topic preferences into those of a contact; the other members are replaced, or cleared if omitted.

    SES checks the fields first (BadRequestException), then the list (NotFoundException), the topics
    (BadRequestException), and the contact (NotFoundException). Spec: contacts.md §1 [P].
    """
    contacts.update(context.account, *_key(request), _parse_choices(request))


@sesv2.operation("DeleteContact")
def delete_contact(context: Context, request: Params) -> None:
    """Remove an address from a contact list.

    Raise BadRequestException for an invalid field, then NotFoundException for the list or the contact.
    Spec: contacts.md §1 [P].
    """
    contacts.delete(context.account, *_key(request))


def _key(request: Params) -> tuple[str, str]:
    return request["ContactListName"], request["EmailAddress"]


def _parse_choices(request: Params) -> Choices:
    return Choices(
        {
            preference["TopicName"]: SubscriptionStatus[preference["SubscriptionStatus"]]
            for preference in request.get("TopicPreferences", ())
        },
        # An update replaces both, even if they are omitted. Spec: contacts.md §1 [P].
        request.get("UnsubscribeAll", False),
        request.get("AttributesData"),
    )


def _parse_filter(request: Params) -> ContactFilter | None:
    """Return the filter of a request, or None if it has none; raise `InvalidParameter`."""
    parameters = request.get("Filter")
    if parameters is None:
        return None
    status = contact_filters.parse_status(parameters.get("FilteredStatus"))
    topic = parameters.get("TopicFilter")
    if topic is None:
        return ContactFilter(status)
    name = contact_filters.require_topic_name(topic.get("TopicName"))
    return ContactFilter(status, name, topic.get("UseDefaultIfPreferenceUnavailable", False))


def _summarize(contact_list: ContactList, contact: Contact) -> Params:
    undecided = contacts.list_undecided_topics(contact_list, contact)
    return {
        "EmailAddress": contact.address,
        "TopicPreferences": _dump_preferences(contact.topics.items()),
        "TopicDefaultPreferences": _dump_preferences(
            (topic.name, topic.default_status) for topic in undecided
        ),
        "UnsubscribeAll": contact.unsubscribe_all,
        "LastUpdatedTimestamp": clock.to_datetime(contact.updated_at),
    }


def _dump_preferences(preferences: Iterable[tuple[str, SubscriptionStatus]]) -> list[Params]:
    return [{"TopicName": name, "SubscriptionStatus": status.name} for name, status in preferences]
