"""Explanations of failed comparisons with a matcher or an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.mail.addresses import Address
from sesmock.domain.mail.messages import SentMessage
from sesmock.domain.mail.recipients import AddressTuple
from sesmock.inspector import failure_text
from sesmock.inspector.matcher import Mail
from sesmock.inspector.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Sequence


def explain(operator: str, left: object, right: object) -> list[str] | None:
    """Return the lines that explain a failed comparison, or None if it does not involve a matcher or an address."""
    if operator == "==":
        hint = _address_hint(left, right) or _address_hint(right, left)
        if hint is not None:
            return [f"{left!r} == {right!r}", hint]
    if isinstance(left, Mail) and isinstance(right, Outbox) and operator in {"in", "not in"}:
        return [f"{left!r} {operator} the outbox", *right.explain(left.conditions).splitlines()]
    # Either side of == can be the matcher.
    if isinstance(left, SentMessage) and isinstance(right, Mail):
        left, right = right, left
    if isinstance(left, Mail) and isinstance(right, SentMessage):
        return _compare(operator, left, right)
    return None


def _address_hint(actual: object, expected: object) -> str | None:
    """Return a hint if the two sides differ only in display names."""
    if isinstance(actual, Address) and actual.address == expected:
        return f"an address equals its whole text, display name included; compare .address == {expected!r}"
    if isinstance(actual, AddressTuple) and isinstance(expected, (list, tuple)):
        bare = [address.address for address in actual]
        if bare == list(expected):
            return (
                "addresses equal their whole texts, display names included; "
                f"compare [address.address for address in …] == {bare!r}"
            )
    return None


def _compare(operator: str, mail: Mail, message: SentMessage) -> list[str]:
    lines: Sequence[str] = failure_text.compare(mail.conditions, message)
    return [f"{mail!r} {operator} the message", *lines]
