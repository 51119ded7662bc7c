"""The bounce reports that rules send to the sender of an email. Spec: receiving.md §8, §9."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.mail import raw_mail
from sesmock.domain.receiving.received_headers import find_inbound_host
from sesmock.domain.receiving.reports import delivery_reports
from sesmock.domain.receiving.reports.delivery_reports import DeliveryReport, DsnAction, RecipientStatus
from sesmock.domain.sending import notices

if TYPE_CHECKING:
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.receiving.actions import BounceAction
    from sesmock.domain.receiving.received import Received
    from sesmock.domain.receiving.reports.documents import Receipt

_TOO_LARGE = ("552", "5.3.4", "Message too large")


def send(received: Received, receipt: Receipt, action: BounceAction) -> SentMessage | None:
    """Send the report of a bounce action; return it, or None if the mail has no sender."""
    # The reply code says only whether the failure is permanent (5) or temporary (4); X.0.0 is an undefined status
    # (RFC 3463 §3.1).
    status = action.status_code or f"{action.smtp_reply_code[0]}.0.0"
    return _send(received, receipt, action.sender, (action.smtp_reply_code, status, action.message))


def send_too_large(received: Received, receipt: Receipt) -> SentMessage | None:
    """Send the report of an email that is too large for a topic (the text is inferred)."""
    zone = "" if received.region == "us-east-1" else f"{received.region}."
    return _send(received, receipt, f"MAILER-DAEMON@{zone}amazonses.com", _TOO_LARGE)


def find_reporting_mta(region: str) -> str:
    """Return the reporting host, in the format of a delivery report. Spec: receiving.md §10."""
    return f"dns; {find_inbound_host(region)}"


def read_original_header(received: Received) -> bytes:
    """Return the header that a report quotes."""
    raw = received.raw
    return raw[: raw_mail.measure_header(raw)]


def make_boundary(received: Received) -> str:
    """Return a boundary that does not occur in any header."""
    return f"----=_Report_{received.message_id}"


def _send(
    received: Received, receipt: Receipt, sender: str, diagnosis: tuple[str, str, str]
) -> SentMessage | None:
    # An empty MAIL FROM marks a report, and a report about a report could start a loop (RFC 5321 §6.1).
    if received.source is None:
        return None
    reply_code, status, text = diagnosis
    report = DeliveryReport(
        sender,
        received.source,
        find_reporting_mta(received.region),
        tuple(
            RecipientStatus(
                recipient, DsnAction.FAILED, status, diagnostic_code=f"smtp; {reply_code} {status} {text}"
            )
            for recipient in receipt.recipients
        ),
        read_original_header(received),
        explanation=text,
    )
    data = delivery_reports.compose(report, make_boundary(received))
    with received.account.world.change():
        return notices.send_raw(received.account, data, sender=sender, to=received.source)
