"""The rules for names in SES: not empty, not too long, and only allowed characters."""

from __future__ import annotations

import re
from typing import NamedTuple

from sesmock.domain.errors import InvalidName, MissingName, NameTooLong

# Spec: requests.md §7.
MAX_LENGTH = 64
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


class NameRule(NamedTuple):
    """A rule for names; its error texts contain the ``label``, and ``others`` as the allowed punctuation.

    ``missing`` replaces the error text for an empty name. Spec: messages.md §2; configuration_sets.md §1.
    """

    label: str
    pattern: re.Pattern[str] = _PLAIN
    maximum: int = MAX_LENGTH
    others: str = "'_', and '-'"
    missing: str | None = None

    def check(self, name: str) -> None:
        """Raise `InvalidParameter` for an invalid name."""
        self.require(name)
        # SES checks the length before the characters. Spec: configuration_sets.md §4.
        self.check_length(name)
        if not self.pattern.fullmatch(name):
            raise InvalidName(self.label, name, self.others)

    def require(self, name: str) -> None:
        """Raise `InvalidParameter` for an empty name."""
        if not name:
            raise MissingName(self.label, self.missing)

    def check_length(self, name: str) -> None:
        """Raise `InvalidParameter` for a name that is too long."""
        if len(name) > self.maximum:
            raise NameTooLong(self.label, self.maximum)


def is_plain(name: str) -> bool:
    """Return whether a name has only letters, digits, underscores and hyphens."""
    return _PLAIN.fullmatch(name) is not None
