"""The outcomes that a test sets for recipients: ``ses_mock.outcomes["b@example.net"] = "bounced"``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sesmock.domain.mail import addresses
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.mail.addresses import Address

Predicate = Callable[["Address"], bool]

_KEYS = "an address, a domain or a predicate that takes an Address"


class Outcome(Word):
    """The outcome of a message for one recipient.

    ``NO_TLS`` can be set but not read: it means that the recipient's server does not support TLS, so mail that requires
    TLS bounces, and other mail is delivered.
    """

    WAITING = "waiting"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    SUPPRESSED = "suppressed"
    REJECTED = "rejected"
    NOT_RENDERED = "not rendered"
    NO_TLS = "no TLS"


# Only a template can cause this outcome, so a test cannot set it.
_NOT_SETTABLE = Outcome.NOT_RENDERED


class Outcomes:
    """The outcomes that a test set, by address, domain or predicate.

    An address takes precedence over its domain, and both over predicates. The first predicate that returns true
    decides. Predicates are called without holding the world's lock.
    """

    def __init__(self) -> None:
        self._named: dict[str, Outcome] = {}
        self._predicates: dict[Predicate, Outcome] = {}

    def __setitem__(self, key: str | Predicate, outcome: Outcome | str) -> None:
        """Set an outcome; raise `TypeError` for a key of the wrong type, or `ValueError` for an unknown outcome."""
        choice = _outcome(outcome)
        if isinstance(key, str):
            self._named[_key(key)] = choice
        elif callable(key):
            self._predicates[key] = choice
        else:
            raise TypeError(f"outcomes[{key!r}]: the key must be {_KEYS}")

    def __getitem__(self, key: str | Predicate) -> Outcome:
        return self._named[_key(key)] if isinstance(key, str) else self._predicates[key]

    def __delitem__(self, key: str | Predicate) -> None:
        """Restore SES's default behavior for a key."""
        if isinstance(key, str):
            del self._named[_key(key)]
        else:
            del self._predicates[key]

    def __len__(self) -> int:
        return len(self._named) + len(self._predicates)

    def __repr__(self) -> str:
        return f"Outcomes({[*self._named.items(), *self._predicates.items()]!r})"

    def look_up(self, recipient: Address) -> Outcome | None:
        """Return the outcome set for a recipient's address or domain, if any."""
        if not self._named:
            return None
        outcome = self._named.get(recipient.key)
        return self._named.get(recipient.domain.lower()) if outcome is None else outcome

    def predicates(self) -> list[tuple[Predicate, Outcome]]:
        """Return the predicates and their outcomes, in order."""
        return list(self._predicates.items())


def _key(text: str) -> str:
    key = addresses.lenient(text).key if "@" in text else text.lower()
    if not key.strip():
        raise ValueError(f"outcomes[{text!r}]: the key must be {_KEYS}")
    return key


def _outcome(value: Outcome | str) -> Outcome:
    choices = [outcome for outcome in Outcome if outcome is not _NOT_SETTABLE]
    if value not in choices:
        raise ValueError(f"{value!r} is not an outcome that can be set; valid outcomes: {', '.join(choices)}")
    return Outcome(value)
