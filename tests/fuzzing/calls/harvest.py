"""Values of earlier answers, such as the ids of jobs, for the parameters of later calls."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hypothesis import strategies as st


class Harvest:
    """The newest values of members by name; empty at the start of each walk."""

    def __init__(self) -> None:
        self._values: dict[str, list[str]] = defaultdict(list)

    def clear(self) -> None:
        """Forget all values."""
        self._values.clear()

    def collect(self, answer: Any) -> None:
        """Keep the strings in a response, at any depth."""
        pairs = list(answer.items()) if isinstance(answer, dict) else []
        for name, value in pairs:
            if isinstance(value, str):
                self._values[name] = [*self._values[name][-3:], value]
        for value in answer if isinstance(answer, list) else [value for _, value in pairs]:
            self.collect(value)

    def values(self, name: str) -> st.SearchStrategy[str]:
        """Return a strategy for the kept values of a member."""
        return st.integers(0, 3).map(lambda index: self._pick(name, index))

    def _pick(self, name: str, index: int) -> str:
        values = self._values.get(name) or ["0f3e0a3c-0000-4000-8000-000000000000"]
        return values[index % len(values)]


HARVEST = Harvest()
