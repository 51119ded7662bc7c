"""How an identity's owner hears of bounces, complaints and deliveries: by SNS and by mail. Spec: events.md §2."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from sesmock.domain import identities, publications
from sesmock.domain.arns import parse_arn
from sesmock.domain.event_types import EventType
from sesmock.domain.publications import Publication

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.events import Event
    from sesmock.domain.identities import Identity
    from sesmock.domain.notification_settings import NotificationType


def notify(account: Account, event: Event, *, published: bool) -> None:
    """Tell an identity's owner of a bounce, complaint or delivery; ``published``: an event destination is told too.

    Bounces and complaints are also mailed if the owner wants it so, or hears of them in no other way.
    Spec: events.md §2, sending.md §4 [D].
    """
    kind = cast("NotificationType", event.type.value)
    owner, identity = _sender(account, event)
    notified = identity is not None and _publish(owner, identity, kind, event)
    forwards = identity is None or identity.feedback_forwarding
    if event.type is not EventType.DELIVERY and (forwards or not (notified or published)):
        from sesmock.domain import forwarding

        forwarding.forward(account, event)


def confirm(account: Account, identity: Identity, kind: NotificationType, topic: str) -> None:
    """Publish to a topic that the owner of an identity is notified there. Spec: events.md §2, Other facts [Q]."""
    from sesmock.domain import notification_documents

    text = notification_documents.confirmation(topic, kind, identity.name)
    confirmation = Publication(account, "sns", topic, text, purpose="confirmation", identity=identity.name)
    publications.record(account, confirmation)


def _sender(account: Account, event: Event) -> tuple[Account, Identity | None]:
    """Return the identity whose settings count, and its account: the one that let the message be sent.

    A verified address counts before its domain. Spec: events.md §2 [D].
    """
    message = event.message
    name = message.authorised_by
    if name is None:  # identities were not asked for
        sender = message.sender
        return account, None if sender is None else identities.verified_for(account, sender)
    arn = parse_arn(name)
    if arn is None:
        return account, identities.find(account, name)
    owner = account.world.account(arn.account_id, arn.region)
    return owner, identities.find(owner, arn.name)


def _publish(owner: Account, identity: Identity, kind: NotificationType, event: Event) -> bool:
    """Notify the topic that an identity has for a type; return whether there is one.

    A topic for bounces or complaints that is gone is given up, and they are mailed again. Spec: events.md §2 [D].
    """
    topic = identity.notification_topics.get(kind)
    if topic is None:
        return False
    if owner.world.neighbours.topic_exists(owner, topic) is False:
        if event.type is not EventType.DELIVERY:
            del identity.notification_topics[kind]
            identity.feedback_forwarding = True
        return False
    from sesmock.domain import notification_documents

    headers = kind in identity.headers_in_notifications
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
