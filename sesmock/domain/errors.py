"""The errors that several packages share; other errors are in the ``errors.py`` of their package.

Each error has its facts in attributes, and ``str()`` returns SES's sentence. The sentence is the same in all three APIs
unless there is evidence of a difference. The ``errors.py`` of a backend maps each class to an error of its API.
"""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages


class DomainError(Exception):
    """The base class of all SES errors."""


class InvalidParameter(DomainError):
    """A value is invalid."""


class NotFound(DomainError):
    """A resource in the request does not exist."""


class AlreadyExists(DomainError):
    """A resource with this name already exists."""


class Conflict(DomainError):
    """Another change is in progress; SES's error has no text. Spec: account.md §3 [U]."""


class LimitExceeded(DomainError):
    """A maximum number of resources has been reached."""


class MessageRejected(DomainError):
    """SES does not accept the message."""


class Throttled(DomainError):
    """A rate or quota is exhausted."""


class AccountSendingPaused(DomainError):
    """The owner disabled sending; SES uses the same sentence as for a pause by AWS.

    Spec: sending.md §2 [I].
    """

    SENTENCE = (
        "Sending paused for this account. For more information, please check the inbox of the email address "
        "associated with your AWS account."
    )

    def __init__(self) -> None:
        super().__init__(self.SENTENCE)


class OnlyAwsCanResume(InvalidParameter):
    """The owner cannot enable sending while AWS has paused it. Spec: account.md §5 (inferred)."""

    def __init__(self) -> None:
        super().__init__(AccountSendingPaused.SENTENCE)


class InvalidNextToken(InvalidParameter):
    """The token belongs to another list, or is not a token."""


class InternalFailure(DomainError):
    """SES itself fails on a request that it does not expect. Spec: configuration_sets.md §1 [P]."""

    SENTENCE = "An internal failure has occurred."

    def __init__(self) -> None:
        super().__init__(self.SENTENCE)


class NoTagKeys(DomainError):
    """A request to remove tags has no keys; SES's response has an empty body.

    Spec: errors.md §2; tags.md §2 [P].
    """


class NotAnSesResource(InvalidParameter):
    """The string is not an ARN, or the ARN has no name after the resource type. Spec: tenants.md §2 [P]."""

    def __init__(self) -> None:
        super().__init__("Provided resource identifier is not an SES resource")


class NotAnSesArn(InvalidParameter):
    """The ARN belongs to another service. Spec: tenants.md §2 [P]."""

    def __init__(self) -> None:
        super().__init__("Provided ARN is not in SES resource ARN format")


class UnsupportedResourceType(InvalidParameter):
    """The operation does not support this type of resource. Spec: tenants.md §2 [P]."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"Unsupported resource type: {kind}")
        self.kind = kind


class TaggedResourceDoesNotExist(NotFound):
    """The account has no resource with this type and name. Spec: tags.md §2 [P]."""

    def __init__(self, noun: str, name: str) -> None:
        super().__init__(f"No {noun} present with name: {name}")
        self.name = name


class ForeignAccount(InvalidParameter):
    """The ARN belongs to another account. Spec: tags.md §2 [P]."""

    def __init__(self) -> None:
        # SES writes "is" here. Spec: tags.md §2 [P].
        super().__init__("Operations on a resource created in a different account is not allowed")


class ForeignRegion(InvalidParameter):
    """The ARN belongs to another region. Spec: tags.md §2 [P]."""

    def __init__(self, verb: str) -> None:
        super().__init__(f"Failed to {verb} resource")


class DuplicateTagKey(InvalidParameter):
    """A tag key occurs twice. The text is inferred."""

    def __init__(self, key: str) -> None:
        super().__init__(unconfirmed_messages.DUPLICATE_TAG_KEY.format(key=key))
        self.key = key


class TagKeyLength(InvalidParameter):
    """A tag key is empty or too long. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TAG_KEY_LENGTH.format(maximum=maximum))


class TagValueTooLong(InvalidParameter):
    """The value of a tag is too long. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TAG_VALUE_TOO_LONG.format(maximum=maximum))


class InvalidTagCharacters(InvalidParameter):
    """A tag has an invalid character. The text is inferred."""

    def __init__(self, text: str) -> None:
        super().__init__(unconfirmed_messages.TAG_CHARACTERS.format(text=text))


class ReservedTag(InvalidParameter):
    """A tag begins with a prefix reserved for AWS. The text is inferred."""

    def __init__(self, text: str) -> None:
        super().__init__(unconfirmed_messages.RESERVED_TAG.format(text=text))


class TooManyTags(InvalidParameter):
    """A resource has too many tags. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_TAGS.format(maximum=maximum))


class InvalidName(InvalidParameter):
    """A name has an invalid character. Spec: messages.md §2; configuration_sets.md §1."""

    def __init__(self, label: str, name: str, others: str) -> None:
        super().__init__(
            f"Invalid {label} <{name}>: only alphanumeric ASCII characters, {others} are allowed."
        )
        self.name = name


class MissingName(InvalidParameter):
    """A name is empty; ``sentence`` replaces the usual error text.

    Spec: messages.md §2; configuration_sets.md §1.
    """

    def __init__(self, label: str, sentence: str | None) -> None:
        super().__init__(sentence or f"The {label} must be specified.")


class NameTooLong(InvalidParameter):
    """A name has too many characters. Spec: messages.md §2; configuration_sets.md §1."""

    def __init__(self, label: str, maximum: int) -> None:
        super().__init__(f"{label[0].upper()}{label[1:]} cannot exceed {maximum} characters.")
