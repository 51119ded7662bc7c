"""What a test decides beforehand of the mail to a recipient: ``ses_mock.outcomes["b@example.net"] = "bounced"``."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import TYPE_CHECKING

from sesmock.domain.mail import addresses

if TYPE_CHECKING:
    from sesmock.domain.mail.addresses import Address

Predicate = Callable[["Address"], bool]

_KEYS = "an address, a domain or a predicate that takes an Address"


class Outcome(str, enum.Enum):
    """What became of a message at one recipient.

    ``NO_TLS`` is a choice alone: the recipient's server takes mail in plain text. Mail that must leave by TLS bounces
    there, any other is delivered.
    """

    WAITING = "waiting"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    SUPPRESSED = "suppressed"
    REJECTED = "rejected"
    NOT_RENDERED = "not rendered"
    NO_TLS = "no TLS"

    __str__ = str.__str__
    __hash__ = str.__hash__  # so that a set of texts finds them, and quickly


_NOT_TO_CHOOSE = Outcome.NOT_RENDERED


class Outcomes:
    """The decisions of a test, by address, domain or predicate.

    An address comes before its domain, both before predicates. Of these the first that is true decides; they are
    asked outside of the world's lock.
    """

    def __init__(self) -> None:
        self._named: dict[str, Outcome] = {}
        self._predicates: dict[Predicate, Outcome] = {}

    def __setitem__(self, key: str | Predicate, outcome: Outcome | str) -> None:
        """Decide; raise `TypeError` for another key, `ValueError` for what is no outcome."""
        choice = _outcome(outcome)
        if isinstance(key, str):
            self._named[_key(key)] = choice
        elif callable(key):
            self._predicates[key] = choice
        else:
            raise TypeError(f"outcomes[{key!r}]: the key is {_KEYS}")

    def __getitem__(self, key: str | Predicate) -> Outcome:
        return self._named[_key(key)] if isinstance(key, str) else self._predicates[key]

    def __delitem__(self, key: str | Predicate) -> None:
        """Leave it to SES again."""
        if isinstance(key, str):
            del self._named[_key(key)]
        else:
            del self._predicates[key]

    def __len__(self) -> int:
        return len(self._named) + len(self._predicates)

    def __repr__(self) -> str:
        return f"Outcomes({[*self._named.items(), *self._predicates.items()]!r})"

    def look_up(self, recipient: Address) -> Outcome | None:
        """Return what was decided of a recipient by its address or domain."""
        if not self._named:
            return None
        outcome = self._named.get(recipient.key)
        return self._named.get(recipient.domain.lower()) if outcome is None else outcome

    def predicates(self) -> list[tuple[Predicate, Outcome]]:
        """Return the predicates and what they decide, in order."""
        return list(self._predicates.items())


def _key(text: str) -> str:
    key = addresses.lenient(text).key if "@" in text else text.lower()
    if not key.strip():
        raise ValueError(f"outcomes[{text!r}]: the key is {_KEYS}")
    return key


def _outcome(value: Outcome | str) -> Outcome:
    choices = [outcome for outcome in Outcome if outcome is not _NOT_TO_CHOOSE]
    if value not in choices:
        raise ValueError(f"{value!r} is no outcome to choose; there are: {', '.join(choices)}")
    return Outcome(value)
