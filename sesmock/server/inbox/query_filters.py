"""The filters of the inbox's query language. Filters that the outbox also has work as they do there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from sesmock.domain.events.event_types import EventType
from sesmock.domain.mail.outcomes import Outcome
from sesmock.domain.suggestions import describe_unknown, suggest
from sesmock.inspector import filters
from sesmock.server.inbox.items import KINDS, OF_SES, Kind, Refusal

if TYPE_CHECKING:
    from sesmock.inspector.filters import Field
    from sesmock.server.inbox.items import Item

ItemTest = Callable[["Item"], bool]

ALIASES: Mapping[str, str] = {
    "from": "sender",
    "set": "configuration_set",
    "list": "contact_list",
    "account": "account_id",
    "id": "message_id",
    "reply-to": "reply_to",
    "return-path": "return_path",
}
"""Short keys for filters."""
_SPECIAL_KEYS = ("is", "has", "before", "after", "error")
_PLAIN = tuple(
    name for name in filters.MESSAGE_FIELDS if name not in {"where", "data", "outcome", *ALIASES.values()}
)
KEYS: tuple[str, ...] = tuple(sorted({*_PLAIN, *ALIASES, *_SPECIAL_KEYS, "rule", "action", "source"}))
"""The keys of the language."""

_PARTS: Mapping[str, str] = {
    **{
        name: name
        for name in ("attachment", "html", "text", "link", "template", "tag", "cc", "bcc", "tenant")
    },
    "reply-to": "reply_to",
    "set": "configuration_set",
    "list": "contact_list",
}
_OUTCOMES: Mapping[str, Outcome] = {
    "delivered": Outcome.DELIVERED,
    "bounced": Outcome.BOUNCED,
    "complained": Outcome.COMPLAINED,
    "suppressed": Outcome.SUPPRESSED,
    "rejected": Outcome.REJECTED,
    "pending": Outcome.WAITING,
}
_EVENTS: Mapping[str, EventType] = {
    "opened": EventType.OPEN,
    "clicked": EventType.CLICK,
    "delayed": EventType.DELIVERY_DELAY,
    "unsubscribed": EventType.SUBSCRIPTION,
}
STATES: tuple[str, ...] = (*KINDS, *_OUTCOMES, *_EVENTS, "accepted")
"""The values of ``is:``."""
PARTS: tuple[str, ...] = tuple(_PARTS)
"""The values of ``has:``."""

_SPAN = re.compile(r"(\d{1,6})([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_REFUSAL_FIELDS: Mapping[str, Callable[[Refusal], str]] = {
    "to": lambda refusal: " ".join(refusal.recipients),
    "recipient": lambda refusal: " ".join(refusal.recipients),
    "sender": lambda refusal: refusal.sender,
    "api": lambda refusal: refusal.call.service,
    "operation": lambda refusal: refusal.call.operation,
    "region": lambda refusal: refusal.call.region,
    "account_id": lambda refusal: refusal.call.account_id,
    "error": lambda refusal: refusal.error,
}


def check_key(key: str) -> str:
    """Return the name of the filter that a key stands for; raise `ValueError` for an unknown key."""
    name = ALIASES.get(key, key)
    if key in KEYS or name in ALIASES.values():
        return name
    meant = suggest(key, KEYS, {})
    hint = f"did you mean {meant!r}?" if meant else f"valid keys: {', '.join(KEYS)}."
    raise ValueError(f'unknown key {key!r}; {hint} To search for text with a colon, quote it: "{key}:…"')


def find_test(name: str, value: str, now: float) -> ItemTest:
    """Return the test for a filter with a value; raise `ValueError` for an invalid value."""
    if name == "is":
        return _match_state(value)
    if name == "has":
        return _match_part(value)
    if name in {"before", "after"}:
        return _match_time(name, value, now)
    return _match_field(name, value)


def match_words(text: str) -> ItemTest:
    """Return a test for a string in addresses, subject, body, template or error, or at the start of an id.

    The test ignores case.
    """
    words = text.casefold()
    return lambda item: (
        item.id.startswith(words) or any(words in part.casefold() for part in _list_texts(item))
    )


def _list_texts(item: Item) -> Iterator[str]:
    """Yield the texts of an item, beginning with those that are fast to read."""
    record = item.record
    if isinstance(record, Refusal):
        yield from (record.error, record.sender, *record.recipients, record.call.operation)
        yield repr(record.params)
        return
    yield record.subject
    yield record.sender or ""
    for name in ("to", "cc", "recipients"):
        yield from getattr(record, name)
    if item.kind in OF_SES and record.template is not None:
        yield record.template.name or ""
    yield record.text or ""
    yield record.html or ""
    yield from (attachment.file_name or "" for attachment in record.attachments)


def _match_state(value: str) -> ItemTest:
    state = value.lower()
    if state not in STATES:
        raise ValueError(describe_unknown("value", [value], STATES).replace("value", "value of is:", 1))
    if state in KINDS:
        return lambda item: item.kind == state
    if state in _OUTCOMES:
        outcome = _OUTCOMES[state]
        return lambda item: item.kind in OF_SES and outcome in item.record.outcomes.values()
    if state in _EVENTS:
        event_type = _EVENTS[state]
        return lambda item: (
            item.kind in OF_SES and any(event.type == event_type for event in item.record.events)
        )
    return lambda item: item.kind == "received" and item.record.accepted


def _match_part(value: str) -> ItemTest:
    part = value.lower()
    if part not in _PARTS:
        raise ValueError(describe_unknown("value", [value], PARTS).replace("value", "value of has:", 1))
    return _match_mail(_PARTS[part], ...)


def _match_time(name: str, value: str, now: float) -> ItemTest:
    moment = _read_time(name, value, now)
    if name == "before":
        return lambda item: item.moment < moment
    return lambda item: item.moment >= moment


def _read_time(name: str, value: str, now: float) -> float:
    """Parse a date, a time or a span before now; return it in seconds since 1970. Raise `ValueError`."""
    span = _SPAN.fullmatch(value.lower())
    try:
        if span is not None:
            return now - timedelta(**{_UNITS[span[2]]: int(span[1])}).total_seconds()
        # fromisoformat() accepts the Z only in Python 3.11 and later.
        time = datetime.fromisoformat(value.removesuffix("Z"))
        return (time if time.tzinfo else time.replace(tzinfo=timezone.utc)).timestamp()
    except ValueError:
        raise ValueError(
            f"{name}: must be a date, a time in UTC, or a span before now, such as 2026-01-31, "
            f"2026-01-31T09:30 or 2h, got {value!r}"
        ) from None


def _match_field(name: str, value: str) -> ItemTest:
    pattern = re.compile(re.escape(value), re.IGNORECASE)
    read = _REFUSAL_FIELDS.get(name)
    match = _match_mail(name, _build_expectation(name, value, pattern))
    return lambda item: (
        (read is not None and pattern.search(read(item.record)) is not None)
        if item.kind == "refused"
        else match(item)
    )


def _build_expectation(name: str, value: str, pattern: re.Pattern[str]) -> object:
    """Return the expected value for the outbox's filter.

    For tags and headers, this is a name, or a name with a pattern for the value; for other fields, it is a pattern.
    """
    if name not in {"tag", "header"}:
        return pattern
    key, equals, text = value.partition("=")
    if not equals:
        return key
    return {key: re.compile(re.escape(text), re.IGNORECASE)}


def _match_mail(name: str, expected: object) -> ItemTest:
    """Return the test for a filter for sent and received mail; mail without the field does not match."""
    tests = {
        kind: filters.parse({name: expected}, fields)[0].matches
        for kind, fields in _FIELDS.items()
        if name in fields
    }
    return lambda item: item.kind in tests and tests[item.kind](item.record)


_FIELDS: Mapping[Kind, Mapping[str, Field]] = {
    **dict.fromkeys(OF_SES, filters.MESSAGE_FIELDS),
    "received": filters.RECEIVED_FIELDS,
}
