"""Completion of queries with keys, and with values that occur in the mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.mail import addresses
from sesmock.inspector import filters
from sesmock.server.inbox import query
from sesmock.server.inbox.items import OF_SES
from sesmock.server.inbox.query_filters import ALIASES, KEYS, PARTS, STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.server.inbox.items import Item

MAX_SUGGESTIONS = 10
# Values of older mail are not suggested, because each key press requests completions.
_MAX_ITEMS = 2000
# The keys that most people need are suggested first.
_FIRST = ("to", "from", "subject", "is", "has", "tag", "template", "set", "after", "before")
_WITH_ADDRESSES = frozenset(
    {"to", "cc", "bcc", "recipient", "sender", "reply_to", "return_path", "source"},
)
_PLAIN = ("subject", "api", "operation", "region", "account_id", "configuration_set", "tenant", "topic")
_TIMES = ("1h", "1d", "1w")


def complete(text: str, position: int, items: Sequence[Item]) -> dict[str, object]:
    """Return the suggestions for the term of a query at a position, and the part of the text that they replace."""
    term = next((each for each in query.split(text) if each.start <= position <= each.end), None)
    if term is None:
        return {"start": position, "end": position, "suggestions": _list_keys("")}
    minus = "-" if term.is_negated else ""
    names = _list_values(term, items) if term.key else [*_list_keys(term.value)]
    return {"start": term.start, "end": term.end, "suggestions": [f"{minus}{name}" for name in names]}


def _list_keys(start: str) -> list[str]:
    keys = [*_FIRST, *(key for key in KEYS if key not in _FIRST)]
    return [f"{key}:" for key in keys if key.startswith(start.lower())][:MAX_SUGGESTIONS]


def _list_values(term: query.Term, items: Sequence[Item]) -> list[str]:
    """Return terms for the values that contain the typed text; those that start with it come first."""
    name, typed = ALIASES.get(term.key, term.key), term.value.casefold()
    # The newest items come first, since their values are the most useful ones.
    recent = items[: -_MAX_ITEMS - 1 : -1]
    values = dict.fromkeys(value for value in _read_values(name, recent) if typed in value.casefold())
    ranked = sorted(values, key=lambda value: not value.casefold().startswith(typed))
    return [f"{term.key}:{_quote(value)}" for value in ranked[:MAX_SUGGESTIONS]]


def _read_values(name: str, items: Sequence[Item]) -> Iterator[str]:
    fixed = _FIXED.get(name)
    if fixed is not None:
        yield from fixed
        return
    for item in items:
        if item.kind == "refused":
            continue
        if name in _WITH_ADDRESSES:
            yield from _read_addresses(name, item)
        elif name in _PLAIN:
            value = getattr(item.record, name, None)
            yield from [value] if value else []
        elif item.kind in OF_SES and name in _OF_MESSAGES:
            yield from _OF_MESSAGES[name](item.record)


def _read_addresses(name: str, item: Item) -> Iterator[str]:
    field = (filters.MESSAGE_FIELDS if item.kind in OF_SES else filters.RECEIVED_FIELDS).get(name)
    value = None if field is None else field.read(item.record)
    for each in value if isinstance(value, tuple) else (value,):
        if each is not None:
            yield _display_bare(each)


def _display_bare(address: Address) -> str:
    return address.address or addresses.display(address)


def _list_tags(message: SentMessage) -> Iterator[str]:
    return (f"{name}={value}" for name, value in message.tags.items())


def _list_templates(message: SentMessage) -> Iterator[str]:
    return (name for name in [message.template and message.template.name] if name)


def _quote(value: str) -> str:
    """Return a value in the syntax of queries, which requires quotes around values with spaces.

    The syntax has no quotes inside values, so a value that contains one is cut there.
    """
    text = value.partition('"')[0].strip() or value.replace('"', " ").strip()
    return f'"{text}"' if any(letter.isspace() for letter in text) else text


_OF_MESSAGES: Mapping[str, Callable[[SentMessage], Iterator[str]]] = {
    "tag": _list_tags,
    "template": _list_templates,
}
_FIXED: Mapping[str, Sequence[str]] = {"is": STATES, "has": PARTS, "before": _TIMES, "after": _TIMES}
