"""The filters for exports of message insights. Spec: jobs.md §1, §3."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sesmock.domain.jobs.insight_rows import InsightRow

# An escaped or a plain character. Without DOTALL, findall() would skip the line ends in a pattern.
_PARTS = re.compile(r"\\.|.", re.DOTALL)


class InsightsFilter(NamedTuple):
    """The values that a row may have; None allows any value.

    Senders, recipients and subjects are patterns, which may have ``*`` at their start or end. Spec: jobs.md §3.
    """

    senders: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None
    subjects: tuple[str, ...] | None = None
    providers: tuple[str, ...] | None = None
    tenants: tuple[str, ...] | None = None
    delivery_events: tuple[str, ...] | None = None
    engagement_events: tuple[str, ...] | None = None

    def matches(self, row: InsightRow) -> bool:
        """Return whether a row has one of the values of each filter."""
        message = row.message
        return (
            # A pattern may match the From of the request or its bare address. Spec: choices.md §3.
            _matches_pattern(self.senders, message.sender, message.sender.address)
            and _matches_pattern(self.recipients, row.recipient.address)
            and _matches_pattern(self.subjects, message.subject)
            and _has(self.providers, row.provider)
            and _has(self.tenants, message.tenant)
            and _has(self.delivery_events, row.delivery_event)
            and _has(self.engagement_events, row.engagement_event)
        )

    @property
    def is_empty(self) -> bool:
        """Whether the filter has no values."""
        return all(values is None for values in self)


def _has(values: tuple[str, ...] | None, value: str | None) -> bool:
    return values is None or value in values


def _matches_pattern(patterns: tuple[str, ...] | None, *values: str) -> bool:
    if patterns is None:
        return True
    expressions = [_compile(pattern) for pattern in patterns]
    return any(expression.fullmatch(value) for expression in expressions for value in values)


def _compile(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of a pattern; an unescaped ``*`` at its start or end matches any text.

    Spec: jobs.md §3.
    """
    parts = _PARTS.findall(pattern)
    ends = (0, len(parts) - 1)
    expressions = [
        ".*" if part == "*" and position in ends else re.escape(part[-1])
        for position, part in enumerate(parts)
    ]
    return re.compile("".join(expressions), re.DOTALL)
