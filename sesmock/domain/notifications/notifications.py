"""How an identity's owner hears of bounces, complaints and deliveries: by SNS. Spec: events.md §2."""

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
    """Notify the topic of an identity of a bounce, complaint or delivery. Spec: events.md §2 [D]."""
    owner, identity = notification_settings.responsible_identity(event.message)
    if identity is not None and _publish(owner, identity, event):
        event.has_taker = True


def confirm(change: NotificationTopicSet) -> None:
    """Publish to a topic that the owner of an identity is notified there. Spec: events.md §2, Other facts [Q]."""
    from sesmock.domain.notifications import notification_documents

    account, identity, kind, topic = change
    text = notification_documents.confirmation(topic, kind, identity.name)
    confirmation = Publication(account, "sns", topic, text, purpose="confirmation", identity=identity.name)
    publications.record(account, confirmation)


def _publish(owner: Account, identity: Identity, event: Event) -> bool:
    """Notify the topic that an identity has for a type of events; return whether there is one.

    A topic for bounces or complaints that is gone is given up, and they are mailed again. Spec: events.md §2 [D].
    """
    topic = identity.notification_topics.get(event.type)
    if topic is None:
        return False
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
            partial(notification_documents.text, event, headers=headers),
            purpose="notification",
            event=event,
            identity=identity.name,
        ),
    )
    return True
