"""Contact lists and contacts. Spec: contacts.md §1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzzing.reference.rules import SESV2, describe, do_nothing
from tests.fuzzing.reference.world import ACCOUNT, Contact, ContactList

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World


def _topics(parameters: Parameters) -> dict[str, str]:
    return {topic["TopicName"]: topic["DefaultSubscriptionStatus"] for topic in parameters.get("Topics", [])}


def _check_list(world: World, parameters: Parameters, forecast: Forecast) -> ContactList:
    """Return a list; refuse an unknown one."""
    name = parameters["ContactListName"]
    forecast.check((name not in world.lists, "NotFoundException"))
    return world.lists.get(name, ContactList({}))


def _has_unknown_topics(contact_list: ContactList, parameters: Parameters) -> bool:
    chosen = {choice["TopicName"] for choice in parameters.get("TopicPreferences", [])}
    return not chosen <= contact_list.topics.keys()


def _choices(parameters: Parameters) -> dict[str, str]:
    return {
        choice["TopicName"]: choice["SubscriptionStatus"] for choice in parameters.get("TopicPreferences", [])
    }


@describe(SESV2, "CreateContactList")
def create_list(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add the only list of an account. Spec: contacts.md §1 [P]."""
    forecast.check((bool(world.lists), "BadRequestException"))

    def effect(_: object) -> None:
        name = parameters["ContactListName"]
        world.lists[name] = ContactList(_topics(parameters))
        tags = {tag["Key"]: tag["Value"] for tag in parameters.get("Tags", [])}
        world.tags[f"{ACCOUNT}contact-list/{name}"] = tags

    return effect


@describe(SESV2, "GetContactList")
def get_list(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown list. Spec: contacts.md §1 [P]."""
    _check_list(world, parameters, forecast)
    return do_nothing


@describe(SESV2, "UpdateContactList")
def update_list(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Replace the topics; preferences for a removed topic disappear (inferred). Spec: contacts.md §1 [D]."""
    contact_list, topics = _check_list(world, parameters, forecast), _topics(parameters)

    def effect(_: object) -> None:
        contact_list.topics = topics
        for contact in (contact_list.contacts or {}).values():
            kept = contact.preferences.keys() & topics.keys()
            contact.preferences = {topic: contact.preferences[topic] for topic in kept}

    return effect


@describe(SESV2, "DeleteContactList")
def delete_list(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a list with its contacts. Spec: contacts.md §1 [P]."""
    _check_list(world, parameters, forecast)
    name = parameters["ContactListName"]

    def effect(_: object) -> None:
        del world.lists[name]
        world.forget(f"{ACCOUNT}contact-list/{name}")

    return effect


@describe(SESV2, "CreateContact")
def create_contact(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add a contact unless it exists; refuse topics that the list lacks. Spec: contacts.md §1 [P]."""
    contact_list = _check_list(world, parameters, forecast)
    address, contacts = parameters["EmailAddress"], contact_list.contacts or {}
    forecast.doubt(contact_list.contacts is None)
    forecast.check((_has_unknown_topics(contact_list, parameters), "BadRequestException"))
    forecast.check((address in contacts, "AlreadyExistsException"))
    contact = Contact(_choices(parameters), parameters.get("UnsubscribeAll", False))
    return lambda _: (
        None if contact_list.contacts is None else contact_list.contacts.update({address: contact})
    )


@describe(SESV2, "UpdateContact")
def update_contact(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Merge the preferences and replace UnsubscribeAll. Spec: contacts.md §1 [P]."""
    contact_list = _check_list(world, parameters, forecast)
    contact = _check_contact(contact_list, parameters, forecast)
    forecast.check((_has_unknown_topics(contact_list, parameters), "BadRequestException"))

    def effect(_: object) -> None:
        contact.preferences |= _choices(parameters)
        contact.is_unsubscribed = parameters.get("UnsubscribeAll", False)

    return effect


@describe(SESV2, "GetContact")
def get_contact(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown list or contact. Spec: contacts.md §1 [P]."""
    _check_contact(_check_list(world, parameters, forecast), parameters, forecast)
    return do_nothing


@describe(SESV2, "DeleteContact")
def delete_contact(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a contact; refuse an unknown one. Spec: contacts.md §1 [P]."""
    contact_list = _check_list(world, parameters, forecast)
    _check_contact(contact_list, parameters, forecast)
    return lambda _: (contact_list.contacts or {}).pop(parameters["EmailAddress"], None)


def _check_contact(contact_list: ContactList, parameters: Parameters, forecast: Forecast) -> Contact:
    """Return a contact; refuse an unknown one, or topics that the list lacks, in an unknown order."""
    address, contacts = parameters["EmailAddress"], contact_list.contacts or {}
    forecast.doubt(contact_list.contacts is None)
    forecast.check(
        (address not in contacts, "NotFoundException"),
        (_has_unknown_topics(contact_list, parameters), "BadRequestException"),
    )
    return contacts.get(address, Contact())
