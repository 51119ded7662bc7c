"""What a test may ask of a message, and how it is compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sesmock.domain import addresses

if TYPE_CHECKING:
    from sesmock.domain.addresses import Address
    from sesmock.domain.messages import SentMessage

Test = Callable[[Any], bool]


class Filter:
    """One condition on messages: the attribute it looks at, and what it wants of it."""

    def __init__(self, name: str, wanted: object) -> None:
        self.name = name
        self.wanted = wanted
        self.test = _KINDS[name](wanted)

    def __str__(self) -> str:
        return f"{self.name}={_shown(self.wanted)}"

    def matches(self, message: SentMessage) -> bool:
        """Return whether a message meets the condition."""
        return self.test(self.value(message))

    def value(self, message: SentMessage) -> Any:
        """Return what the condition looks at."""
        return getattr(message, self.name)


def parse(filters: Mapping[str, object]) -> list[Filter]:
    """Return conditions, those that are quick to test first; raise `TypeError` for an unknown name."""
    unknown = sorted(filters.keys() - _KINDS.keys())
    if unknown:
        raise TypeError(f"unknown filter {', '.join(unknown)}; there are: {', '.join(_KINDS)}")
    return [Filter(name, filters[name]) for name in _KINDS if name in filters]


def _general(wanted: object) -> Test | None:
    """Return the test that a value has whatever it is compared with."""
    if wanted is None:
        return lambda value: value is None or value == ()
    if wanted is ...:
        return lambda value: value is not None and value != ()
    if callable(wanted):
        return lambda value: bool(wanted(value))
    return None


def _equal(wanted: object) -> Test:
    if isinstance(wanted, re.Pattern):
        return lambda value: value is not None and wanted.search(value) is not None
    return _general(wanted) or (lambda value: bool(value == wanted))


def _contains(wanted: object) -> Test:
    if isinstance(wanted, str):
        return lambda value: value is not None and wanted in value
    return _equal(wanted)


def _address(wanted: object) -> Test:
    if isinstance(wanted, re.Pattern):
        return lambda value: value is not None and wanted.search(value) is not None
    if not isinstance(wanted, str):
        return _general(wanted) or (lambda value: bool(value == wanted))
    key, named = addresses.lenient(wanted).key, bool(addresses.lenient(wanted).name)
    return lambda value: value is not None and (value == wanted if named else value.key == key)


def _addresses(wanted: object) -> Test:
    if isinstance(wanted, (list, tuple, set, frozenset)):
        keys = {addresses.lenient(str(one)).key for one in wanted}
        return lambda value: {one.key for one in value} == keys
    general = _general(wanted)
    if general is not None:
        return general
    if isinstance(wanted, str) and not addresses.lenient(wanted).name:
        key = addresses.lenient(wanted).key
        return lambda value: key in [one.key for one in value]
    one_of = _address(wanted)
    if isinstance(wanted, (str, re.Pattern)):
        return lambda value: any(one_of(one) for one in value)
    return lambda value: bool(value == wanted)


def _shown(wanted: object) -> str:
    if wanted is ...:
        return "..."
    return f"re.compile({wanted.pattern!r})" if isinstance(wanted, re.Pattern) else repr(wanted)


_KINDS: dict[str, Callable[[object], Test]] = {
    "region": _equal,
    "account_id": _equal,
    "to": _addresses,
    "sender": _address,
    "subject": _equal,
    "text": _contains,
    "html": _contains,
}


def select(filters: list[Filter], messages: list[SentMessage]) -> list[SentMessage]:
    """Return the messages that meet all conditions."""
    for one in filters:
        name, matches = one.name, one.test
        messages = [message for message in messages if matches(getattr(message, name))]
    return list(messages)


def nearest(filters: list[Filter], messages: list[SentMessage]) -> SentMessage | None:
    """Return the message that meets most conditions, the first of equals."""
    return max(messages, key=lambda message: sum(one.matches(message) for one in filters), default=None)


def recipients_shown(recipients: tuple[Address, ...]) -> str:
    """Return addresses in one short line."""
    return ", ".join(recipients[:3]) + (f" and {len(recipients) - 3} more" if len(recipients) > 3 else "")
