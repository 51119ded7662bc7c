"""Recommendations and their texts. Spec: reputation.md §2."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sesmock.domain import unconfirmed_messages
from sesmock.domain.argument_checks import check_text
from sesmock.domain.suggestions import describe_unknown
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.clock import Clock

NO_DKIM = "DKIM verification is not enabled."
"""SES's sentence for a domain without DKIM. Spec: reputation.md §2 [D]."""


class Impact(Word):
    """The impact of a finding or a recommendation on the reputation."""

    LOW = "LOW"
    HIGH = "HIGH"


class RecommendationType(Word):
    """The subject of a recommendation."""

    DKIM = "DKIM"
    DMARC = "DMARC"
    SPF = "SPF"
    BIMI = "BIMI"
    COMPLAINT = "COMPLAINT"
    BOUNCE = "BOUNCE"
    FEEDBACK_3P = "FEEDBACK_3P"
    IP_LISTING = "IP_LISTING"


class RecommendationStatus(Word):
    """Whether a recommendation is open or fixed."""

    OPEN = "OPEN"
    FIXED = "FIXED"


# The descriptions that a test's recommendations have by default. Those of domains are VDM's sentences.
# Spec: reputation.md §2 [D]; the others are inferred.
_DESCRIPTIONS = {
    RecommendationType.DKIM: NO_DKIM,
    RecommendationType.DMARC: "DMARC configuration was not found.",
    RecommendationType.SPF: "SPF record was not found.",
    RecommendationType.BIMI: "BIMI record not found or configured without default selector.",
    RecommendationType.COMPLAINT: unconfirmed_messages.COMPLAINT_RECOMMENDATION,
    RecommendationType.BOUNCE: unconfirmed_messages.BOUNCE_RECOMMENDATION,
    RecommendationType.FEEDBACK_3P: unconfirmed_messages.FEEDBACK_RECOMMENDATION,
    RecommendationType.IP_LISTING: unconfirmed_messages.IP_RECOMMENDATION,
}


@dataclass(slots=True, eq=False)
class Recommendation:
    """A recommendation by SES."""

    clock: Clock = field(repr=False)
    """The clock of the mock."""
    resource_arn: str
    """The ARN of the resource."""
    type: RecommendationType
    """The type, such as ``"BOUNCE"``."""
    description: str
    """The text that SES shows."""
    impact: Impact
    """``"LOW"`` or ``"HIGH"``."""
    created_at: float
    """The time when the recommendation was opened, in seconds since 1970."""
    updated_at: float
    """The time of the last change, in seconds since 1970."""
    status: RecommendationStatus = RecommendationStatus.OPEN
    """``"OPEN"`` or ``"FIXED"``."""
    is_of_test: bool = False
    """Whether a test opened the recommendation, which then stays open until the test fixes it."""

    def fix(self) -> None:
        """Mark the recommendation as FIXED; it disappears after 30 days."""
        self.status = RecommendationStatus.FIXED
        self.updated_at = self.clock.time()


def build(
    clock: Clock, kind: str, arn: str, description: str | None = None, impact: str = "HIGH"
) -> Recommendation:
    """Return a recommendation that a test adds.

    Raise `ValueError` for an unknown type or impact, or `TypeError` for a description that is not a string.
    """
    if kind not in RecommendationType.__members__:
        raise ValueError(describe_unknown("type", [kind], RecommendationType.__members__))
    if impact not in Impact.__members__:
        raise ValueError(f"impact must be 'LOW' or 'HIGH', got {impact!r}")
    word, now = RecommendationType[kind], clock.time()
    text = _DESCRIPTIONS[word] if description is None else check_text("description", description)
    return Recommendation(clock, arn, word, text, Impact[impact], now, now, is_of_test=True)
