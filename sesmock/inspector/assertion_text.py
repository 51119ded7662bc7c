"""Why a comparison with a matcher is not as a test expects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.mail.messages import SentMessage
from sesmock.inspector import failure_text
from sesmock.inspector.matcher import Mail
from sesmock.inspector.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Sequence


def explain(operator: str, left: object, right: object) -> list[str] | None:
    """Return the lines to show for a failed comparison, or None if it is not one with a matcher."""
    if isinstance(left, Mail) and isinstance(right, Outbox) and operator in {"in", "not in"}:
        return [f"{left!r} {operator} the outbox", *right.explain(left.conditions).splitlines()]
    if isinstance(left, SentMessage) and isinstance(right, Mail):
        left, right = right, left
    if isinstance(left, Mail) and isinstance(right, SentMessage):
        return _pair(operator, left, right)
    return None


def _pair(operator: str, mail: Mail, message: SentMessage) -> list[str]:
    lines: Sequence[str] = failure_text.compare(mail.conditions, message)
    return [f"{mail!r} {operator} the message", *lines]
