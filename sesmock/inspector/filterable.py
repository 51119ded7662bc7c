"""The base class of sequences with filters."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar, overload

from sesmock.domain.argument_checks import check_number
from sesmock.inspector import filters, spelling, waiting

if TYPE_CHECKING:
    from sesmock.inspector.failure_text import Listing
    from sesmock.inspector.filters import Field, Filter
    from sesmock.inspector.records import Record, Span

Item = TypeVar("Item")

_VERBS = frozenset({"filter", "one", "only", "none", "first", "last", "wait_for", "await_for"})


class Filterable(Sequence[Item]):
    """Items in order, as a live, read-only sequence; reading removes nothing.

    Each kind of item has a subclass, which gives the methods their types.
    """

    _noun: ClassVar[str]
    _label: ClassVar[str]
    _attribute: ClassVar[str]
    # Items of this kind do not exist without a call.
    _comes_from_calls: ClassVar[bool] = True
    _fields: ClassVar[Mapping[str, Field]]

    def __init_subclass__(cls) -> None:
        """Make each method show the right spelling in its error if a filter is passed by position."""
        super().__init_subclass__()
        for name in _VERBS & vars(cls).keys():
            setattr(cls, name, spelling.require_names(getattr(cls, name), name, cls._fields))

    def __init__(self, items: Span[Item], record: Record) -> None:
        self._span = items
        self._record = record

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        try:
            return self._span[index]
        except IndexError:
            raise IndexError(self._explain_missing(index)) from None
        except TypeError:
            call = spelling.describe_positional("one", index, self._fields)
            raise TypeError(f"an index must be an int or a slice, got {index!r}; {call}") from None

    def __len__(self) -> int:
        return len(self._span)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._span.items())

    def __repr__(self) -> str:
        items = self._span.items()
        if not items:
            return f"<0 {self._label}{self._explain_silence()}>"
        summary = "; ".join(self._describe(item) for item in items[:5])
        return f"<{len(items)} {self._label}: {summary}{'; …' if len(items) > 5 else ''}>"

    def _explain_silence(self) -> str:
        """Return a hint on why the sequence is empty, such as that no call was made, or ``""``."""
        # Only failures and repr() need hints and texts, so passing tests do not import their modules.
        from sesmock.inspector import silence_hints

        lines = silence_hints.list_hints(self._record) if self._comes_from_calls else []
        return f"; {lines[0]}" if lines else ""

    @staticmethod
    @abstractmethod
    def _describe(item: Item) -> str:
        """Return an item as one line."""

    def _parse(self, conditions: Mapping[str, object]) -> list[Filter[Item]]:
        return filters.parse(conditions, self._fields)

    def _check_value(self, value: object) -> None:
        """Raise `TypeError` for a string in place of an item or a matcher, since nothing would equal it."""
        if isinstance(value, str):
            raise TypeError(spelling.describe_positional("count", value, self._fields))

    def _select(self, tests: Sequence[Filter[Item]]) -> list[Item]:
        return filters.select(tests, self._span.items())

    def _filter(self, conditions: Mapping[str, object]) -> list[Item]:
        return self._select(self._parse(conditions))

    def _one(self, conditions: Mapping[str, object]) -> Item:
        # pytest omits frames with this variable from tracebacks, so a failure points at the test's own line.
        __tracebackhide__ = True
        tests = self._parse(conditions)
        matches = self._select(tests)
        if len(matches) != 1:
            raise AssertionError(self._explain(f"exactly 1 {self._noun}", tests, may_come=not matches))
        return matches[0]

    def _none(self, conditions: Mapping[str, object]) -> None:
        __tracebackhide__ = True
        tests = self._parse(conditions)
        if self._select(tests):
            raise AssertionError(self._explain(f"no {self._noun}", tests))

    def _some(self, conditions: Mapping[str, object]) -> list[Item]:
        __tracebackhide__ = True
        tests = self._parse(conditions)
        matches = self._select(tests)
        if not matches:
            raise AssertionError(self._explain(f"at least 1 {self._noun}", tests, may_come=True))
        return matches

    def _only(self, conditions: Mapping[str, object]) -> Item:
        __tracebackhide__ = True
        tests = self._parse(conditions)
        matches = self._select(tests)
        if len(matches) != 1 or len(self) != 1:
            raise AssertionError(self._explain(f"1 {self._noun} and no other", tests, may_come=not matches))
        return matches[0]

    def _wait_for(self, timeout: float, conditions: Mapping[str, object]) -> Item:
        __tracebackhide__ = True
        tests = self._parse(conditions)
        check_number("timeout", timeout, minimum=0)
        waiting.refuse_event_loop(self._attribute)
        match = waiting.wait(self._record.world.notifier, lambda: self._first(tests), timeout)
        return self._require(match, timeout, tests)

    async def _await_for(self, timeout: float, conditions: Mapping[str, object]) -> Item:
        __tracebackhide__ = True
        tests = self._parse(conditions)
        check_number("timeout", timeout, minimum=0)
        match = await waiting.wait_async(self._record.world.notifier, lambda: self._first(tests), timeout)
        return self._require(match, timeout, tests)

    def _require(self, match: Item | None, timeout: float, tests: Sequence[Filter[Item]]) -> Item:
        __tracebackhide__ = True
        if match is None:
            raise AssertionError(self._explain(f"a {self._noun} within {timeout:g} s", tests))
        return match

    def _first(self, tests: Sequence[Filter[Item]]) -> Item | None:
        return next(iter(self._select(tests)), None)

    def _explain(self, expected: str, tests: Sequence[Filter[Item]], *, may_come: bool = False) -> str:
        """Return the text of a failure; ``may_come`` says whether the expected item can still arrive."""
        return self._compare(expected, tests) + self._hint(may_come=may_come)

    def _compare(self, expected: str, tests: Sequence[Filter[Item]]) -> str:
        from sesmock.inspector import failure_text

        return failure_text.explain_mismatch(expected, tests, self._list_items(), self._record)

    def _explain_missing(self, index: object) -> str:
        from sesmock.inspector import failure_text

        name = f"{self._attribute}[{index}]"
        text = failure_text.explain_missing(name, self._list_items(), self._record)
        return text + self._hint(may_come=True)

    def _list_items(self) -> Listing[Item]:
        from sesmock.inspector import failure_text

        return failure_text.Listing(self._label, self._describe, self._span.items())

    def _hint(self, *, may_come: bool) -> str:
        """Return lines about the reasons why there are no items, and about code that can still send."""
        from sesmock.inspector import hints, silence_hints

        lines = silence_hints.list_hints(self._record) if self._comes_from_calls else []
        # The hints name wait_for(), which events and publications do not have.
        if may_come and hasattr(self, "wait_for"):
            lines += hints.list_waiting_hints(self._record, self._attribute)
        return "".join(f"\n  hint     {line}" for line in lines)
