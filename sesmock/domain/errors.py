"""The refusals that all nouns of SES share; those of one noun stand in the ``errors.py`` of its package.

Each carries its facts, and SES's sentence as ``str()``. The sentence is the same on all three APIs unless its evidence
says otherwise; a backend's ``errors.py`` maps the class to the error that its API models.
"""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages


class DomainError(Exception):
    """The parent of everything that SES refuses."""


class InvalidParameter(DomainError):
    """A value that SES does not take."""


class NotFound(DomainError):
    """Something named in the request does not exist."""


class AlreadyExists(DomainError):
    """The name is taken."""


class Conflict(DomainError):
    """Something else is in progress; SES says no word about it. Spec: sending.md §3.3 [U]."""


class LimitExceeded(DomainError):
    """There are too many of that kind."""


class MessageRejected(DomainError):
    """SES refuses to take the message."""


class Throttled(DomainError):
    """A rate or quota is used up."""


class AccountSendingPaused(DomainError):
    """The owner switched sending off; the sentence is the one of AWS's own pause. Spec: sending.md §2.2 [I]."""

    SENTENCE = (
        "Sending paused for this account. For more information, please check the inbox of the email address "
        "associated with your AWS account."
    )

    def __init__(self) -> None:
        super().__init__(self.SENTENCE)


class PauseByAwsStays(InvalidParameter):
    """The owner wants to send while AWS has paused the account. Spec: pinpoint_email.md §3 Account (inferred)."""

    def __init__(self) -> None:
        super().__init__(AccountSendingPaused.SENTENCE)


class InvalidNextToken(InvalidParameter):
    """The token is of another list, or of none."""


class InternalFailure(DomainError):
    """SES itself fails over a request that it does not expect. Spec: sending.md §3.2 [P]."""

    SENTENCE = "An internal failure has occurred."

    def __init__(self) -> None:
        super().__init__(self.SENTENCE)


class NoTagKeys(DomainError):
    """A request to remove tags names no key; SES's answer has an empty body. Spec: sending.md §1.2, §3.3 [P]."""


class NotAnSesResource(InvalidParameter):
    """The text is not an ARN, or names nothing behind the type. Spec: nouns.md §6.2 [P]."""

    def __init__(self) -> None:
        super().__init__("Provided resource identifier is not an SES resource")


class NotAnSesArn(InvalidParameter):
    """The ARN belongs to another service. Spec: nouns.md §6.2 [P]."""

    def __init__(self) -> None:
        super().__init__("Provided ARN is not in SES resource ARN format")


class UnsupportedResourceType(InvalidParameter):
    """Resources of that type cannot be used so. Spec: nouns.md §6.2 [P]."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"Unsupported resource type: {kind}")
        self.kind = kind


class TaggedResourceDoesNotExist(NotFound):
    """The account has no resource of that kind and name. Spec: sending.md §3.3 [P]."""

    def __init__(self, noun: str, name: str) -> None:
        super().__init__(f"No {noun} present with name: {name}")
        self.name = name


class ForeignAccount(InvalidParameter):
    """The ARN names a resource of another account. Spec: sending.md §3.3 [P]."""

    def __init__(self) -> None:
        super().__init__("Operations on a resource created in a different account is not allowed")


class ForeignRegion(InvalidParameter):
    """The ARN names a resource of another region. Spec: sending.md §3.3 [P]."""

    def __init__(self, verb: str) -> None:
        super().__init__(f"Failed to {verb} resource")


class DuplicateTagKey(InvalidParameter):
    """A key comes twice. The text is inferred."""

    def __init__(self, key: str) -> None:
        super().__init__(unconfirmed_messages.DUPLICATE_TAG_KEY.format(key=key))
        self.key = key


class TagKeyLength(InvalidParameter):
    """A key is empty, or too long. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TAG_KEY_LENGTH.format(maximum=maximum))


class TagValueTooLong(InvalidParameter):
    """The value of a tag is too long. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TAG_VALUE_TOO_LONG.format(maximum=maximum))


class InvalidTagCharacters(InvalidParameter):
    """A tag has a character that tags must not have. The text is inferred."""

    def __init__(self, text: str) -> None:
        super().__init__(unconfirmed_messages.TAG_CHARACTERS.format(text=text))


class ReservedTag(InvalidParameter):
    """A tag begins as only those of AWS may. The text is inferred."""

    def __init__(self, text: str) -> None:
        super().__init__(unconfirmed_messages.RESERVED_TAG.format(text=text))


class TooManyTags(InvalidParameter):
    """A resource has more tags than it may have. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_TAGS.format(maximum=maximum))


class InvalidName(InvalidParameter):
    """A name has a character that such names must not have. Spec: sending.md §2.6, §3.2."""

    def __init__(self, label: str, name: str, others: str) -> None:
        super().__init__(
            f"Invalid {label} <{name}>: only alphanumeric ASCII characters, {others} are allowed."
        )
        self.name = name


class MissingName(InvalidParameter):
    """A name is empty; ``sentence`` replaces the usual one. Spec: sending.md §2.6, §3.2."""

    def __init__(self, label: str, sentence: str | None) -> None:
        super().__init__(sentence or f"The {label} must be specified.")


class NameTooLong(InvalidParameter):
    """A name has more characters than such names may have. Spec: sending.md §2.6, §3.2."""

    def __init__(self, label: str, maximum: int) -> None:
        super().__init__(f"{label[0].upper()}{label[1:]} cannot exceed {maximum} characters.")
