"""Misspelled markers: pytest would warn about them at most, and the test would run without a mock."""

from __future__ import annotations

import pytest

MARKERS = ("ses_mock", "ses_lint_ignore")


def check(item: pytest.Item) -> None:
    """Raise `pytest.UsageError` for an unregistered marker that resembles one of sesmock's."""
    for marker in item.iter_markers():
        suggestion = _find_meant(marker.name)
        if suggestion is not None and marker.name not in _list_registered(item.config):
            raise pytest.UsageError(
                f"{item.nodeid}: unknown marker '{marker.name}'; did you mean @pytest.mark.{suggestion}?"
            )


def _find_meant(name: str) -> str | None:
    """Return sesmock's marker with the same letters: its words in another order, run together or plural."""
    if name in MARKERS:
        return None
    letters = _sort_letters(name.lower().removesuffix("s") if name.endswith("mocks") else name.lower())
    return next((ours for ours in MARKERS if _sort_letters(ours) == letters), None)


def _sort_letters(name: str) -> list[str]:
    return sorted(name.replace("_", ""))


def _list_registered(config: pytest.Config) -> set[str]:
    return {line.partition(":")[0].partition("(")[0].strip() for line in config.getini("markers")}
