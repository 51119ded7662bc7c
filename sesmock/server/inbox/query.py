"""The query language of the inbox: ``to:ada subject:"your order" has:attachment -is:bounced receipt``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sesmock.server.inbox import query_filters
from sesmock.server.inbox.query_filters import find_test, match_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.server.inbox.items import Item
    from sesmock.server.inbox.query_filters import ItemTest

# A minus, a key and a value, each of them optional. Values with spaces are in quotes; the closing quote is optional.
# A colon before two slashes belongs to a URL, not to a key.
_TERM = re.compile(r'(?P<minus>-?)(?:(?P<key>[A-Za-z_][\w-]*):(?!//))?(?P<value>(?:"[^"]*"?|[^\s"])*)')


class Term(NamedTuple):
    """A part of a query; ``key`` is empty for free words, ``value`` has no quotes, and the end is exclusive."""

    key: str
    value: str
    is_negated: bool
    start: int
    end: int


class Query:
    """The conditions of a query, all of which must match; raise `ValueError` for an invalid query."""

    def __init__(self, text: str, now: float) -> None:
        self._tests = [(_build_test(term, now), term.is_negated) for term in split(text) if term.value]

    def matches(self, item: Item) -> bool:
        """Return whether an item meets all conditions."""
        return all(test(item) is not is_negated for test, is_negated in self._tests)

    def select(self, items: Sequence[Item]) -> Sequence[int]:
        """Return the positions of the items that meet all conditions."""
        if not self._tests:
            return range(len(items))
        return [position for position, item in enumerate(items) if self.matches(item)]


def split(text: str) -> list[Term]:
    """Return the terms of a query."""
    return [
        Term(
            (match["key"] or "").lower(),
            match["value"].replace('"', "").strip(),
            bool(match["minus"]),
            match.start(),
            match.end(),
        )
        for match in _TERM.finditer(text)
        if match[0]
    ]


def _build_test(term: Term, now: float) -> ItemTest:
    if not term.key:
        return match_words(term.value)
    return find_test(query_filters.check_key(term.key), term.value, now)
