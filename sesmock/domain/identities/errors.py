"""What SES refuses of identities, their policies and their MAIL FROM domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import AlreadyExists, DomainError, InvalidParameter, LimitExceeded, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable


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


class DomainNotVerified(InvalidParameter):
    """A domain must be verified for what is asked. Spec: pinpoint_email.md §3 Deliverability dashboard."""

    SENTENCE = "Domain <{domain}> is not verified under this account."

    def __init__(self, domain: str) -> None:
        super().__init__(self.SENTENCE.format(domain=domain))
        self.domain = domain


class UnknownIdentity(InvalidParameter):
    """No such identity, where SES calls that an invalid parameter. Spec: sending.md §3.1 [P]."""

    SENTENCE = "Identity <{name}> does not exist."

    def __init__(self, name: str) -> None:
        super().__init__(self.SENTENCE.format(name=name))
        self.name = name


class IdentityWithoutDefaultsDoesNotExist(NotFound):
    """No such identity to give a default configuration set. Spec: sending.md §3.1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(UnknownIdentity.SENTENCE.format(name=name))
        self.name = name


class IdentityOfPoliciesDoesNotExist(NotFound):
    """No such identity to have policies. Spec: sending.md §3.1 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Email identity <{name}> does not exist.")
        self.name = name


class TooManyIdentitiesNamed(InvalidParameter):
    """A request names more identities than SES takes. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_IDENTITIES_NAMED.format(maximum=maximum))


class InvalidFilterValue(InvalidParameter):
    """Lists cannot be filtered by such a value. The text is inferred."""

    def __init__(self, kind: str, value: str, valid_values: Iterable[str]) -> None:
        super().__init__(
            unconfirmed_messages.INVALID_FILTER_VALUE.format(
                kind=kind, value=value, values=", ".join(valid_values)
            )
        )


class SigningKeyOfAddress(InvalidParameter):
    """An address is created with a signing key, which only domains have. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.DKIM_OF_ADDRESS)


class SigningOriginNotAllowed(InvalidParameter):
    """The origin of a signing key stands where it must not. The text is inferred."""

    def __init__(self, origin: str) -> None:
        super().__init__(unconfirmed_messages.ORIGIN_NOT_ALLOWED.format(origin=origin))
