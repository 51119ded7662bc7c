"""The check for misspelled markers. pytest would at most warn about them, and run the test without a mock."""

from __future__ import annotations

import pytest

MARKERS = ("ses_mock", "ses_lint_ignore")


def check(item: pytest.Item) -> None:
    """Raise `pytest.UsageError` for an unregistered marker that resembles one of sesmock's."""
    for marker in item.iter_markers():
        suggestion = _suggest(marker.name)
        if suggestion is not None and marker.name not in _list_registered(item.config):
            raise pytest.UsageError(
                f"{item.nodeid}: unknown marker '{marker.name}'; did you mean @pytest.mark.{suggestion}?"
            )


def _suggest(name: str) -> str | None:
    """Return sesmock's marker with the same words, which may be reordered, joined or plural."""
    if name in MARKERS:
        return None
    letters = _sort_letters(name.lower().removesuffix("s") if name.endswith("mocks") else name.lower())
    return next((ours for ours in MARKERS if _sort_letters(ours) == letters), None)


def _sort_letters(name: str) -> list[str]:
    return sorted(name.replace("_", ""))


def _list_registered(config: pytest.Config) -> set[str]:
    return {line.partition(":")[0].partition("(")[0].strip() for line in config.getini("markers")}
