"""The documents that SES publishes about mail to its mailbox simulator.

Spec: events.md §2, §4, §6, §7; notifications.md §1; simulator.md §1 [R].

The facts come from recordings made in 2025 and 2026, which have no license;
docs/behavior/samples/README.md lists them.
"""

from __future__ import annotations

from typing import Any

MESSAGE_ID = "0100019d00000000-00000000-0000-4000-8000-000000000000-000000"
TIME = "2026-03-01T12:00:00.123Z"
SECOND = "2026-03-01T12:00:00.000Z"
IP = "198.51.100.7"
USER_UNKNOWN = "smtp; 550 5.1.1 As requested: user unknown"


def address(mailbox: str) -> str:
    """Return the address of a simulator mailbox."""
    return f"{mailbox}@simulator.amazonses.com"


def event(kind: str, mailbox: str, *, sender: str, subject: str, configuration_set: str) -> dict[str, Any]:
    """Return the event of a message with text and HTML to a mailbox, as SES publishes it."""
    headers = composed_headers(sender, address(mailbox), subject)
    common = {"from": [sender], "to": [address(mailbox)], "messageId": MESSAGE_ID, "subject": subject}
    mail = {
        "timestamp": TIME,
        "source": sender,
        "sourceArn": f"arn:aws:ses:us-east-1:123456789012:identity/{sender.partition('@')[2]}",
        "sendingAccountId": "123456789012",
        **_destination(mailbox, headers, common),
        "tags": _tags(sender, configuration_set, is_delivery=kind == "Delivery"),
    }
    return _document("eventType", kind, mail, _body(kind, mailbox, TIME, "us-east-1"))


def notification(
    kind: str, mailbox: str, *, source_arn: str, headers: list[dict[str, str]], source: str
) -> dict[str, Any]:
    """Return the notification of an identity, which has headers but no tags, and times in whole seconds."""
    values = {header["name"]: header["value"] for header in headers}
    mail = {
        "timestamp": TIME,
        "source": source,
        "sourceArn": source_arn,
        "sourceIp": IP,
        "callerIdentity": "app-user",
        "sendingAccountId": "123456789012",
        **_destination(
            mailbox, headers, {"from": [values["From"]], "to": [values["To"]], "subject": values["Subject"]}
        ),
    }
    return _document("notificationType", kind, mail, _body(kind, mailbox, SECOND, source_arn.split(":")[3]))


def composed_headers(sender: str, to: str, subject: str) -> list[dict[str, str]]:
    """Return the headers that SES writes for text and HTML. SES writes two spaces after the media type."""
    return [
        {"name": "From", "value": sender},
        {"name": "To", "value": to},
        {"name": "Subject", "value": subject},
        {"name": "MIME-Version", "value": "1.0"},
        {"name": "Content-Type", "value": 'multipart/alternative;  boundary="----=_Part_1_2.1772366400123"'},
    ]


def _document(discriminator: str, kind: str, mail: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Return a document, in which the details of a bounce or complaint come before the mail."""
    parts = [(kind.lower(), body), ("mail", mail)]
    return {discriminator: kind, **dict(parts if kind in {"Bounce", "Complaint"} else parts[::-1])}


def _destination(
    mailbox: str, headers: list[dict[str, str]], common_headers: dict[str, Any]
) -> dict[str, Any]:
    return {
        "messageId": MESSAGE_ID,
        "destination": [address(mailbox)],
        "headersTruncated": False,
        "headers": headers,
        "commonHeaders": common_headers,
    }


def _tags(sender: str, configuration_set: str, *, is_delivery: bool) -> dict[str, list[str]]:
    return {
        "ses:source-tls-version": ["TLSv1.3"],
        "ses:operation": ["SendEmail"],
        "ses:configuration-set": [configuration_set],
        **({"ses:outgoing-tls-version": ["TLSv1.3"]} if is_delivery else {}),
        "ses:source-ip": [IP],
        "ses:from-domain": [sender.partition("@")[2]],
        "ses:caller-identity": ["app-user"],
        **({"ses:outgoing-ip": [IP]} if is_delivery else {}),
    }


def _body(kind: str, mailbox: str, time: str, region: str) -> dict[str, Any]:
    bodies = {
        "Send": {},
        "Delivery": _delivery(mailbox, _host(region)),
        "Bounce": _bounce(mailbox, time, _host(region)),
        "Complaint": _complaint(mailbox, time),
    }
    return bodies[kind]


def _host(region: str) -> str:
    """Return the sending host of a region; the host of us-east-1 has no region in its name."""
    return (
        "a8-86.smtp-out.amazonses.com" if region == "us-east-1" else f"e240-2.smtp-out.{region}.amazonses.com"
    )


def _delivery(mailbox: str, host: str) -> dict[str, Any]:
    return {
        "timestamp": TIME,
        "processingTimeMillis": 601,
        "recipients": [address(mailbox)],
        "smtpResponse": "250 Ok",
        "remoteMtaIp": IP,
        "reportingMTA": host,
    }


def _complaint(mailbox: str, time: str) -> dict[str, Any]:
    return {
        "feedbackId": MESSAGE_ID,
        "complaintSubType": None,
        "complainedRecipients": [{"emailAddress": address(mailbox)}],
        "timestamp": time,
        "userAgent": "Amazon SES Mailbox Simulator",
        "complaintFeedbackType": "abuse",
        "arrivalDate": TIME,
    }


def _bounce(mailbox: str, time: str, host: str) -> dict[str, Any]:
    """Return the details of a bounce, which for an automatic reply have no reporting server."""
    of_server = {"remoteMtaIp": IP, "reportingMTA": f"dns; {host}"}
    return {
        "feedbackId": MESSAGE_ID,
        "bounceType": "Transient" if mailbox == "ooto" else "Permanent",
        "bounceSubType": "General",
        "bouncedRecipients": [{"emailAddress": address(mailbox), **_status(mailbox)}],
        "timestamp": time,
        **({} if mailbox == "ooto" else of_server),
    }


def _status(mailbox: str) -> dict[str, str]:
    suppressed = f"{USER_UNKNOWN} (suppressed address: {address(mailbox)})"
    codes = {"bounce": f"{USER_UNKNOWN} <{address(mailbox)}>", "suppressionlist": suppressed}
    if mailbox not in codes:
        return {}
    return {"action": "failed", "status": "5.1.1", "diagnosticCode": codes[mailbox]}
