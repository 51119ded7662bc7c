"""The refusals that all nouns of SES share; those of one noun stand in the ``errors.py`` of its package.

Each carries its facts, and SES's sentence as ``str()``. The sentence is the same on all three APIs unless its evidence
says otherwise; a backend's ``errors.py`` maps the class to the error that its API models.
"""

from __future__ import annotations


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
