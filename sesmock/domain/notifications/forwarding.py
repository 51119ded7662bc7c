"""Bounces and complaints as the mail by which SES forwards them. Spec: sending.md §4, Feedback mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sesmock.domain.events import event_documents
from sesmock.domain.events.event_details import Bounce
from sesmock.domain.identities import notification_settings
from sesmock.domain.mail import outgoing_fields
from sesmock.domain.sending import notices

if TYPE_CHECKING:
    from sesmock.domain.events.events import Event

_BOUNCE_SUBJECT = "Delivery Status Notification (Failure)"
_BOUNCE_TEXT = "An error occurred while trying to deliver the mail to the following recipients:"
# Seen in subjects and described; the sentences are not recorded (inferred).
_COMPLAINT_SUBJECT = "complaint about message from {ip_address}"
_COMPLAINT_TEXT = "This is an email abuse report for an email message from amazonses.com on {date}."
_REPLY_SUBJECT = "Automatic reply: {subject}"
_REPLY_TEXT = "This is an automatic reply of the following recipients:\n{recipients}\n"


def forward(event: Event) -> None:
    """Mail a bounce or a complaint, if the owner of its identity wants it so or hears of it in no other way.

    Spec: events.md §2, sending.md §4 [D].
    """
    _, identity = notification_settings.responsible_identity(event.message)
    if identity is None or identity.feedback_forwarding or not event.has_taker:
        _mail(event)


def _mail(event: Event) -> None:
    """Mail a bounce or a complaint to where its message wants feedback: the return path, else the sender.

    SES's own is a multipart/report with the message in it; this one says the same in its text.
    """
    message = event.message
    to = message.return_path or message.sender
    if to is None:
        return
    if isinstance(event.details, Bounce):
        sender, subject, text = _bounce(event, event.details)
    else:
        sender, subject, text = _complaint(event)
    notices.send(message.account, to=to, subject=subject, text=text, sender=sender)


def _bounce(event: Event, bounce: Bounce) -> tuple[str, str, str]:
    sender = f"MAILER-DAEMON@{_region(event)}amazonses.com"
    recipients = "\n".join(recipient.address for recipient in event.recipients)
    if bounce.automatic_reply:
        subject = _REPLY_SUBJECT.format(subject=event.message.subject)
        return sender, subject, _REPLY_TEXT.format(recipients=recipients)
    body: dict[str, Any] = event_documents.body(event)
    reports = "\n\n".join(map(_delivery_report, body["bouncedRecipients"]))
    return sender, _BOUNCE_SUBJECT, f"{_BOUNCE_TEXT}\n{recipients}\n\n{reports}\n"


def _delivery_report(recipient: dict[str, str]) -> str:
    """Return the fields of a delivery status notification (RFC 3464) for a recipient."""
    return (
        f"Final-Recipient: rfc822; {recipient['emailAddress']}\nAction: {recipient['action']}\n"
        f"Status: {recipient['status']}\nDiagnostic-Code: {recipient['diagnosticCode']}"
    )


def _complaint(event: Event) -> tuple[str, str, str]:
    """Return a complaint; the fields below are those of a feedback report (RFC 5965)."""
    message, body = event.message, event_documents.body(event)
    fields = {
        "Feedback-Type": body.get("complaintFeedbackType"),
        "User-Agent": body.get("userAgent"),
        "Original-Mail-From": message.sender,
    }
    lines = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    lines += [f"Original-Rcpt-To: {recipient.address}" for recipient in event.recipients]
    introduction = _COMPLAINT_TEXT.format(date=outgoing_fields.date(message.sent_at))
    return (
        f"complaints@{_region(event)}email-abuse.amazonses.com",
        _COMPLAINT_SUBJECT.format(ip_address=message.outgoing_host.ip_address),
        "\n".join([introduction, "", *lines, ""]),
    )


def _region(event: Event) -> str:
    """Return the part of a host name that tells the region; us-east-1 has none."""
    region = event.message.region
    return "" if region == "us-east-1" else f"{region}."
