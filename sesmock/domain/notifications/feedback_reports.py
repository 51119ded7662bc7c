"""Reports of bounces and complaints in multipart/report format (RFC 3462), as SES forwards them.

Spec: notifications.md §2 [R].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sesmock.domain.events import event_documents
from sesmock.domain.mail import composing, event_constants
from sesmock.domain.mail.headers import header_encoding, outgoing_fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.domain.events.event_details import Complaint
    from sesmock.domain.events.events import Event
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage

_CRLF = b"\r\n"
_BOUNCE_SUBJECT = "Delivery Status Notification (Failure)"
_BOUNCE_TEXT = "An error occurred while trying to deliver the mail to the following recipients:"
_SIMULATED_COMPLAINT_TEXT = (
    "Hello,\n\nThis is an example of a complaint email response.\n\n"
    "Thank you,\n\n-Amazon SES Mailbox Simulator\n"
)
# Each mailbox provider writes its own complaints. This subject is the one that Hotmail used, and the text is that of
# RFC 5965 (inferred). Spec: choices.md §2.
_COMPLAINT_SUBJECT = "complaint about message from {ip_address}"
_COMPLAINT_TEXT = "This is an email abuse report for an email message from amazonses.com on {date}.\n"

Fields = Sequence[tuple[str, str | None]]


def compose_bounce(event: Event, *, sender: str, to: Address) -> bytes:
    """Return the report of a bounce as raw mail, without the fields that SES adds to outgoing mail."""
    body: dict[str, Any] = event_documents.build_body(event)
    addresses = [recipient.address for recipient in event.recipients]
    groups: list[Fields] = [[("Reporting-MTA", body["reportingMTA"])]]
    for address, recipient in zip(addresses, body["bouncedRecipients"], strict=True):
        groups.append(
            [
                ("Action", recipient["action"]),
                ("Final-Recipient", f"rfc822; {address}"),
                ("Diagnostic-Code", recipient["diagnosticCode"]),
                ("Status", recipient["status"]),
            ]
        )
    parts = [
        _text_part("\n".join([_BOUNCE_TEXT, *addresses]), "Notification"),
        _report_part("delivery-status", groups, "Delivery Status Notification"),
        _message_part(event.message, "Undelivered Message"),
    ]
    return _compose(event, _header(sender, to, _BOUNCE_SUBJECT), "delivery-status", parts)


def compose_complaint(
    event: Event, complaint: Complaint, *, sender: str, to: Address, mail_from_domain: str
) -> bytes:
    """Return the report of a complaint (RFC 5965) as raw mail, without the fields that SES adds to outgoing mail."""
    message = event.message
    fields: Fields = [
        ("Feedback-Type", complaint.feedback_type),
        ("User-Agent", complaint.user_agent),
        ("Version", "3.0"),
        ("Original-Envelope-Id", message.headers["Message-ID"]),
        ("Original-Mail-From", f"{message.message_id}@{mail_from_domain}"),
        *(("Original-Rcpt-to", recipient.address) for recipient in event.recipients),
        ("Source-IP", message.outgoing_host.ip_address),
    ]
    subject, text = _complaint_words(message, complaint)
    parts = [_text_part(text), _report_part("feedback-report", [fields]), _message_part(message)]
    return _compose(event, _header(sender, to, subject), "feedback-report", parts)


def _complaint_words(message: SentMessage, complaint: Complaint) -> tuple[str, str]:
    if complaint.user_agent == event_constants.SIMULATOR:
        # The simulator writes no space after the colon. Spec: notifications.md §2 [R].
        return f"FW:{message.subject}", _SIMULATED_COMPLAINT_TEXT
    subject = _COMPLAINT_SUBJECT.format(ip_address=message.outgoing_host.ip_address)
    return subject, _COMPLAINT_TEXT.format(date=outgoing_fields.date(message.sent_at))


def _header(sender: str, to: Address, subject: str) -> list[bytes]:
    """Return the first fields of the header."""
    # Date and Message-ID are empty, because SES replaces both in place. Spec: messages.md §7 [R].
    return [
        b"Date: ",
        header_encoding.write_mailbox_field("From", [sender]),
        header_encoding.write_mailbox_field("To", [to]),
        b"Message-ID: ",
        header_encoding.write_text_field("Subject", subject),
        b"MIME-Version: 1.0",
    ]


def _compose(event: Event, header: Iterable[bytes], report_type: str, parts: Iterable[bytes]) -> bytes:
    boundary = composing.Boundaries(event.feedback_id, int(event.occurred_at * 1000)).next().encode()
    # SES folds this field with a tab after the space. Spec: notifications.md §2 [R].
    content_type = b'Content-Type: multipart/report; \r\n\tboundary="%s"; \r\n\treport-type=%s'
    delimiter = b"--" + boundary
    lines = [*header, content_type % (boundary, report_type.encode()), b""]
    return _CRLF.join(
        [*lines, *(line for part in parts for line in (delimiter, part)), delimiter + b"--", b""]
    )


def _text_part(text: str, description: str | None = None) -> bytes:
    header: Fields = [
        ("Content-Type", "text/plain; charset=us-ascii"),
        ("Content-Transfer-Encoding", "7bit"),
        ("Content-Description", description),
    ]
    return _lines(header) + _CRLF + text.replace("\n", "\r\n").encode("ascii", "replace")


def _report_part(subtype: str, groups: Iterable[Fields], description: str | None = None) -> bytes:
    header: Fields = [
        ("Content-Type", f"message/{subtype}"),
        ("Content-Transfer-Encoding", "7bit"),
        ("Content-Description", description),
    ]
    return b"".join(_lines(group) + _CRLF for group in (header, *groups))


def _message_part(message: SentMessage, description: str | None = None) -> bytes:
    header: Fields = [("Content-Type", "message/rfc822"), ("Content-Description", description)]
    return _lines(header) + _CRLF + message.raw


def _lines(fields: Fields) -> bytes:
    """Return fields, one per line without folding; fields without a value are left out.

    Spec: notifications.md §2 [R].
    """
    return b"".join(
        f"{name}: {header_encoding.join_lines(value)}\r\n".encode("ascii", "replace")
        for name, value in fields
        if value is not None
    )
