"""Non-delivery reports: multipart/report (RFC 3462) with delivery-status fields (RFC 3464)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sesmock.domain.mail import composing
from sesmock.domain.mail.headers import header_encoding, outgoing_fields
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

SUBJECT = "Delivery Status Notification (Failure)"
EXPLANATION = "This message could not be delivered."

Fields = tuple[tuple[str, str], ...]
Field = tuple[str, str | None]


class DsnAction(Word):
    """The action that a report states for a recipient."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


@dataclass(frozen=True, slots=True)
class RecipientStatus:
    """The status of an email for a recipient; ``extensions`` are fields that the caller adds."""

    recipient: str
    action: DsnAction
    status: str
    diagnostic_code: str | None = None
    remote_mta: str | None = None
    last_attempt: datetime | None = None
    extensions: Fields = ()


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A report that quotes an email's header; ``reporting_mta`` includes its type, as in ``dns; example.com``."""

    sender: str
    to: str
    reporting_mta: str
    recipients: tuple[RecipientStatus, ...]
    original_header: bytes
    explanation: str | None = None
    arrival: datetime | None = None
    extensions: Fields = ()


def compose(report: DeliveryReport, boundary: str) -> bytes:
    """Return a report as MIME; line ends in values become spaces. Spec: receiving.md §10 [U, I]."""
    header = [
        ("Subject", SUBJECT),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/report; report-type=delivery-status; boundary="{boundary}"'),
    ]
    parts = [_explanation(report), _delivery_status(report), _original(report)]
    delimiter = f"--{boundary}".encode()
    mailboxes = [
        header_encoding.write_mailbox_field("From", [report.sender]),
        header_encoding.write_mailbox_field("To", [report.to]),
    ]
    lines = [
        *mailboxes,
        _lines(header),
        *(line for part in parts for line in (delimiter, part)),
        delimiter + b"--",
        b"",
    ]
    return b"\r\n".join(lines)


def _explanation(report: DeliveryReport) -> bytes:
    text = (report.explanation or EXPLANATION).encode("utf-8", "replace")
    encoding, body = composing.encode_transfer(text)
    header = [("Content-Type", "text/plain; charset=UTF-8"), ("Content-Transfer-Encoding", encoding)]
    return _lines(header) + b"\r\n" + body


def _delivery_status(report: DeliveryReport) -> bytes:
    header: list[Field] = [
        ("Content-Type", "message/delivery-status"),
        ("Content-Transfer-Encoding", "7bit"),
        ("Content-Description", "Delivery Status Notification"),
    ]
    message: list[Field] = [
        ("Reporting-MTA", report.reporting_mta),
        ("Arrival-Date", _date(report.arrival)),
        *report.extensions,
    ]
    # A blank line separates the fields of the message from the fields of each recipient (RFC 3464 §2.1).
    groups = [header, message, *map(_status, report.recipients)]
    return b"\r\n".join(map(_lines, groups))


def _status(status: RecipientStatus) -> list[Field]:
    return [
        # The address is preceded by its type (RFC 3464 §2.3.2).
        ("Final-Recipient", f"rfc822; {status.recipient}"),
        ("Action", status.action),
        ("Status", status.status),
        ("Remote-MTA", status.remote_mta),
        ("Diagnostic-Code", status.diagnostic_code),
        ("Last-Attempt-Date", _date(status.last_attempt)),
        *status.extensions,
    ]


def _original(report: DeliveryReport) -> bytes:
    encoding = "7bit" if report.original_header.isascii() else "8bit"
    header = [("Content-Type", "text/rfc822-headers"), ("Content-Transfer-Encoding", encoding)]
    return _lines(header) + b"\r\n" + report.original_header


def _date(time: datetime | None) -> str | None:
    return None if time is None else outgoing_fields.date(time)


def _lines(fields: Iterable[Field]) -> bytes:
    """Return fields, one per line; fields without a value are left out."""
    return b"".join(
        header_encoding.write_text_field(name, value) + b"\r\n" for name, value in fields if value is not None
    )
