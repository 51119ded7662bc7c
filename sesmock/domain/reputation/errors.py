"""Errors about reputation entities. Spec: reputation.md §1."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import DomainError, InvalidParameter, NotFound


class EntityDoesNotExist(NotFound):
    """The account has no resource with this ARN; the text is inferred."""

    def __init__(self, arn: str) -> None:
        super().__init__(unconfirmed_messages.UNKNOWN_REPUTATION_ENTITY.format(arn=arn))
        self.arn = arn


class UnknownEntity(InvalidParameter):
    """The account has no resource with this ARN, in an operation that declares no NotFoundException.

    Spec: reputation.md §1 [I].
    """

    def __init__(self, arn: str) -> None:
        super().__init__(unconfirmed_messages.UNKNOWN_REPUTATION_ENTITY.format(arn=arn))
        self.arn = arn


class InvalidFilterCombination(InvalidParameter):
    """A filter has two parts that cannot be combined. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.INVALID_FILTER_COMBINATION)


class InvalidReputationPolicy(InvalidParameter):
    """The ARN is not one of AWS's policies; the text is inferred."""

    def __init__(self, arn: str) -> None:
        super().__init__(unconfirmed_messages.INVALID_REPUTATION_POLICY.format(arn=arn))
        self.arn = arn


class IdentitySendingPaused(DomainError):
    """The customer disabled the identity; the text is inferred."""

    def __init__(self, name: str) -> None:
        super().__init__(unconfirmed_messages.IDENTITY_SENDING_PAUSED.format(name=name))
        self.name = name
