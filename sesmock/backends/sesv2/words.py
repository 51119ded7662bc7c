"""The names of enumeration members and switches in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = TypeVar("Kind", bound=Word)


def parse_word(kind: type[Kind], name: str | None) -> Kind | None:
    """Return the enumeration member with a name; None stays None."""
    return None if name is None else kind[name]


def dump_word(word: Word | None) -> str | None:
    """Return the name of an enumeration member; None stays None."""
    return None if word is None else word.name


def dump_words(words: Iterable[Word]) -> list[str]:
    """Return the names of enumeration members."""
    return [word.name for word in words]


def parse_switch(name: str | None) -> bool | None:
    """Return whether a feature is ENABLED; None stays None."""
    return None if name is None else name == "ENABLED"


def dump_switch(enabled: bool | None) -> str | None:
    """Return ENABLED or DISABLED; None stays None."""
    if enabled is None:
        return None
    return "ENABLED" if enabled else "DISABLED"
