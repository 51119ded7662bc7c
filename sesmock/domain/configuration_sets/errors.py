"""Errors about configuration sets, their options and their event destinations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import AlreadyExists, DomainError, InvalidParameter, LimitExceeded, NotFound
from sesmock.domain.identities.errors import DomainNotVerified

if TYPE_CHECKING:
    from collections.abc import Iterable


class ConfigurationSetSendingPaused(DomainError):
    """Sending is disabled for the configuration set. Spec: sending.md §2 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Sending is paused for configuration set {name}")
        self.name = name


class ConfigurationSetDoesNotExist(NotFound):
    """There is no configuration set with this name. Spec: sending.md §5; configuration_sets.md §1 [R]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Configuration set <{name}> does not exist.")
        self.name = name


class DefaultConfigurationSetDoesNotExist(InvalidParameter):
    """The default set of the sending identity was deleted; unlike for a set in the request, this is not a `NotFound`.

    Spec: sending.md §5 [P].
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"Configuration set <{name}> does not exist.")
        self.name = name


class InvalidTrackingOptions(InvalidParameter):
    """The tracking domain cannot be used."""


class TrackingOptionsAlreadyExist(AlreadyExists):
    """The set already has tracking options; only SES v1 has this error. Spec: configuration_sets.md §1 [P]."""

    def __init__(self, configuration_set: str) -> None:
        super().__init__(f"Configuration set <{configuration_set}> already has tracking options.")
        self.name = configuration_set


class TrackingOptionsDoNotExist(NotFound):
    """The set has no tracking options; only SES v1 has this error. Spec: configuration_sets.md §1 [P]."""

    def __init__(self, configuration_set: str) -> None:
        # Unlike its counterpart above, SES's sentence has no period. Spec: configuration_sets.md §1 [P].
        super().__init__(f"There are no tracking options for configuration set <{configuration_set}>")
        self.name = configuration_set


class BlankSendingPoolName(InvalidParameter):
    """The name of the sending pool is empty or blank. Spec: configuration_sets.md §2 [P]."""

    def __init__(self) -> None:
        super().__init__("sendingPoolName can't be blank.")


class SendingPoolDoesNotExist(InvalidParameter):
    """The sending pool is unknown or was deleted. Spec: configuration_sets.md §2 [P, D]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"SendingPool <{name}> doesn't exist")
        self.name = name


class InvalidArchiveArn(InvalidParameter):
    """The archive belongs to another account or region. The text is inferred. Spec: choices.md §3."""

    def __init__(self, arn: str) -> None:
        super().__init__(unconfirmed_messages.INVALID_ARCHIVE_ARN.format(arn=arn))
        self.arn = arn


class ConfigurationSetAlreadyExists(AlreadyExists):
    """There is already a configuration set with this name. Spec: configuration_sets.md §1 [U]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Configuration set <{name}> already exists.")
        self.name = name


class EventDestinationAlreadyExists(AlreadyExists):
    """The configuration set already has an event destination with this name.

    Spec: event_destinations.md §1 [P].
    """

    def __init__(self, configuration_set: str, name: str) -> None:
        super().__init__(
            f"An event destination with name <{name}> already exists for configuration set <{configuration_set}>."
        )
        self.configuration_set = configuration_set
        self.name = name


class EventDestinationDoesNotExist(NotFound):
    """The configuration set has no such event destination. Spec: event_destinations.md §1 [P]."""

    def __init__(self, configuration_set: str, name: str) -> None:
        super().__init__(
            f"An event destination with name <{name}> does not exist for configuration set <{configuration_set}>."
        )
        self.configuration_set = configuration_set
        self.name = name


class InvalidEventDestination(InvalidParameter):
    """SES cannot publish events to the target."""

    def __init__(self, configuration_set: str, name: str, text: str) -> None:
        super().__init__(text)
        self.configuration_set = configuration_set
        self.name = name


class InvalidCloudWatchDestination(InvalidEventDestination):
    """The dimensions of the metrics are invalid."""


class InvalidFirehoseDestination(InvalidEventDestination):
    """The stream or the role is invalid."""


class InvalidSnsDestination(InvalidEventDestination):
    """The topic is invalid or does not exist."""


class InvalidNamePart(InvalidParameter):
    """The string to search for in names is too short or too long. Spec: configuration_sets.md §1 [P]."""

    def __init__(self, minimum: int, maximum: int) -> None:
        super().__init__(
            f"CONFIGURATION_SET_NAME_CONTAINS must be between {minimum} and {maximum} characters"
        )


class UnknownEventType(InvalidParameter):
    """The API has no such event type. Spec: event_destinations.md §1 [U]."""

    def __init__(self, name: str, valid_names: Iterable[str]) -> None:
        super().__init__(f"Invalid event type: {name}. Valid values are [{', '.join(valid_names)}].")
        self.name = name


class NoTrackingOptions(InvalidTrackingOptions):
    """The tracking options are empty. Spec: configuration_sets.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("At least one field of TrackingOptions must contain a value.")


class EmptyRedirectDomain(InvalidTrackingOptions):
    """The redirect domain is empty. Spec: configuration_sets.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("CustomRedirectDomain must be specified.")


class RedirectDomainNotVerified(InvalidTrackingOptions):
    """The redirect domain is not verified. Spec: configuration_sets.md §1 [P]."""

    def __init__(self, domain: str) -> None:
        super().__init__(DomainNotVerified.SENTENCE.format(domain=domain))
        self.domain = domain


class TooManyConfigurationSets(LimitExceeded):
    """The account has reached the maximum number of configuration sets. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_CONFIGURATION_SETS.format(maximum=maximum))


class NoEventTypes(InvalidParameter):
    """An event destination has no event types. Spec: event_destinations.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("At least one event type must be specified.")


class NoTarget(InvalidParameter):
    """An event destination has no target. Spec: event_destinations.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("Event destination is not provided.")


class SeveralTargets(InvalidParameter):
    """An event destination has more than one target. Spec: event_destinations.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__(
            "Please provide only one destination with each request. Either a Firehose Destination or a "
            "Cloudwatch Destination or an SNS Destination or an EventBridge Destination."
        )


class TooManyEventDestinations(LimitExceeded):
    """The configuration set has reached the maximum number of event destinations. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_EVENT_DESTINATIONS.format(maximum=maximum))


class TopicNotFound(InvalidSnsDestination):
    """The string is not the ARN of a topic, or the topic does not exist. Spec: event_destinations.md §1 [P]."""

    def __init__(self, configuration_set: str, name: str, arn: str) -> None:
        super().__init__(configuration_set, name, f"SNS topic <{arn}> not found.")


class FifoTopic(InvalidSnsDestination):
    """The topic is a FIFO topic. The text is inferred."""

    def __init__(self, configuration_set: str, name: str, arn: str) -> None:
        super().__init__(configuration_set, name, unconfirmed_messages.FIFO_TOPIC.format(arn=arn))


class TooManyDimensions(LimitExceeded):
    """The metrics have more dimensions than SES accepts. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_DIMENSIONS.format(maximum=maximum))


class InvalidEventBus(InvalidParameter):
    """The string is not the ARN of the default event bus. The error text is inferred."""

    def __init__(self, arn: str) -> None:
        super().__init__(unconfirmed_messages.INVALID_EVENT_BUS_ARN.format(arn=arn))
        self.arn = arn


class InvalidPinpointProject(InvalidParameter):
    """The string is not the ARN of a Pinpoint project. Spec: event_destinations.md §1 [P]."""

    def __init__(self, arn: str) -> None:
        super().__init__(f"Invalid Pinpoint application ARN provided: {arn or 'null'}.")
        self.arn = arn


class InvalidStream(InvalidFirehoseDestination):
    """The string is not the ARN of a delivery stream. The error text is inferred."""

    def __init__(self, configuration_set: str, name: str, arn: str) -> None:
        super().__init__(configuration_set, name, unconfirmed_messages.INVALID_STREAM_ARN.format(arn=arn))


class InvalidStreamRole(InvalidFirehoseDestination):
    """The string is not the ARN of an IAM role. The error text is inferred."""

    def __init__(self, configuration_set: str, name: str, arn: str) -> None:
        super().__init__(configuration_set, name, unconfirmed_messages.INVALID_ROLE_ARN.format(arn=arn))


class NoDimensions(InvalidCloudWatchDestination):
    """The metrics have no dimensions. Spec: event_destinations.md §1 [P]."""

    def __init__(self, configuration_set: str, name: str) -> None:
        super().__init__(
            configuration_set, name, "CloudWatch metrics dimension configuration list cannot be empty."
        )


class InvalidDimensionName(InvalidCloudWatchDestination):
    """The name of a dimension is malformed. The text is inferred."""

    def __init__(self, configuration_set: str, name: str, dimension: str) -> None:
        super().__init__(
            configuration_set, name, unconfirmed_messages.INVALID_DIMENSION_NAME.format(name=dimension)
        )


class RefusedDimensionHeader(InvalidCloudWatchDestination):
    """A header cannot be used as a dimension. The text is inferred."""

    def __init__(self, configuration_set: str, name: str, header: str) -> None:
        super().__init__(
            configuration_set, name, unconfirmed_messages.REFUSED_DIMENSION_HEADER.format(name=header)
        )


class InvalidDimensionValue(InvalidCloudWatchDestination):
    """The default value of a dimension is malformed. The text is inferred."""

    def __init__(self, configuration_set: str, name: str, value: str) -> None:
        super().__init__(
            configuration_set, name, unconfirmed_messages.INVALID_DIMENSION_VALUE.format(value=value)
        )
