"""The JSON documents of messages, events, refused calls and received mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.calls import list_recipients
from sesmock.domain.mail import addresses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.calls import Call
    from sesmock.domain.events.events import Event
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.mail.parsed_mail import Attachment
    from sesmock.domain.receiving.received import Received

Document = dict[str, object]


def summarize_message(message: SentMessage) -> Document:
    """Return a message's addresses, tags, outcomes and attachments, without the content and the events."""
    return {
        "message_id": message.message_id,
        "subject": message.subject,
        "sender": addresses.display(message.sender or ""),
        **_list_addresses(message),
        "return_path": addresses.display(message.return_path or ""),
        "sent_at": message.sent_at.isoformat(timespec="milliseconds"),
        "api": message.api,
        "operation": message.operation,
        "region": message.region,
        "account_id": message.account_id,
        "configuration_set": message.configuration_set,
        "template": message.template and message.template.name,
        "tags": dict(message.tags),
        "outcomes": {addresses.display(each): str(outcome) for each, outcome in message.outcomes.items()},
        "attachments": _list_attachments(list(message.attachments)),
    }


def describe_message(message: SentMessage) -> Document:
    """Return a message with its parts, headers, links and events."""
    return {
        **summarize_message(message),
        "text": message.text,
        "html": message.html,
        "headers": [[name, value] for name in message.headers for value in message.headers.get_all(name)],
        "links": list(message.links),
        "events": [describe_event(event) for event in message.events],
    }


def describe_event(event: Event) -> Document:
    """Return an event, with the document that SES publishes for it."""
    return {
        "type": str(event.type),
        "message_id": event.message_id,
        "timestamp": event.timestamp.isoformat(timespec="milliseconds"),
        "recipients": [addresses.display(each) for each in event.recipients],
        "region": event.region,
        "account_id": event.account_id,
        "document": event.document,
    }


def describe_refusal(call: Call) -> Document:
    """Return a refused call, with SES's error."""
    return {
        "api": call.service,
        "operation": call.operation,
        "region": call.region,
        "account_id": call.account_id,
        "code": call.code,
        "message": call.message,
        "status": call.error.status,
        "attempts": call.attempts,
        "to": list_recipients(call.params),
    }


def describe_received(received: Received) -> Document:
    """Return received mail, with its rules and actions."""
    return {
        "message_id": received.message_id,
        "subject": received.subject,
        "sender": addresses.display(received.sender or ""),
        **_list_addresses(received),
        "source": addresses.display(received.source or ""),
        "received_at": received.received_at.isoformat(timespec="milliseconds"),
        "region": received.region,
        "account_id": received.account_id,
        "accepted": received.accepted,
        "smtp_reply": received.smtp_reply,
        "rules": [run.name for run in received.rules],
        "actions": [{"rule": run.rule, "type": run.type} for run in received.actions],
        "text": received.text,
        "html": received.html,
        "attachments": _list_attachments(list(received.attachments)),
    }


def _list_addresses(mail: SentMessage | Received) -> Document:
    names = ("to", "cc", "bcc", "reply_to", "recipients")
    return {name: [addresses.display(each) for each in getattr(mail, name)] for name in names}


def _list_attachments(attachments: Sequence[Attachment]) -> list[Document]:
    return [
        {
            "file_name": each.file_name,
            "content_type": each.content_type,
            "content_id": each.content_id,
            "inline": each.inline,
            "size": len(each.content),
        }
        for each in attachments
    ]
