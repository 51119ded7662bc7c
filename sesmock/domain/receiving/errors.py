"""What SES refuses of rule sets, rules, filters and bounces. Spec: sending.md §3.5, nouns.md §12."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import (
    AlreadyExists,
    DomainError,
    InvalidParameter,
    LimitExceeded,
    MessageRejected,
    NotFound,
)


class ReceivingUnavailable(DomainError):
    """SES receives no mail in the region. Spec: nouns.md §12 [U]."""

    def __init__(self) -> None:
        super().__init__("Unavailable Operation")


class RuleSetAlreadyExists(AlreadyExists):
    """A rule set has that name already. Spec: nouns.md §12 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Rule set already exists: {name}")
        self.name = name


class RuleSetDoesNotExist(NotFound):
    """No rule set has that name. Spec: nouns.md §12 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Rule set does not exist: {name}")
        self.name = name


class RuleSetIsActive(DomainError):
    """The active rule set cannot be deleted. Spec: nouns.md §12 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Cannot delete active rule set: {name}")
        self.name = name


class TooManyRuleSets(LimitExceeded):
    """The account has 40 rule sets. Spec: nouns.md §12 [D]; the text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_RULE_SETS)


class RuleAlreadyExists(AlreadyExists):
    """A rule of the set has that name already. Spec: nouns.md §13.2 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Rule already exists: {name}")
        self.name = name


class RuleDoesNotExist(NotFound):
    """No rule of the set has that name. Spec: nouns.md §13.2 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Rule does not exist: {name}")
        self.name = name


class TooManyRules(LimitExceeded):
    """The rule set has 200 rules. Spec: nouns.md §13.2 [P]."""

    def __init__(self) -> None:
        super().__init__("Too many rules")


class TooManyActions(LimitExceeded):
    """The rule has more than 10 actions. Spec: nouns.md §13.2 [P]."""

    def __init__(self) -> None:
        super().__init__("Too many actions")


class InvalidS3Configuration(InvalidParameter):
    """A bucket does not exist, or SES cannot write to it. Spec: nouns.md §13.3 [P, U]."""

    def __init__(self, bucket: str, text: str) -> None:
        super().__init__(text)
        self.bucket = bucket


class InvalidSnsTopic(InvalidParameter):
    """A topic is none, or does not exist. Spec: nouns.md §13.3 [P]."""

    def __init__(self, topic: str, text: str) -> None:
        super().__init__(text)
        self.topic = topic


class InvalidLambdaFunction(InvalidParameter):
    """A function is none, or does not exist. Spec: nouns.md §13.3 [P]."""

    def __init__(self, function_arn: str, text: str) -> None:
        super().__init__(text)
        self.function_arn = function_arn


class FilterAlreadyExists(AlreadyExists):
    """An IP filter has that name already. Spec: nouns.md §14 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Filter already exists: {name}")
        self.name = name


class TooManyFilters(LimitExceeded):
    """The account has 100 IP filters. Spec: nouns.md §14 [P]."""

    def __init__(self) -> None:
        super().__init__("Too many filters")


class BounceNotGenerated(MessageRejected):
    """SES cannot bounce a mail. Spec: nouns.md §16 [U]; of the reasons one is known, the others are inferred."""

    def __init__(self, message_id: str, reason: str) -> None:
        super().__init__(f"Failed to generate a bounce for {message_id}. {reason}")
        self.message_id = message_id
