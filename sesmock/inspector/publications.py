"""What SES published to other services, as a test asks for it."""

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
    """Publications in the order in which they were made: a live, read-only sequence; reading consumes nothing.

    Filters are keywords (docs/publications.md lists them) and must all hold; values as in `Outbox`. An unknown filter
    is a `TypeError`, a kind, purpose or type that there is not a `ValueError`.
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
        """Return how many publications meet all conditions and, if a publication is given, are that one."""
        self._check_value(value)
        matches = self._filter(conditions)
        return len(matches) if value is None else sum(each is value for each in matches)

    def one(self, **conditions: Unpack[PublicationFilters]) -> Publication:
        """Return the one publication that meets all conditions; raise `AssertionError` if it is none or several."""
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
