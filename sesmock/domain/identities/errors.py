"""What SES refuses of identities, their policies and their MAIL FROM domains."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import AlreadyExists, DomainError, InvalidParameter, LimitExceeded, NotFound


class MailFromDomainNotVerified(DomainError):
    """The custom MAIL FROM domain has no MX record and the identity says to reject. The text is inferred."""

    def __init__(self, domain: str) -> None:
        super().__init__(unconfirmed_messages.MAIL_FROM_NOT_VERIFIED.format(domain=domain))
        self.domain = domain


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
