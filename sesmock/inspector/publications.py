"""SES's publications to other services, for assertions in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.events.publications import Publication
from sesmock.inspector import filters
from sesmock.inspector.filterable import Filterable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Unpack

    from sesmock.inspector.filters import Filter, PublicationFilters


class Publications(Filterable[Publication]):
    """Publications in order, as a live, read-only sequence; reading removes nothing.

    Filters are keywords (docs/reference/publications.md lists them), and all of them must match; values work as in
    `Outbox`. An unknown filter raises `TypeError`; an unknown kind, purpose or type raises `ValueError`.
    """

    _noun = "publication"
    _label = "published"
    _attribute = "publications"
    _fields = filters.PUBLICATION_FIELDS

    @staticmethod
    def _describe(item: Publication) -> str:
        from sesmock.inspector import failure_text

        return failure_text.describe_publication(item)

    def _compare(self, expected: str, tests: Sequence[Filter[Publication]]) -> str:
        from sesmock.inspector import failure_text

        text = super()._compare(expected, tests)
        return text if len(self) else text + failure_text.explain_unpublished(self._record)

    def filter(self, **conditions: Unpack[PublicationFilters]) -> Sequence[Publication]:
        """Return the publications that meet all conditions."""
        return tuple(self._filter(conditions))

    def count(self, value: object = None, /, **conditions: Unpack[PublicationFilters]) -> int:
        """Return the number of publications that meet all conditions; if one is passed, count only that one."""
        self._check_value(value)
        matches = self._filter(conditions)
        return len(matches) if value is None else sum(each is value for each in matches)

    def one(self, **conditions: Unpack[PublicationFilters]) -> Publication:
        """Return the only publication that meets all conditions.

        Raise `AssertionError` if there are none or several.
        """
        __tracebackhide__ = True
        return self._one(conditions)

    def none(self, **conditions: Unpack[PublicationFilters]) -> None:
        """Raise `AssertionError` if a publication meets all conditions."""
        __tracebackhide__ = True
        self._none(conditions)

    def first(self, **conditions: Unpack[PublicationFilters]) -> Publication:
        """Return the first publication that meets all conditions; raise `AssertionError` if none does."""
        __tracebackhide__ = True
        return self._some(conditions)[0]

    def last(self, **conditions: Unpack[PublicationFilters]) -> Publication:
        """Return the last publication that meets all conditions; raise `AssertionError` if none does."""
        __tracebackhide__ = True
        return self._some(conditions)[-1]
