"""Auto Validation, which withholds mail to addresses that probably do not exist.

Spec: suppression.md §3, and the documentation in botocore's model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from sesmock.domain.argument_checks import check_text
from sesmock.domain.mail import addresses
from sesmock.domain.suggestions import describe_unknown
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.mail.addresses import Address


class Confidence(Word):
    """SES's confidence that an address exists, in ascending order."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"


ConfidenceText = Literal["LOW", "MEDIUM", "HIGH"]


class Verdict(Word):
    """The confidence that a setting requires; MANAGED leaves the choice to SES."""

    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    MANAGED = "MANAGED"


_RISING = tuple(Confidence)
# The confidence that SES requires for MANAGED, or without a verdict, is inferred.
_LEAST: dict[Verdict | None, Confidence] = {
    Verdict.HIGH: Confidence.HIGH,
    Verdict.MEDIUM: Confidence.MEDIUM,
    Verdict.MANAGED: Confidence.MEDIUM,
    None: Confidence.MEDIUM,
}


class Threshold(NamedTuple):
    """The confidence that SES requires to send to an address; a ``verdict`` of None has the same effect as MANAGED."""

    enabled: bool
    verdict: Verdict | None = None

    def find_doubtful(self, confidences: Confidences, recipients: Iterable[Address]) -> list[Address]:
        """Return the recipients whose confidence is below the threshold."""
        if not self.enabled:
            return []
        least = _RISING.index(_LEAST[self.verdict])
        return [
            recipient for recipient in recipients if _RISING.index(confidences.look_up(recipient)) < least
        ]


class Confidences(MutableMapping[str, Confidence]):
    """SES's confidence that addresses exist, set by a test per address or domain; HIGH for all others."""

    def __init__(self) -> None:
        self._known: dict[str, Confidence] = {}

    def __setitem__(self, key: str, confidence: Confidence | ConfidenceText) -> None:
        """Set the confidence of an address or a domain; raise `TypeError` or `ValueError` for anything else."""
        if not check_text("the key", key):
            raise ValueError("the key must be an address or a domain, got ''")
        if confidence not in _RISING:
            raise ValueError(describe_unknown("confidence", [confidence], _RISING))
        self._known[_key(key)] = Confidence(confidence)

    def __getitem__(self, key: str) -> Confidence:
        return self._known[_key(key)]

    def __delitem__(self, key: str) -> None:
        del self._known[_key(key)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def __repr__(self) -> str:
        return f"Confidences({self._known!r})"

    def look_up(self, recipient: Address) -> Confidence:
        """Return the confidence of a recipient's address, or else of its domain."""
        confidence = self._known.get(recipient.key)
        return confidence or self._known.get(recipient.domain.lower(), Confidence.HIGH)


def _key(text: str) -> str:
    return addresses.lenient(text).key if "@" in text else text.lower()
