"""What SES refuses of contact lists and contacts."""

from __future__ import annotations

from sesmock.domain.errors import AlreadyExists, InvalidParameter, NotFound

_NAME_CHARACTERS = (
    "{label} can contain up to {maximum} characters. "
    "Only alphanumeric characters, underscores(_) and hyphens(-) are allowed."
)
_UNKNOWN_TOPIC = "List: {contact_list} doesn't contain Topic: {topic}"


class BlankContactListName(InvalidParameter):
    """A list is named by nothing, or by blanks. Spec: nouns.md §4 [P]."""

    def __init__(self) -> None:
        super().__init__("ContactListName can't be blank.")


class InvalidContactListName(InvalidParameter):
    """The name of a list is too long, or has other characters than it may have. Spec: nouns.md §4 [P]."""

    def __init__(self, maximum: int) -> None:
        super().__init__(_NAME_CHARACTERS.format(label="ContactListName", maximum=maximum))


class ContactListDescriptionTooLong(InvalidParameter):
    """The description of a list is too long. Spec: nouns.md §4 [P]."""

    def __init__(self, maximum: int) -> None:
        super().__init__(f"List description can contain up to {maximum} characters.")


class TooManyContactLists(InvalidParameter):
    """The account has a list, of that name or of another. Spec: nouns.md §4 [P]."""

    def __init__(self, maximum: int) -> None:
        super().__init__(f"A maximum of {maximum} Lists allowed per account.")


class ContactListDoesNotExist(NotFound):
    """No list has that name. Spec: nouns.md §4 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"List with name: {name} doesn't exist.")
        self.name = name


class TooManyTopics(InvalidParameter):
    """A list would have more topics than it may have. Spec: nouns.md §4 [P]."""

    def __init__(self, maximum: int) -> None:
        super().__init__(f"Maximum of <{maximum}> topics allowed per ContactList")


class BlankTopicName(InvalidParameter):
    """A topic is named by nothing, or by blanks. Spec: nouns.md §4 [P]."""

    def __init__(self) -> None:
        super().__init__("TopicName can't be blank.")


class InvalidTopicName(InvalidParameter):
    """The name of a topic is too long, or has other characters than it may have. Spec: nouns.md §4 [P]."""

    def __init__(self, maximum: int) -> None:
        super().__init__(_NAME_CHARACTERS.format(label="TopicName", maximum=maximum))


class TopicDisplayNameTooLong(InvalidParameter):
    """The display name of a topic is too long. Spec: nouns.md §4 [P]."""

    def __init__(self, maximum: int) -> None:
        super().__init__(f"Topic DisplayName can contain up to <{maximum}> characters.")


class DuplicateTopics(InvalidParameter):
    """Two topics of a list have one name. Spec: nouns.md §4 [P]."""

    def __init__(self) -> None:
        super().__init__("Duplicate topic names are not allowed within a List.")


class UnknownTopic(InvalidParameter):
    """A contact or a message names a topic that the list does not have. Spec: nouns.md §4 [P], §4.1 [I]."""

    def __init__(self, contact_list: str, topic: str) -> None:
        super().__init__(_UNKNOWN_TOPIC.format(contact_list=contact_list, topic=topic))
        self.contact_list = contact_list
        self.topic = topic


class UnknownFilterTopic(NotFound):
    """A filter names a topic that the list does not have: the same words, another code. Spec: nouns.md §4 [P]."""

    def __init__(self, contact_list: str, topic: str) -> None:
        super().__init__(_UNKNOWN_TOPIC.format(contact_list=contact_list, topic=topic))
        self.contact_list = contact_list
        self.topic = topic


class BlankContactAddress(InvalidParameter):
    """A contact has no address. Spec: nouns.md §4 [P]."""

    def __init__(self) -> None:
        super().__init__("EmailAddress can't be blank.")


class InvalidContactAddress(InvalidParameter):
    """The address of a contact is malformed. Spec: nouns.md §4 [P]."""

    def __init__(self, address: str) -> None:
        super().__init__(f"EmailAddress <{address}> is invalid")
        self.address = address


class ContactAlreadyExists(AlreadyExists):
    """The address is on the list. Spec: nouns.md §4 [P]."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} already exists in List.")
        self.address = address


class ContactDoesNotExist(NotFound):
    """The address is not on the list. Spec: nouns.md §4 [P]."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} doesn't exist in List.")
        self.address = address


class MissingFilteredStatus(InvalidParameter):
    """A filter does not say which status it wants. Spec: nouns.md §4 [P]."""

    def __init__(self) -> None:
        super().__init__("Invalid FilteredStatus <null>")


class BlankFilterTopic(InvalidParameter):
    """A filter by topic does not name one. Spec: nouns.md §4 [P]."""

    def __init__(self) -> None:
        super().__init__("TopicName can't be blank in TopicFilter.")
