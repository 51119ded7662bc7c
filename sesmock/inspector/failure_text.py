"""What an assertion says when the messages are not as a test expects them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.inspector import filters
from sesmock.inspector.rejected import Rejected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.domain.messages import SentMessage
    from sesmock.domain.world import World
    from sesmock.inspector.filters import Filter
    from sesmock.journal import Call, Journal

_MAX_LINES = 10
_MAX_WIDTH = 160
# Enough to find the nearest miss; comparing thousands would take longer than it helps.
_MAX_COMPARED = 500


def describe(message: SentMessage) -> str:
    """Return a message in one line."""
    to = filters.recipients_shown(message.to or message.recipients)
    return _cut(f"{message.api} {message.operation}  to {to}  {message.subject!r}")


def unexpected(
    expected: str, conditions: list[Filter], messages: Sequence[SentMessage], world: World, journal: Journal
) -> str:
    """Return what was expected, what was sent instead, and what SES refused."""
    wanted = f" with {', '.join(map(str, conditions))}" if conditions else ""
    found = sum(all(one.matches(message) for one in conditions) for message in messages[:_MAX_COMPARED])
    lines = [f"expected {expected}{wanted}; {found} of {len(messages)} match"]
    compared = list(messages[:_MAX_COMPARED])
    nearest = filters.nearest(conditions, compared) if conditions and not found else None
    if nearest is not None:
        lines += ["  closest  " + describe(nearest), *_differences(conditions, nearest)]
    lines += _listed("sent", [describe(message) for message in messages if message is not nearest])
    lines += _listed("rejected", [_refusal(call) for call in Rejected(journal)])
    return "\n".join(lines + _hints(world, journal))


def captured(world: World, journal: Journal) -> str:
    """Return what was sent and what SES refused, a line each, and what to do about it."""
    lines = _listed("sent", [describe(message) for message in world.outbox])
    lines += _listed("rejected", [_refusal(call) for call in Rejected(journal)])
    return "\n".join(lines + _hints(world, journal))


def _differences(conditions: list[Filter], message: SentMessage) -> list[str]:
    lines = []
    for one in conditions:
        mark = "ok" if one.matches(message) else f"is {one.value(message)!r}"
        lines.append(_cut(f"           {one} {mark}"))
    return lines


def _listed(kind: str, lines: list[str]) -> list[str]:
    shown = [f"  {kind:<8} {line}" for line in lines[:_MAX_LINES]]
    return shown + ([f"  {kind:<8} and {len(lines) - _MAX_LINES} more"] if len(lines) > _MAX_LINES else [])


def _refusal(call: Call) -> str:
    return _cut(f"{call.service} {call.operation}  {call.error}")


def _hints(world: World, journal: Journal) -> list[str]:
    """Tell the reader what to do when SES refused for want of a verified identity."""
    if not any("is not verified" in str(call.error) for call in Rejected(journal)):
        return []
    known = sorted(
        {identity.name for account in world.accounts.values() for identity in account.identities.values()}
    )
    return [
        f"  hint     verified identities: {', '.join(known) or 'none'}. Name the sender's address or domain: "
        'mock_ses(identities=["example.com"])'
    ]


def _cut(line: str) -> str:
    return line if len(line) <= _MAX_WIDTH else line[: _MAX_WIDTH - 1] + "…"
