"""Tags: keys and values that label a resource. Spec: tags.md §1, §2, §3."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from sesmock.domain.errors import (
    DuplicateTagKey,
    InvalidTagCharacters,
    ReservedTag,
    TagKeyLength,
    TagValueTooLong,
    TooManyTags,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_TAGS = 50
MAX_KEY_LENGTH = 128
MAX_VALUE_LENGTH = 256
# AWS reserves this prefix, whether in lower or upper case.
_RESERVED = "aws:"
_MARKS = frozenset("_.:/=+-@")


def build_tags(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the tags of a new resource as a dict.

    Raise `InvalidParameter` for malformed or reserved tags, duplicate keys, and more than 50 tags.
    Spec: tags.md §1 [D].
    """
    tags: dict[str, str] = {}
    for key, value in pairs:
        _check(key, value)
        if key in tags:
            raise DuplicateTagKey(key)
        tags[key] = value
    _check_count(tags)
    return tags


def merge(tags: Mapping[str, str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the tags of a resource together with new ones; a new value replaces that of an existing key.

    Raise `InvalidParameter` like `build_tags`.
    """
    all_tags = {**tags, **build_tags(pairs)}
    _check_count(all_tags)
    return all_tags


def remove(tags: Mapping[str, str], keys: Iterable[str]) -> dict[str, str]:
    """Return the tags of a resource without some keys; raise `InvalidParameter` for a reserved key."""
    removed_keys = frozenset(keys)
    for key in removed_keys:
        _refuse_reserved(key)
    return {key: value for key, value in tags.items() if key not in removed_keys}


def _check(key: str, value: str) -> None:
    # A value may be empty, a key may not. Spec: tags.md §1.
    if not 1 <= len(key) <= MAX_KEY_LENGTH:
        raise TagKeyLength(MAX_KEY_LENGTH)
    if len(value) > MAX_VALUE_LENGTH:
        raise TagValueTooLong(MAX_VALUE_LENGTH)
    for text in (key, value):
        if not all(map(_is_allowed, text)):
            raise InvalidTagCharacters(text)
        _refuse_reserved(text)


def _is_allowed(character: str) -> bool:
    """Return whether a character is allowed: a letter, digit or white space of any script, or some punctuation."""
    # L, N and Z are Unicode's categories of letters, numbers and separators such as the space.
    return character in _MARKS or unicodedata.category(character)[0] in "LNZ"


def _refuse_reserved(text: str) -> None:
    if text.lower().startswith(_RESERVED):
        raise ReservedTag(text)


def _check_count(tags: dict[str, str]) -> None:
    if len(tags) > MAX_TAGS:
        raise TooManyTags(MAX_TAGS)
