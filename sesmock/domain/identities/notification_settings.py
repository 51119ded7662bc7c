"""The notification settings of identities for bounces, complaints and deliveries.

Spec: notifications.md §5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.aws.arns import is_arn, parse_arn
from sesmock.domain.errors import InvalidParameter
from sesmock.domain.events.event_types import EventType
from sesmock.domain.identities import identities
from sesmock.domain.identities.errors import (
    ForwardingMustStay,
    InvalidNotificationTopic,
    NoIdentityForHeaders,
    NoIdentityToNotify,
    NotificationTopicNotFound,
    TopicMustStay,
)

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.identities.identities import Identity
    from sesmock.domain.mail.messages import SentMessage


KINDS = (EventType.BOUNCE, EventType.COMPLAINT, EventType.DELIVERY)
"""The types of events about which SES notifies the owner of an identity."""
# The owner must learn of these, so either feedback forwarding is enabled or both types have a topic.
_FEEDBACK = (EventType.BOUNCE, EventType.COMPLAINT)


class NotificationTopicSet(NamedTuple):
    """An announcement that a topic was set for a type of notification."""

    account: Account
    identity: Identity
    kind: EventType
    topic: str


def find_responsible_identity(message: SentMessage) -> tuple[Account, Identity | None]:
    """Return the account and the identity that authorized a message, whose notification settings apply to it.

    A verified address takes precedence over its domain. Spec: notifications.md §1 [D].
    """
    account, name = message.account, message.authorized_by
    # The name is None if the mock accepts any sender, because then no identity was checked.
    if name is None:
        sender = message.sender
        return account, None if sender is None else identities.find_verified(account, sender)
    arn = parse_arn(name)
    if arn is None:
        return account, identities.find(account, name)
    owner = account.world.account(arn.account_id, arn.region)
    return owner, identities.find(owner, arn.name)


def set_topic(account: Account, name: str, kind: EventType, topic: str | None) -> None:
    """Set or remove the SNS topic for a type of notification; ``name`` is the name or the ARN of the identity.

    SES publishes a confirmation to the topic. Raise `InvalidParameter` for an unknown identity, for a malformed
    ARN, for a topic that does not exist, and for the removal of a topic while feedback forwarding is disabled.
    """
    identity = _get_identity(account, name)
    # Only a missing topic clears the setting; SES refuses an empty one. Spec: notifications.md §3 [U].
    if topic is not None:
        _check_topic(topic)
        if account.world.aws_services.topic_exists(account, topic) is False:
            raise NotificationTopicNotFound(topic)
        identity.notification_topics[kind] = topic
        account.world.add_consumer("notification topic")
        account.world.announce(NotificationTopicSet(account, identity, kind, topic))
        return
    if kind in _FEEDBACK and kind in identity.notification_topics and not identity.feedback_forwarding:
        raise TopicMustStay(identity.name, kind)
    identity.notification_topics.pop(kind, None)


def set_feedback_forwarding_with_topics(account: Account, name: str, *, enabled: bool) -> None:
    """Enable or disable feedback forwarding; SES v1 disables it only if bounces and complaints have topics.

    Raise `InvalidParameter`.
    """
    identity = _get_identity(account, name)
    if not enabled and not all(kind in identity.notification_topics for kind in _FEEDBACK):
        raise ForwardingMustStay(identity.name)
    identity.feedback_forwarding = enabled


def set_feedback_forwarding(account: Account, name: str, *, enabled: bool) -> None:
    """Enable or disable feedback forwarding; without topics, SES forwards feedback even if it is disabled.

    Raise `InvalidParameter` for an unknown identity. Spec: notifications.md §3 [P], §4.
    """
    _get_identity(account, name).feedback_forwarding = enabled


def set_headers(account: Account, name: str, kind: EventType, *, enabled: bool) -> None:
    """Include or omit the original headers in a type of notification; raise `InvalidParameter`."""
    # The setting does not require a topic. Spec: notifications.md §1 [R].
    identity = _get_identity(account, name, NoIdentityForHeaders)
    if enabled:
        identity.headers_in_notifications.add(kind)
    else:
        identity.headers_in_notifications.discard(kind)


def check_possible(name: str) -> None:
    """Raise `InvalidParameter` for a name that is neither an address nor a domain.

    Spec: notifications.md §3 [U].
    """
    try:
        identities.check(name)
    except InvalidParameter:
        raise NoIdentityToNotify(name) from None


def _get_identity(
    account: Account,
    name: str,
    error: type[NoIdentityToNotify | NoIdentityForHeaders] = NoIdentityToNotify,
) -> Identity:
    """Return an identity by name or ARN, verified or not, although the error text requires a verified one.

    Raise `InvalidParameter`. Spec: notifications.md §3 [R, P].
    """
    identity = identities.find_by_name_or_arn(account, name)
    if identity is None:
        raise error(name)
    return identity


def _check_topic(topic: str) -> None:
    if not is_arn(topic, "sns", ".+"):
        raise InvalidNotificationTopic(topic)
