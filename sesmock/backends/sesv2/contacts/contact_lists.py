"""Contact lists in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.tags import dump_tags, parse_tags
from sesmock.domain import clock
from sesmock.domain.contacts import contact_lists
from sesmock.domain.contacts.contact_lists import Settings, Topic
from sesmock.domain.contacts.preferences import SubscriptionStatus

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result

SIZE_TEXT = "The page size must be between 1 and {maximum}"
TOKEN_TEXT = "Provided NextToken is invalid"
# SES refuses an empty token with the text for a bad one. Spec: paging.md §3 [P].
_PAGING = Paging(
    "PageSize",
    "contact lists",
    default=1000,
    maximum=1000,
    size_text=SIZE_TEXT,
    token_text=TOKEN_TEXT,
    empty_token_is_valid=False,
)


@sesv2.operation("CreateContactList")
def create_contact_list(context: Context, request: Params) -> None:
    """Create the only contact list that an account can have, with its topics.

    Raise BadRequestException for an invalid name, topic, description or tag, and for a second list.
    Spec: contacts.md §1 [P].
    """
    # The name and settings are checked before the tags, which are checked before a second list is refused.
    name, settings = request["ContactListName"], _parse_settings(request)
    contact_lists.check_name(name)
    contact_lists.check_settings(settings)
    contact_lists.create(context.account, name, settings, parse_tags(request))


@sesv2.operation("GetContactList")
def get_contact_list(context: Context, request: Params) -> Result:
    """Return the topics and tags of a contact list; ListContacts lists its contacts.

    Raise BadRequestException for an invalid name, or NotFoundException. Spec: contacts.md §1 [P].
    """
    contact_list = contact_lists.get(context.account, request["ContactListName"])
    return {
        "ContactListName": contact_list.name,
        "Topics": [_dump_topic(topic) for topic in contact_list.topics.values()],
        "Description": contact_list.description,
        "CreatedTimestamp": clock.to_datetime(contact_list.created_at),
        "LastUpdatedTimestamp": clock.to_datetime(contact_list.updated_at),
        "Tags": dump_tags(contact_list.tags),
    }


@sesv2.operation("ListContactLists", checks=_PAGING.checks)
def list_contact_lists(context: Context, request: Params) -> Result:
    """List the contact lists of the account, sorted by name.

    Raise BadRequestException for a bad PageSize or NextToken. Spec: paging.md §3; contacts.md §1 [P].
    """
    lists = context.account.contacts.lists
    page, token = _PAGING.page(context, [lists[name] for name in sorted(lists)], request)
    summaries = [
        {"ContactListName": each.name, "LastUpdatedTimestamp": clock.to_datetime(each.updated_at)}
        for each in page
    ]
    return {"ContactLists": summaries, "NextToken": token}


@sesv2.operation("UpdateContactList")
def update_contact_list(context: Context, request: Params) -> None:
    """Replace the topics and the description of a contact list; omitted ones are erased.

    Raise BadRequestException for an invalid name, topic or description, then NotFoundException.
    Spec: contacts.md §1 [D].
    """
    contact_lists.update(context.account, request["ContactListName"], _parse_settings(request))


@sesv2.operation("DeleteContactList")
def delete_contact_list(context: Context, request: Params) -> None:
    """Delete a contact list with its contacts.

    Raise BadRequestException for an invalid name, or NotFoundException. Spec: contacts.md §1 [P].
    """
    contact_lists.delete(context.account, request["ContactListName"])


def _parse_settings(request: Params) -> Settings:
    topics = tuple([_parse_topic(topic) for topic in request.get("Topics", ())])
    return Settings(topics, request.get("Description"))


def _parse_topic(topic: Params) -> Topic:
    return Topic(
        topic["TopicName"],
        topic["DisplayName"],
        SubscriptionStatus[topic["DefaultSubscriptionStatus"]],
        topic.get("Description"),
    )


def _dump_topic(topic: Topic) -> Params:
    return {
        "TopicName": topic.name,
        "DisplayName": topic.display_name,
        "Description": topic.description,
        "DefaultSubscriptionStatus": topic.default_status.name,
    }
