"""The rows of the inbox's list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sesmock.domain.clock import to_datetime
from sesmock.domain.mail import addresses
from sesmock.domain.mail.html import html_text
from sesmock.inspector import failure_text
from sesmock.server.inbox.items import OF_SES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.receiving.received import Received
    from sesmock.server.inbox.items import Item, Refusal

Row = dict[str, object]

_MAX_PREVIEW = 140
_MAX_SUBJECT = 300
_MAX_RECIPIENTS = 5
_BLANKS = re.compile(r"\s+")


def summarize(item: Item) -> Row:
    """Return the row of an item: its kind, time, place, addresses, subject, the start of its text, and states."""
    return {"id": item.id, "kind": item.kind, **_summarize_record(item)}


def _summarize_record(item: Item) -> Row:
    if item.kind == "refused":
        return _summarize_refusal(item.record)
    row = {**_summarize_mail(item), **_describe_states(item)}
    if item.kind == "unrendered":
        row["subject"] = failure_text.rendering_error(item.record)[:_MAX_SUBJECT]
    return row


def _summarize_mail(item: Item) -> Row:
    mail: SentMessage | Received = item.record
    return {
        "from": addresses.display(mail.sender or ""),
        **_list_recipients(mail.to or mail.recipients),
        "subject": mail.subject[:_MAX_SUBJECT],
        "preview": _shorten(_read_start(mail)),
        "at": to_datetime(_find_time(item)).isoformat(timespec="milliseconds"),
        "place": f"{mail.account_id} {mail.region}",
        "attachments": len(mail.attachments),
    }


def _describe_states(item: Item) -> Row:
    """Return the outcomes and events of sent mail, or whether received mail was accepted, without duplicates."""
    if item.kind not in OF_SES:
        return {"states": ["accepted" if item.record.accepted else "not accepted"], "tags": []}
    message: SentMessage = item.record
    outcomes = dict.fromkeys(map(str, message.outcomes.values()))
    engagement = dict.fromkeys(_ENGAGEMENT[each.type] for each in message.events if each.type in _ENGAGEMENT)
    tags = [f"{name}={value}" for name, value in message.tags.items() if not name.startswith("ses:")]
    return {"states": [*outcomes, *engagement], "tags": tags}


_ENGAGEMENT = {
    "Open": "opened",
    "Click": "clicked",
    "DeliveryDelay": "delayed",
    "Subscription": "unsubscribed",
}


def _summarize_refusal(refusal: Refusal) -> Row:
    return {
        "from": refusal.sender,
        **_list_recipients(refusal.recipients),
        "subject": refusal.error[:_MAX_SUBJECT],
        "preview": f"{refusal.call.service} {refusal.call.operation}",
        "at": None,
        "place": f"{refusal.call.account_id} {refusal.call.region}",
        "attachments": 0,
        "states": ["refused"],
        "tags": [],
    }


def _list_recipients(recipients: Iterable[Address | str]) -> Row:
    texts = [addresses.display(each) if isinstance(each, addresses.Address) else each for each in recipients]
    return {"to": texts[:_MAX_RECIPIENTS], "others": max(0, len(texts) - _MAX_RECIPIENTS)}


def _find_time(item: Item) -> float:
    moment: float = item.record.accepted_at if item.kind in OF_SES else item.record.received_seconds
    return moment


def _read_start(mail: SentMessage | Received) -> str:
    # Mail can be large, so only its start is read. It has more than enough characters, unless most are spaces.
    length = _MAX_PREVIEW * 4
    return html_text.extract_start(mail.html or "", length) if mail.text is None else mail.text[:length]


def _shorten(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()[:_MAX_PREVIEW]
