"""Forward bounces and complaints by email. Spec: notifications.md §2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.events.event_details import Bounce, Complaint
from sesmock.domain.identities import notification_settings
from sesmock.domain.sending import notices

if TYPE_CHECKING:
    from sesmock.domain.events.events import Event
    from sesmock.domain.identities.identities import Identity
    from sesmock.domain.mail.addresses import Address

# No forwarded automatic reply has been recorded, so these texts are inferred.
_REPLY_SUBJECT = "Automatic reply: {subject}"
_REPLY_TEXT = "This is an automatic reply of the following recipients:\n{recipients}\n"


def forward(event: Event) -> None:
    """Forward a bounce or complaint if the identity's owner enabled forwarding, or gets no other notification.

    Spec: notifications.md §1; identities.md §1 [D].
    """
    _, identity = notification_settings.find_responsible_identity(event.message)
    if identity is None or identity.feedback_forwarding or not event.has_consumer:
        _mail(event, identity)


def _mail(event: Event, identity: Identity | None) -> None:
    """Mail a bounce or a complaint to the return path of its message, or else to the sender."""
    message = event.message
    to = message.return_path or message.sender
    details = event.details
    if isinstance(details, Bounce) and details.automatic_reply:
        _mail_reply(event, to)
        return
    from sesmock.domain.notifications import feedback_reports

    if isinstance(details, Complaint):
        sender = f"complaints@{_zone(event)}email-abuse.amazonses.com"
        domain = _mail_from_domain(event, identity)
        data = feedback_reports.compose_complaint(
            event, details, sender=sender, to=to, mail_from_domain=domain
        )
    else:
        sender = _mailer_daemon(event)
        data = feedback_reports.compose_bounce(event, sender=sender, to=to)
    notices.send_raw(message.account, data, sender=sender, to=to)


def _mail_reply(event: Event, to: Address) -> None:
    recipients = "\n".join(recipient.address for recipient in event.recipients)
    notices.send(
        event.message.account,
        to=to,
        subject=_REPLY_SUBJECT.format(subject=event.message.subject),
        text=_REPLY_TEXT.format(recipients=recipients),
        sender=_mailer_daemon(event),
    )


def _mailer_daemon(event: Event) -> str:
    return f"MAILER-DAEMON@{_zone(event)}amazonses.com"


def _mail_from_domain(event: Event, identity: Identity | None) -> str:
    """Return the domain in the message's MAIL FROM: the identity's MAIL FROM domain, or else SES's."""
    mail_from = None if identity is None else identity.mail_from
    if mail_from is not None and mail_from.verification.has_succeeded:
        return mail_from.domain
    return f"{_zone(event)}amazonses.com"


def _zone(event: Event) -> str:
    """Return the region as a part of a host name; empty in us-east-1. Spec: notifications.md §2 [R]."""
    region = event.message.region
    return "" if region == "us-east-1" else f"{region}."
