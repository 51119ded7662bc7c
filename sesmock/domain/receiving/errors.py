"""Errors about rule sets, rules, filters and bounces. Spec: receipt_rules.md §1, §6."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import (
    AlreadyExists,
    DomainError,
    InvalidParameter,
    LimitExceeded,
    MessageRejected,
    NotFound,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


class ReceivingUnavailable(DomainError):
    """SES does not receive mail in the region. Spec: receipt_rules.md §1 [U]."""

    def __init__(self) -> None:
        super().__init__("Unavailable Operation")


class RuleSetAlreadyExists(AlreadyExists):
    """There is already a rule set with this name. Spec: receipt_rules.md §1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Rule set already exists: {name}")
        self.name = name


class RuleSetDoesNotExist(NotFound):
    """There is no rule set with this name. Spec: receipt_rules.md §1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Rule set does not exist: {name}")
        self.name = name


class RuleSetIsActive(DomainError):
    """The active rule set cannot be deleted. Spec: receipt_rules.md §1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Cannot delete active rule set: {name}")
        self.name = name


class TooManyRuleSets(LimitExceeded):
    """The account has reached the maximum of 40 rule sets.

    Spec: receipt_rules.md §1 [D]; the text is inferred.
    """

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_RULE_SETS)


class RuleAlreadyExists(AlreadyExists):
    """The set already has a rule with this name. Spec: receipt_rules.md §3 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Rule already exists: {name}")
        self.name = name


class RuleDoesNotExist(NotFound):
    """The set has no rule with this name. Spec: receipt_rules.md §3 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Rule does not exist: {name}")
        self.name = name


class TooManyRules(LimitExceeded):
    """The rule set has reached the maximum of 200 rules. Spec: receipt_rules.md §3 [P]."""

    def __init__(self) -> None:
        super().__init__("Too many rules")


class TooManyActions(LimitExceeded):
    """The rule has more than 10 actions. Spec: receipt_rules.md §3 [P]."""

    def __init__(self) -> None:
        super().__init__("Too many actions")


class InvalidS3Configuration(InvalidParameter):
    """A bucket does not exist, or SES cannot write to it. Spec: receipt_rules.md §4 [P, U]."""

    def __init__(self, bucket: str, text: str) -> None:
        super().__init__(text)
        self.bucket = bucket


class InvalidSnsTopic(InvalidParameter):
    """A topic is invalid or does not exist. Spec: receipt_rules.md §4 [P]."""

    def __init__(self, topic: str, text: str) -> None:
        super().__init__(text)
        self.topic = topic


class InvalidLambdaFunction(InvalidParameter):
    """A function is invalid or does not exist. Spec: receipt_rules.md §4 [P]."""

    def __init__(self, function_arn: str, text: str) -> None:
        super().__init__(text)
        self.function_arn = function_arn


class FilterAlreadyExists(AlreadyExists):
    """There is already an IP filter with this name. Spec: receipt_rules.md §5 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Filter already exists: {name}")
        self.name = name


class TooManyFilters(LimitExceeded):
    """The account has reached the maximum of 100 IP filters. Spec: receipt_rules.md §5 [P]."""

    def __init__(self) -> None:
        super().__init__("Too many filters")


class BounceNotGenerated(MessageRejected):
    """SES cannot bounce an email.

    Spec: receiving.md §10 [U]; one of the reasons is known, the others are inferred.
    """

    def __init__(self, message_id: str, reason: str) -> None:
        super().__init__(f"Failed to generate a bounce for {message_id}. {reason}")
        self.message_id = message_id


class NotOneActionType(InvalidParameter):
    """An action has no type or several types. Spec: receipt_rules.md §4 [P]."""

    def __init__(self) -> None:
        super().__init__("Exactly one action type must be specified for each ReceiptAction")


class StopActionNotLast(InvalidParameter):
    """The rule has actions after a stop action. Spec: receipt_rules.md §4 [P]."""

    def __init__(self) -> None:
        super().__init__("Stop action, if any, must be placed at the end of the actions list")


class MalformedTopicArn(InvalidSnsTopic):
    """The text is not the ARN of a topic. Spec: receipt_rules.md §4 [P]."""

    def __init__(self, topic: str) -> None:
        super().__init__(topic, f"Invalid SNS topic: {topic}")


class UnreachableTopic(InvalidSnsTopic):
    """The topic does not exist. Spec: receipt_rules.md §4 [P]."""

    def __init__(self, topic: str) -> None:
        super().__init__(topic, f"Could not publish to SNS topic: {topic}")


class NoBucketName(InvalidParameter):
    """A bucket has no name. Spec: receipt_rules.md §4 [P]."""

    def __init__(self) -> None:
        super().__init__("Bucket name must not be empty")


class BucketDoesNotExist(InvalidS3Configuration):
    """The bucket does not exist. Spec: receipt_rules.md §4 [P]."""

    def __init__(self, bucket: str) -> None:
        super().__init__(bucket, f"No such bucket: {bucket}")


class BucketNotWritable(InvalidS3Configuration):
    """SES cannot write to the bucket. Spec: receipt_rules.md §4 [U]."""

    def __init__(self, bucket: str) -> None:
        super().__init__(bucket, f"Could not write to bucket: {bucket}")


class NoFunctionArn(InvalidParameter):
    """A function has no ARN. Spec: receipt_rules.md §4 [P]."""

    def __init__(self) -> None:
        super().__init__("Lambda function ARN must not be empty")


class MalformedFunctionArn(InvalidLambdaFunction):
    """The text is not the ARN of a function. Spec: receipt_rules.md §4 [P]."""

    def __init__(self, function_arn: str) -> None:
        super().__init__(function_arn, f"Invalid Lambda function: {function_arn}")


class UnreachableFunction(InvalidLambdaFunction):
    """The function does not exist. Spec: receipt_rules.md §4 [P]."""

    def __init__(self, function_arn: str) -> None:
        super().__init__(function_arn, f"Could not invoke Lambda function: {function_arn}")


class InvalidReplyCode(InvalidParameter):
    """The reply code of a bounce is not an SMTP error code. Spec: receipt_rules.md §4 [P]."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Invalid SMTP reply code: {code}")


class InvalidResponseMessage(InvalidParameter):
    """The message of a bounce is blank or has control characters. Spec: receipt_rules.md §4 [P]."""

    def __init__(self, printed: str) -> None:
        super().__init__(f"Invalid SMTP response message: {printed}")


class BounceSenderNotVerified(InvalidParameter):
    """The sender of bounces is not verified. Spec: receipt_rules.md §4 [P]."""

    def __init__(self, sender: str) -> None:
        super().__init__(f"Identity is not verified: {sender}")
        self.sender = sender


class InvalidHeaderName(InvalidParameter):
    """The name of a header to add is malformed. Spec: receipt_rules.md §4 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Invalid header name: {name}")
        self.name = name


class InvalidHeaderValue(InvalidParameter):
    """The value of a header to add is malformed. The text is inferred."""

    def __init__(self, printed: str) -> None:
        super().__init__(unconfirmed_messages.INVALID_HEADER_VALUE.format(value=printed))


class NothingToBounce(BounceNotGenerated):
    """The account received no mail with this id in the last 24 hours. The text is inferred."""

    def __init__(self, message_id: str) -> None:
        super().__init__(message_id, unconfirmed_messages.NOTHING_TO_BOUNCE)


class NoBouncedRecipients(InvalidParameter):
    """A bounce has no recipients. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.NO_BOUNCED_RECIPIENTS)


class NobodyToBounceTo(BounceNotGenerated):
    """The mail had no sender. The text is inferred."""

    def __init__(self, message_id: str) -> None:
        super().__init__(message_id, unconfirmed_messages.NOBODY_TO_BOUNCE_TO)


class NotARecipient(BounceNotGenerated):
    """The address is not a recipient of the mail. The text is inferred."""

    def __init__(self, message_id: str, recipient: str) -> None:
        super().__init__(message_id, unconfirmed_messages.NOT_A_RECIPIENT.format(recipient=recipient))


class InvalidExtensionField(InvalidParameter):
    """An extension field is malformed. The text is inferred."""

    def __init__(self, name: str) -> None:
        super().__init__(unconfirmed_messages.INVALID_EXTENSION_FIELD.format(name=name))
        self.name = name


class NoBounceReason(InvalidParameter):
    """A recipient has neither a reason nor a status for the bounce. The text is inferred."""

    def __init__(self, recipient: str) -> None:
        super().__init__(unconfirmed_messages.NO_BOUNCE_TYPE.format(recipient=recipient))
        self.recipient = recipient


class BounceSenderRefused(BounceNotGenerated):
    """The sender of a bounce is not verified. Spec: receiving.md §10 [U]."""

    def __init__(self, message_id: str, identities: Sequence[str]) -> None:
        super().__init__(message_id, f"The following identities are not verified: {', '.join(identities)}")


class InvalidRecipient(InvalidParameter):
    """A recipient of a rule is neither an address nor a domain. The text is inferred."""

    def __init__(self, recipient: str) -> None:
        super().__init__(unconfirmed_messages.INVALID_RECIPIENT.format(recipient=recipient))
        self.recipient = recipient


class InvalidCidrBlock(InvalidParameter):
    """The range of a filter is not a CIDR block. Spec: receipt_rules.md §5 [P]."""

    def __init__(self, cidr: str) -> None:
        super().__init__(f"Invalid CIDR block: {cidr}")
        self.cidr = cidr


class NoFilterName(InvalidParameter):
    """A filter has no name. Spec: receipt_rules.md §5 [P]."""

    def __init__(self) -> None:
        super().__init__("filterName must not be empty")


class InvalidReceiptName(InvalidParameter):
    """The name of a rule set, rule or filter is malformed. Spec: receipt_rules.md §1, §3, §5 [P]."""

    def __init__(self, member: str, name: str) -> None:
        super().__init__(f"Not a valid {member}: {name}")
        self.name = name


class DuplicatePosition(InvalidParameter):
    """The new order of rules contains a rule twice. Spec: receipt_rules.md §1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Multiple positions found for rule: {name}")
        self.name = name


class MissingPositions(InvalidParameter):
    """The new order of rules does not contain all rules. Spec: receipt_rules.md §1 [P]."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"Positions for rules not found: {', '.join(names)}")
