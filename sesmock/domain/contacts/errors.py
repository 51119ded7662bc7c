"""Errors about contact lists and contacts."""

from __future__ import annotations

from sesmock.domain.errors import AlreadyExists, InvalidParameter, NotFound

# SES ends some of these sentences with a period and others without. Spec: contacts.md §4 [P].
_NAME_CHARACTERS = (
    "{label} can contain up to {maximum} characters. "
    "Only alphanumeric characters, underscores(_) and hyphens(-) are allowed."
)
_UNKNOWN_TOPIC = "List: {contact_list} doesn't contain Topic: {topic}"


class BlankContactListName(InvalidParameter):
    """The name of a list is empty or blank. Spec: contacts.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("ContactListName can't be blank.")


class InvalidContactListName(InvalidParameter):
    """The name of a list is too long or has invalid characters. Spec: contacts.md §1 [P]."""

    def __init__(self, maximum: int) -> None:
        super().__init__(_NAME_CHARACTERS.format(label="ContactListName", maximum=maximum))


class ContactListDescriptionTooLong(InvalidParameter):
    """The description of a list is too long. Spec: contacts.md §1 [P]."""

    def __init__(self, maximum: int) -> None:
        super().__init__(f"List description can contain up to {maximum} characters.")


class TooManyContactLists(InvalidParameter):
    """The account already has a list, under this or another name. Spec: contacts.md §1 [P]."""

    def __init__(self, maximum: int) -> None:
        super().__init__(f"A maximum of {maximum} Lists allowed per account.")


class ContactListDoesNotExist(NotFound):
    """There is no list with this name. Spec: contacts.md §1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"List with name: {name} doesn't exist.")
        self.name = name


class TooManyTopics(InvalidParameter):
    """A list would have too many topics. Spec: contacts.md §1 [P]."""

    def __init__(self, maximum: int) -> None:
        super().__init__(f"Maximum of <{maximum}> topics allowed per ContactList")


class BlankTopicName(InvalidParameter):
    """The name of a topic is empty or blank. Spec: contacts.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("TopicName can't be blank.")


class InvalidTopicName(InvalidParameter):
    """The name of a topic is too long or has invalid characters. Spec: contacts.md §1 [P]."""

    def __init__(self, maximum: int) -> None:
        super().__init__(_NAME_CHARACTERS.format(label="TopicName", maximum=maximum))


class TopicDisplayNameTooLong(InvalidParameter):
    """The display name of a topic is too long. Spec: contacts.md §1 [P]."""

    def __init__(self, maximum: int) -> None:
        super().__init__(f"Topic DisplayName can contain up to <{maximum}> characters.")


class DuplicateTopics(InvalidParameter):
    """Two topics of a list have the same name. Spec: contacts.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("Duplicate topic names are not allowed within a List.")


class UnknownTopic(InvalidParameter):
    """A contact or a message names a topic that the list does not have. Spec: contacts.md §1 [P], §2 [I]."""

    def __init__(self, contact_list: str, topic: str) -> None:
        super().__init__(_UNKNOWN_TOPIC.format(contact_list=contact_list, topic=topic))
        self.contact_list = contact_list
        self.topic = topic


class UnknownFilterTopic(NotFound):
    """A filter names a topic that the list does not have; unlike `UnknownTopic`, this is a `NotFound`.

    Spec: contacts.md §1 [P].
    """

    def __init__(self, contact_list: str, topic: str) -> None:
        super().__init__(_UNKNOWN_TOPIC.format(contact_list=contact_list, topic=topic))
        self.contact_list = contact_list
        self.topic = topic


class BlankContactAddress(InvalidParameter):
    """The address of a contact is empty or blank. Spec: contacts.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("EmailAddress can't be blank.")


class InvalidContactAddress(InvalidParameter):
    """The address of a contact is malformed. Spec: contacts.md §1 [P]."""

    def __init__(self, address: str) -> None:
        super().__init__(f"EmailAddress <{address}> is invalid")
        self.address = address


class ContactAlreadyExists(AlreadyExists):
    """The address is already on the list. Spec: contacts.md §1 [P]."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} already exists in List.")
        self.address = address


class ContactDoesNotExist(NotFound):
    """The address is not on the list. Spec: contacts.md §1 [P]."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} doesn't exist in List.")
        self.address = address


class MissingFilteredStatus(InvalidParameter):
    """A filter has no status. Spec: contacts.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("Invalid FilteredStatus <null>")


class BlankFilterTopic(InvalidParameter):
    """The topic of a filter is missing or blank. Spec: contacts.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("TopicName can't be blank in TopicFilter.")
