"""Errors about sending, and about custom verification mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import (
    AccountSendingPaused,
    AlreadyExists,
    DomainError,
    InvalidParameter,
    LimitExceeded,
    MessageRejected,
    NotFound,
    Throttled,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


class IdentitiesNotVerified(MessageRejected):
    """Senders, or recipients in the sandbox, are not verified. Spec: sending.md §2 [D, U]."""

    def __init__(self, identities: Sequence[str], region: str) -> None:
        self.identities = tuple(dict.fromkeys(identities))  # equal texts are listed once
        super().__init__(
            "Email address is not verified. The following identities failed the check in region "
            f"{region.upper()}: {', '.join(self.identities)}"
        )
        self.region = region


class TooManyDestinations(MessageRejected):
    """A bulk send has more entries than SES accepts. Spec: sending.md §8 [E]; the text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_DESTINATIONS.format(maximum=maximum))


class MaximumSendRateExceeded(Throttled):
    """The recipients of this second exceed ``max_send_rate``. Spec: sending.md §2 [U]."""

    def __init__(self) -> None:
        super().__init__("Maximum sending rate exceeded.")


class DailyQuotaExceeded(Throttled):
    """The recipients of the last 24 hours have reached ``max_24_hour_send``. Spec: sending.md §2 [D, U]."""

    def __init__(self) -> None:
        super().__init__("Daily message quota exceeded.")


class AccountPausedByAws(MessageRejected):
    """AWS paused the account's sending (enforcement status SHUTDOWN). Spec: sending.md §2 [U]."""

    def __init__(self) -> None:
        super().__init__(AccountSendingPaused.SENTENCE)


class AccountSuspended(DomainError):
    """The account may never send again. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.ACCOUNT_SUSPENDED)


class CustomVerificationTemplateDoesNotExist(NotFound):
    """There is no custom verification template with this name. Spec: custom_verification.md §1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Custom verification email template <{name}> does not exist")
        self.name = name


class UnknownCustomVerificationTemplate(CustomVerificationTemplateDoesNotExist):
    """The template of a send does not exist; SES v1 has a different text. Spec: custom_verification.md §1 [P]."""


class CustomVerificationTemplateAlreadyExists(AlreadyExists):
    """There is already a custom verification template with this name. Spec: custom_verification.md §1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Custom verification email template <{name}> already exists")
        self.name = name


class FromAddressNotVerified(NotFound):
    """The sender of a custom verification template is not verified, or no longer verified.

    Spec: custom_verification.md §1 [P].
    """

    def __init__(self, address: str) -> None:
        super().__init__(f"The from email address <{address}> is not verified")
        self.address = address


class InvalidVerificationContent(InvalidParameter):
    """The content of a custom verification template is invalid."""


class ProductionAccessNotGranted(MessageRejected):
    """Custom verification mail cannot be sent in the sandbox.

    Spec: custom_verification.md §1 [D]; the text is inferred.
    """

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.PRODUCTION_ACCESS_REQUIRED)


class AccessDenied(DomainError):
    """No policy allows the action, or one denies it. Spec: sending.md §2 [U]."""

    def __init__(self, caller_arn: str, action: str, resource_arn: str) -> None:
        # SES opens each quotation with a backtick and closes it with an apostrophe.
        super().__init__(
            f"User `{caller_arn}' is not authorized to perform `{action}' on resource `{resource_arn}'"
        )
        self.action = action
        self.resource_arn = resource_arn


class AmbiguousContent(InvalidParameter):
    """The content is not exactly one of Simple, Raw and Template. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.CONTENT_FORM)


class AmbiguousTemplate(InvalidParameter):
    """The request does not specify exactly one template. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.ONE_TEMPLATE)


class NoSender(InvalidParameter):
    """A request has no sender for content that needs one; SES's error has no text.

    Spec: sending.md §4 [P].
    """


class EmptySender(InvalidParameter):
    """A templated message has no sender. Spec: sending.md §4 [P]."""

    def __init__(self) -> None:
        super().__init__("Source cannot be empty")


class MissingHeader(InvalidParameter):
    """A required header is missing. Spec: messages.md §1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Missing required header '{name}'.")
        self.name = name


class EmptyHeader(InvalidParameter):
    """A required header contains no address. Spec: messages.md §1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Empty required header '{name}'.")
        self.name = name


class InvalidIdentityArn(InvalidParameter):
    """The text is not the ARN of an identity in this region. Spec: sending.md §4 [U]."""

    def __init__(self, arn: str) -> None:
        super().__init__(f"Invalid ARN <{arn}>.")
        self.arn = arn


class SenderDoesNotAlign(InvalidParameter):
    """The identity of an ARN does not cover the sender. Spec: sending.md §4 [U]."""

    def __init__(self, address: str, arn: str) -> None:
        super().__init__(f"The address '{address}' does not align with the given ARN '{arn}'")
        self.address = address
        self.arn = arn


class NoDestinations(InvalidParameter):
    """A bulk send has no entries. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.NO_DESTINATIONS)


class TooManyCustomVerificationTemplates(LimitExceeded):
    """The account has reached the maximum number of custom verification templates. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_VERIFICATION_TEMPLATES.format(maximum=maximum))


class NoAddressToVerify(InvalidParameter):
    """Custom verification mail has no address to verify. Spec: custom_verification.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("Email address not specified.")


class InvalidSuccessUrl(InvalidParameter):
    """The page after a successful verification is not a URL. Spec: custom_verification.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("The success redirection URL is invalid")


class InvalidFailureUrl(InvalidParameter):
    """The page after a failed verification is not a URL. Spec: custom_verification.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("The failure redirection URL is invalid")


class VerificationContentTooLarge(InvalidVerificationContent):
    """The content has too many bytes. The text is inferred."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(
            unconfirmed_messages.VERIFICATION_CONTENT_TOO_LARGE.format(maximum=max_bytes // 1024**2)
        )


class NoRecipients(InvalidParameter):
    """A message has no recipients. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.NO_RECIPIENTS)


class EmptyFromHeader(InvalidParameter):
    """The From header of raw mail contains no address. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.EMPTY_FROM)


class TooManyRecipients(InvalidParameter):
    """A message has more recipients than SES accepts. Spec: sending.md §3 [P]."""

    def __init__(self, maximum: int) -> None:
        super().__init__(f"Recipient count exceeds {maximum}.")


class MessageTooLong(InvalidParameter):
    """A message has more bytes than SES accepts. Spec: messages.md §1 [P]."""

    def __init__(self, maximum: int, size: int) -> None:
        super().__init__(f"Message length is more than {maximum} bytes long: '{size}'.")


class NoBody(InvalidParameter):
    """A message has neither text nor HTML. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.NO_BODY)
