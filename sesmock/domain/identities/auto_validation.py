"""Auto Validation: mail to addresses that are not likely to exist is withheld. Spec: v2.md §17, botocore's texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from sesmock.domain.mail import addresses
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.mail.addresses import Address


class Confidence(Word):
    """How sure SES is that an address exists, rising."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"


ConfidenceText = Literal["LOW", "MEDIUM", "HIGH"]


class Verdict(Word):
    """How sure SES must be; MANAGED leaves it to SES."""

    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    MANAGED = "MANAGED"


_RISING = tuple(Confidence)
# What SES decides when it does is inferred.
_LEAST: dict[Verdict | None, Confidence] = {
    Verdict.HIGH: Confidence.HIGH,
    Verdict.MEDIUM: Confidence.MEDIUM,
    Verdict.MANAGED: Confidence.MEDIUM,
    None: Confidence.MEDIUM,
}


class Threshold(NamedTuple):
    """How sure SES must be that an address exists; without a verdict it decides by itself, as if MANAGED."""

    enabled: bool
    verdict: Verdict | None = None

    def find_doubtful(self, confidences: Confidences, recipients: Iterable[Address]) -> list[Address]:
        """Return the recipients that SES is less sure of."""
        if not self.enabled:
            return []
        least = _RISING.index(_LEAST[self.verdict])
        return [
            recipient for recipient in recipients if _RISING.index(confidences.look_up(recipient)) < least
        ]


class Confidences(MutableMapping[str, Confidence]):
    """How sure SES is that addresses exist, as a test says by address or domain; of all others it is sure."""

    def __init__(self) -> None:
        self._known: dict[str, Confidence] = {}

    def __setitem__(self, key: str, confidence: Confidence | ConfidenceText) -> None:
        """Say it; raise `ValueError` for what is no confidence."""
        if confidence not in _RISING:
            raise ValueError(f"{confidence!r} is no confidence; there are: {', '.join(_RISING)}")
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
        """Return how sure SES is of a recipient: of its address, else of its domain."""
        confidence = self._known.get(recipient.key)
        return confidence or self._known.get(recipient.domain.lower(), Confidence.HIGH)


def _key(text: str) -> str:
    return addresses.lenient(text).key if "@" in text else text.lower()
