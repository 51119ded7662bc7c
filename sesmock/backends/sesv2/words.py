"""How SES v2 spells the words of SES: by the names of their members."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = TypeVar("Kind", bound=Word)


def parse_word(kind: type[Kind], name: str | None) -> Kind | None:
    """Return the word of a name, None for none."""
    return None if name is None else kind[name]


def dump_word(word: Word | None) -> str | None:
    """Return the name of a word, None for none."""
    return None if word is None else word.name


def dump_words(words: Iterable[Word]) -> list[str]:
    """Return the names of words."""
    return [word.name for word in words]


def parse_switch(name: str | None) -> bool | None:
    """Return whether a feature is ENABLED, None for none."""
    return None if name is None else name == "ENABLED"


def dump_switch(enabled: bool | None) -> str | None:
    """Return ENABLED or DISABLED, None for none."""
    if enabled is None:
        return None
    return "ENABLED" if enabled else "DISABLED"
