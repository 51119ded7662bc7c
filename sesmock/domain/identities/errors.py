"""Errors about identities, their policies and their MAIL FROM domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import AlreadyExists, DomainError, InvalidParameter, LimitExceeded, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable


class MailFromDomainNotVerified(DomainError):
    """The custom MAIL FROM domain has no MX record, and its owner chose to reject mail in that case.

    Spec: sending.md §2 [U].
    """

    def __init__(self, domain: str) -> None:
        super().__init__("DNS setup for MAIL FROM domain is invalid.")
        self.domain = domain


class IdentityAlreadyExists(AlreadyExists):
    """The identity is already registered. Spec: identities.md §2 [P]."""

    def __init__(self, name: str) -> None:
        # SES writes "exist", without an s.
        super().__init__(f"Email identity {name} already exist.")
        self.name = name


# SES's sentence and code for an unknown identity depend on the operation, so there are several classes for it.
class IdentityDoesNotExist(NotFound):
    """There is no such identity. Spec: identities.md §2 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Email identity {name} does not exist.")
        self.name = name


class PolicyDoesNotExist(NotFound):
    """The identity has no such policy. Spec: policies.md §2 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Policy <{name}> does not exist")
        self.name = name


class PolicyAlreadyExists(AlreadyExists):
    """The identity already has a policy with this name. Spec: policies.md §2 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Policy <{name}> already exists")
        self.name = name


class TooManyPolicies(LimitExceeded):
    """The identity has reached the maximum of 20 policies. Spec: policies.md §4 [P]."""

    def __init__(self, identity: str) -> None:
        super().__init__(
            f"Number of policies for <{identity}> exceeds max allowed number of policies per resource"
        )
        self.identity = identity


class InvalidPolicy(InvalidParameter):
    """The policy is not valid."""


class DomainNotVerified(InvalidParameter):
    """A domain must be verified for this operation. Spec: deliverability.md §3."""

    SENTENCE = "Domain <{domain}> is not verified under this account."

    def __init__(self, domain: str) -> None:
        super().__init__(self.SENTENCE.format(domain=domain))
        self.domain = domain


class UnknownIdentity(InvalidParameter):
    """There is no such identity, and SES reports an invalid parameter. Spec: identities.md §2 [P]."""

    SENTENCE = "Identity <{name}> does not exist."

    def __init__(self, name: str) -> None:
        super().__init__(self.SENTENCE.format(name=name))
        self.name = name


class IdentityWithoutDefaultsDoesNotExist(NotFound):
    """A default configuration set cannot be set, because the identity does not exist. Spec: identities.md §2 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(UnknownIdentity.SENTENCE.format(name=name))
        self.name = name


class IdentityOfPoliciesDoesNotExist(NotFound):
    """Policies cannot be managed, because the identity does not exist. Spec: policies.md §2 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Email identity <{name}> does not exist.")
        self.name = name


class TooManyIdentitiesNamed(InvalidParameter):
    """A request contains more identities than SES accepts. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_IDENTITIES_NAMED.format(maximum=maximum))


class InvalidFilterValue(InvalidParameter):
    """A filter has an invalid value. The text is inferred."""

    def __init__(self, kind: str, value: str, valid_values: Iterable[str]) -> None:
        super().__init__(
            unconfirmed_messages.INVALID_FILTER_VALUE.format(
                kind=kind, value=value, values=", ".join(valid_values)
            )
        )


class SigningKeyOfAddress(InvalidParameter):
    """A signing key is set for an address, but only domains have one. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.DKIM_OF_ADDRESS)


class SigningOriginNotAllowed(InvalidParameter):
    """The operation does not accept this origin of a signing key. The text is inferred."""

    def __init__(self, origin: str) -> None:
        super().__init__(unconfirmed_messages.ORIGIN_NOT_ALLOWED.format(origin=origin))


class CertificateAlreadyAssociated(AlreadyExists):
    """The address already has a certificate. The text is inferred."""

    def __init__(self, address: str) -> None:
        super().__init__(unconfirmed_messages.CERTIFICATE_ALREADY_ASSOCIATED.format(address=address))
        self.address = address


class NoCertificateAddress(InvalidParameter):
    """A request for a certificate names a domain, but no address. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.NO_CERTIFICATE_ADDRESS)


class CertificateAddressElsewhere(InvalidParameter):
    """The address of the certificate belongs to another identity. The text is inferred."""

    def __init__(self, identity: str, address: str) -> None:
        super().__init__(
            unconfirmed_messages.CERTIFICATE_ADDRESS_ELSEWHERE.format(identity=identity, address=address)
        )
        self.address = address


class IdentityMustBeDomain(InvalidParameter):
    """A signing key is set for an address, but only domains have one. Spec: dkim.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("The EmailIdentity value must be a valid domain.")


class DomainNotVerifiedForDkim(InvalidParameter):
    """The domain has no verified signing key. Spec: dkim.md §1 [P]."""

    def __init__(self, domain: str) -> None:
        super().__init__(f"Domain {domain} is not verified for DKIM signing.")
        self.domain = domain


class IncompleteOwnKey(InvalidParameter):
    """A selector comes without a private key, or a private key without a selector. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.INCOMPLETE_OWN_KEY)


class MixedSigningAttributes(InvalidParameter):
    """The attributes of a signing key belong to different kinds of keys. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.MIXED_SIGNING_ATTRIBUTES)


class KeyLengthChangedToday(InvalidParameter):
    """The length of a key was changed less than a day ago. The text is inferred."""

    def __init__(self, domain: str) -> None:
        super().__init__(unconfirmed_messages.KEY_LENGTH_CHANGED_TODAY.format(domain=domain))
        self.domain = domain


class TooManyIdentities(LimitExceeded):
    """The account has reached the maximum number of identities. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_IDENTITIES.format(maximum=maximum))


class InvalidAddressToVerify(InvalidParameter):
    """The string is not a valid email address. Spec: sending.md §3 [P]."""

    def __init__(self, text: str) -> None:
        # SES's sentence has no space before the bracket. Spec: sending.md §3 [P].
        super().__init__(f"Invalid email address<{text}>.")
        self.text = text


class InvalidDomainToVerify(InvalidParameter):
    """The string is not a valid domain. Spec: identities.md §2 [P]."""

    def __init__(self, text: str) -> None:
        super().__init__(f"Invalid domain name {text}.")
        self.text = text


class MailFromNotSubdomain(InvalidParameter):
    """A MAIL FROM domain is not a subdomain of its identity's domain. Spec: mail_from.md §2 [P]."""

    def __init__(self, domain: str, identity: str) -> None:
        super().__init__(
            f"Provided MAIL-FROM domain <{domain}> is not subdomain of the domain of the identity <{identity}>."
        )
        self.domain = domain
        self.identity = identity


class MailFromParentNotVerified(InvalidParameter):
    """The identity of a MAIL FROM domain is not verified. Spec: mail_from.md §2 [P]."""

    def __init__(self, domain: str, identity: str) -> None:
        super().__init__(
            f"Provided MAIL-FROM domain <{domain}> or its parents are not verified for identity <{identity}>."
        )
        self.domain = domain
        self.identity = identity


class TopicMustStay(InvalidParameter):
    """A topic cannot be removed while feedback forwarding is disabled. The text is inferred."""

    def __init__(self, identity: str, kind: str) -> None:
        super().__init__(unconfirmed_messages.TOPIC_MUST_STAY.format(identity=identity, kind=kind))
        self.identity = identity


class ForwardingMustStay(InvalidParameter):
    """Forwarding cannot be disabled without topics for bounces and complaints. The text is inferred."""

    def __init__(self, identity: str) -> None:
        super().__init__(unconfirmed_messages.FORWARDING_MUST_STAY.format(identity=identity))
        self.identity = identity


class InvalidNotificationTopic(InvalidParameter):
    """The string is not the ARN of a topic. Spec: notifications.md §3 [U]."""

    def __init__(self, topic: str) -> None:
        super().__init__(f"SNS topic {topic} is invalid.")
        self.topic = topic


class NotificationTopicNotFound(InvalidParameter):
    """The topic does not exist. The text is inferred."""

    def __init__(self, arn: str) -> None:
        super().__init__(unconfirmed_messages.NOTIFICATION_TOPIC_NOT_FOUND.format(arn=arn))
        self.arn = arn


class NoIdentityToNotify(InvalidParameter):
    """Notifications cannot be set, because the identity does not exist. Spec: notifications.md §3 [P]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Identity {name} is invalid. Must be a verified email address or domain.")
        self.name = name


class NoIdentityForHeaders(InvalidParameter):
    """Notification headers cannot be set, because the identity does not exist.

    Spec: notifications.md §3 [P].
    """

    def __init__(self, name: str) -> None:
        # Unlike the sentence of `NoIdentityToNotify`, this one has the word "It".
        super().__init__(f"Identity {name} is invalid. It must be a verified email address or domain.")
        self.name = name


class InvalidPolicyName(InvalidParameter):
    """The name of a policy has characters other than letters, digits, hyphens and underscores.

    Spec: policies.md §2 [P].
    """

    def __init__(self) -> None:
        super().__init__(
            "PolicyName is invalid. Policy names must only include alpha-numeric characters, dashes, and underscores."
        )


class TooManyPolicyNames(InvalidParameter):
    """A request contains more policy names than SES accepts. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_POLICY_NAMES.format(maximum=maximum))


class PolicyTooLong(InvalidPolicy):
    """A policy has too many bytes. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.POLICY_TOO_LONG.format(maximum=maximum))


class PolicyWithoutStatements(InvalidPolicy):
    """A policy has no complete statements. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.INVALID_POLICY_STATEMENTS)


class PolicyNotJson(InvalidPolicy):
    """A policy is not JSON. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.INVALID_POLICY_JSON)
