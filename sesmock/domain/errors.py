"""The refusals of SES: each carries its facts, and SES's sentence as ``str()``.

The sentence is the same on all three APIs unless its evidence says otherwise; a backend's ``errors.py`` maps
the class to the error that its API models.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import unconfirmed_messages

if TYPE_CHECKING:
    from collections.abc import Sequence


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


class IdentitiesNotVerified(MessageRejected):
    """Senders, or recipients in the sandbox, are not verified. Spec: sending.md §2.2 [D, U]."""

    def __init__(self, identities: Sequence[str], region: str) -> None:
        super().__init__(
            "Email address is not verified. The following identities failed the check in region "
            f"{region.upper()}: {', '.join(identities)}"
        )
        self.identities = tuple(identities)
        self.region = region


class TooManyDestinations(MessageRejected):
    """A bulk has more entries than SES takes. Spec: v1.md §3 Sending [E]; the text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_DESTINATIONS.format(maximum=maximum))


class MailFromDomainNotVerified(DomainError):
    """The custom MAIL FROM domain has no MX record and the identity says to reject. The text is inferred."""

    def __init__(self, domain: str) -> None:
        super().__init__(unconfirmed_messages.MAIL_FROM_NOT_VERIFIED.format(domain=domain))
        self.domain = domain


class Throttled(DomainError):
    """A rate or quota is used up."""


class MaximumSendRateExceeded(Throttled):
    """More than ``max_send_rate`` recipients a second. Spec: sending.md §2.2 [U]."""

    def __init__(self) -> None:
        super().__init__("Maximum sending rate exceeded.")


class DailyQuotaExceeded(Throttled):
    """The rolling 24 hours hold ``max_24_hour_send`` recipients already. Spec: sending.md §2.2 [D, U]."""

    def __init__(self) -> None:
        super().__init__("Daily message quota exceeded.")


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


class AccountPausedByAws(MessageRejected):
    """AWS paused sending (enforcement status SHUTDOWN). Spec: sending.md §2.2 [U]."""

    def __init__(self) -> None:
        super().__init__(AccountSendingPaused.SENTENCE)


class AccountSuspended(DomainError):
    """The account may never send again. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.ACCOUNT_SUSPENDED)


class ConfigurationSetSendingPaused(DomainError):
    """Sending through the configuration set is off. Spec: sending.md §2.2 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Sending is paused for configuration set {name}")
        self.name = name


class ConfigurationSetDoesNotExist(NotFound):
    """No configuration set has that name. Spec: sending.md §2.9, §3.2 [R]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Configuration set <{name}> does not exist.")
        self.name = name


class DefaultConfigurationSetDoesNotExist(InvalidParameter):
    """The default set of the sending identity was deleted. Spec: sending.md §2.9 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Configuration set <{name}> does not exist.")
        self.name = name


class InvalidTrackingOptions(InvalidParameter):
    """The tracking domain is none that may be used."""


class TrackingOptionsAlreadyExist(AlreadyExists):
    """The set has tracking options; only v1 minds. Spec: sending.md §3.2 [P]."""

    def __init__(self, configuration_set: str) -> None:
        super().__init__(f"Configuration set <{configuration_set}> already has tracking options.")
        self.name = configuration_set


class TrackingOptionsDoNotExist(NotFound):
    """The set has no tracking options; only v1 minds. Spec: sending.md §3.2 [P]."""

    def __init__(self, configuration_set: str) -> None:
        super().__init__(f"There are no tracking options for configuration set <{configuration_set}>")
        self.name = configuration_set


class ConfigurationSetAlreadyExists(AlreadyExists):
    """A configuration set has that name already. Spec: sending.md §3.2 [U]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Configuration set <{name}> already exists.")
        self.name = name


class EventDestinationAlreadyExists(AlreadyExists):
    """The configuration set has an event destination of that name. Spec: sending.md §3.2 [P]."""

    def __init__(self, configuration_set: str, name: str) -> None:
        super().__init__(
            f"An event destination with name <{name}> already exists for configuration set <{configuration_set}>."
        )
        self.configuration_set = configuration_set
        self.name = name


class EventDestinationDoesNotExist(NotFound):
    """The configuration set has no such event destination. Spec: sending.md §3.2 [P]."""

    def __init__(self, configuration_set: str, name: str) -> None:
        super().__init__(
            f"An event destination with name <{name}> does not exist for configuration set <{configuration_set}>."
        )
        self.configuration_set = configuration_set
        self.name = name


class InvalidEventDestination(InvalidParameter):
    """SES cannot publish events to a target."""

    def __init__(self, configuration_set: str, name: str, text: str) -> None:
        super().__init__(text)
        self.configuration_set = configuration_set
        self.name = name


class InvalidCloudWatchDestination(InvalidEventDestination):
    """The dimensions of metrics are not as they must be."""


class InvalidFirehoseDestination(InvalidEventDestination):
    """The stream or the role is none."""


class InvalidSnsDestination(InvalidEventDestination):
    """The topic is none, or does not exist."""


class IdentityAlreadyExists(AlreadyExists):
    """The identity is registered already. Spec: sending.md §3.1 [P]; the grammar is SES's."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Email identity {name} already exist.")
        self.name = name


class IdentityDoesNotExist(NotFound):
    """No such identity. Spec: sending.md §3.1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Email identity {name} does not exist.")
        self.name = name


class PolicyDoesNotExist(NotFound):
    """The identity has no such policy. Spec: sending.md §3.1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Policy <{name}> does not exist")
        self.name = name


class PolicyAlreadyExists(AlreadyExists):
    """The identity has a policy of that name. Spec: sending.md §3.1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Policy <{name}> already exists")
        self.name = name


class TooManyPolicies(LimitExceeded):
    """The identity has 20 policies. Spec: v1.md §3 [P]."""

    def __init__(self, identity: str) -> None:
        super().__init__(
            f"Number of policies for <{identity}> exceeds max allowed number of policies per resource"
        )
        self.identity = identity


class InvalidPolicy(InvalidParameter):
    """The text is no policy."""


class NotSuppressed(NotFound):
    """The address is not on the suppression list. Spec: sending.md §3.3 [P]."""

    def __init__(self, address: str) -> None:
        super().__init__(f"Email address {address} does not exist on your suppression list.")
        self.address = address


class TemplateDoesNotExist(NotFound):
    """No template has that name. Spec: sending.md §2.9 [P, U]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Template {name} does not exist")
        self.name = name


class TemplateAlreadyExists(AlreadyExists):
    """A template has that name already."""

    def __init__(self, name: str) -> None:
        super().__init__(unconfirmed_messages.TEMPLATE_ALREADY_EXISTS.format(name=name))
        self.name = name


class InvalidTemplate(InvalidParameter):
    """A part of a template cannot be read."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


class InvalidRenderingParameter(InvalidParameter):
    """A template cannot be rendered with its data."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


class InvalidTemplateData(InvalidRenderingParameter):
    """The data of a template are no object in JSON; v2 says so in other words. Spec: sending.md §2.9 [U]."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "The template data is invalid")


class InvalidDataOnSend(InvalidParameter):
    """The template data of a send are no object in JSON. Spec: sending.md §2.9 [U]."""

    def __init__(self) -> None:
        super().__init__("The template data is invalid")


class MissingRenderingAttribute(InvalidParameter):
    """The data lack an attribute that a template names. Spec: sending.md §2.9 [U, P]."""

    def __init__(self, name: str, attribute: str, text: str) -> None:
        super().__init__(text)
        self.name = name
        self.attribute = attribute


class CustomVerificationTemplateDoesNotExist(NotFound):
    """No custom verification template has that name. Spec: sending.md §3.3 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Custom verification email template <{name}> does not exist")
        self.name = name


class UnknownCustomVerificationTemplate(CustomVerificationTemplateDoesNotExist):
    """A send names such a template; v1 says so in other words. Spec: sending.md §3.3 [P]."""


class CustomVerificationTemplateAlreadyExists(AlreadyExists):
    """A custom verification template has that name. Spec: sending.md §3.3 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Custom verification email template <{name}> already exists")
        self.name = name


class FromAddressNotVerified(NotFound):
    """The sender of a custom verification template is not verified, or no longer. Spec: sending.md §3.3 [P]."""

    def __init__(self, address: str) -> None:
        super().__init__(f"The from email address <{address}> is not verified")
        self.address = address


class InvalidVerificationContent(InvalidParameter):
    """SES does not take the content of a custom verification template."""


class ProductionAccessNotGranted(MessageRejected):
    """Verification mail of one's own is not for the sandbox. Spec: sending.md §3.3 [D]; the text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.PRODUCTION_ACCESS_REQUIRED)


class InvalidNextToken(InvalidParameter):
    """The token is of another list, or of none."""


class ProductionAccessRequired(DomainError):
    """The account is in the sandbox. Spec: sending.md §5 [D]; the text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.PRODUCTION_ACCESS_REQUIRED)


class AccessDenied(DomainError):
    """A policy does not let the caller do this. Spec: sending.md §2.2 [U]."""

    def __init__(self, caller_arn: str, action: str, resource_arn: str) -> None:
        super().__init__(
            f"User `{caller_arn}' is not authorized to perform `{action}' on resource `{resource_arn}'"
        )
        self.action = action
        self.resource_arn = resource_arn
