"""Publish notifications of bounces, complaints and deliveries to SNS topics. Spec: notifications.md §1."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sesmock.domain.events import publications
from sesmock.domain.events.event_types import EventType
from sesmock.domain.events.publications import Publication
from sesmock.domain.identities import notification_settings

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.events.events import Event
    from sesmock.domain.identities.identities import Identity
    from sesmock.domain.identities.notification_settings import NotificationTopicSet


def notify(event: Event) -> None:
    """Publish a bounce, complaint or delivery to the notification topic of the identity.

    Spec: notifications.md §1 [D].
    """
    owner, identity = notification_settings.find_responsible_identity(event.message)
    if identity is not None and _publish(owner, identity, event):
        event.has_consumer = True


def confirm(change: NotificationTopicSet) -> None:
    """Publish a confirmation to a new notification topic. Spec: notifications.md §1 [U]."""
    from sesmock.domain.notifications import notification_documents

    account, identity, kind, topic = change
    text = notification_documents.dump_confirmation(topic, kind, identity.name)
    confirmation = Publication(account, "sns", topic, text, purpose="confirmation", identity=identity.name)
    publications.record(account, confirmation)


def _publish(owner: Account, identity: Identity, event: Event) -> bool:
    """Publish an event to the identity's topic for events of this type; return False if there is no such topic.

    If a topic for bounces or complaints was deleted, SES forgets the topic and enables feedback forwarding.
    Spec: notifications.md §1 [D].
    """
    topic = identity.notification_topics.get(event.type)
    if topic is None:
        return False
    # None means that no mock of SNS is active. In that case, the topic counts as existing.
    if owner.world.aws_services.topic_exists(owner, topic) is False:
        if event.type is not EventType.DELIVERY:
            del identity.notification_topics[event.type]
            identity.feedback_forwarding = True
        return False
    from sesmock.domain.notifications import notification_documents

    headers = event.type in identity.headers_in_notifications
    publications.record(
        owner,
        Publication(
            owner,
            "sns",
            topic,
            partial(notification_documents.dump_text, event, headers=headers),
            purpose="notification",
            event=event,
            identity=identity.name,
        ),
    )
    return True
