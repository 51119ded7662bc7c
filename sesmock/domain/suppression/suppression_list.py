"""The entries of a suppression list. Management calls look up the exact address; sends ignore case."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.suppression.suppression import SuppressedDestination


class SuppressionList(dict[str, "SuppressedDestination"]):
    """Entries by key: the trimmed address with its domain in lower case. Spec: suppression.md §2 [P, U]."""

    __slots__ = ("_spellings",)

    def __init__(self) -> None:
        super().__init__()
        # The keys by their lower-case form, because entries may differ only in the case of their local parts.
        # Other methods of dict that change the entries, such as pop(), do not update it.
        self._spellings: dict[str, list[str]] = {}

    def __setitem__(self, key: str, entry: SuppressedDestination) -> None:
        if key not in self:
            self._spellings.setdefault(key.lower(), []).append(key)
        super().__setitem__(key, entry)

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        keys = self._spellings[key.lower()]
        keys.remove(key)
        if not keys:
            del self._spellings[key.lower()]

    def find_matches(self, key: str) -> list[SuppressedDestination]:
        """Return the entries that apply to a recipient, whatever the case of their local parts."""
        return [self[each] for each in self._spellings.get(key.lower(), ())]
