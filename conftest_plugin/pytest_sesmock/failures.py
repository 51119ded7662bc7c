"""The reason why a test failed, as plain values for a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

_MAX_REASON = 20_000


def describe(report: pytest.TestReport) -> dict[str, Any]:
    """Return the reason for a failure, its location, and the hints of its section "Captured SES mail".

    The reason is the whole text of the error, including the closest message that an assertion shows.
    """
    crash = getattr(report.longrepr, "reprcrash", None)
    reason = report.longreprtext if crash is None else crash.message
    return {
        "reason": reason[:_MAX_REASON],
        "location": None if crash is None else f"{_relative(crash.path)}:{crash.lineno}",
        "hints": _list_hints(report),
    }


def _list_hints(report: pytest.TestReport) -> list[str]:
    text = "\n".join(text for name, text in report.sections if name == "Captured SES mail")
    return [
        line.strip().partition(" ")[2].strip()
        for line in text.splitlines()
        if line.lstrip().startswith("hint ")
    ]


def _relative(path: str) -> str:
    """Return a path relative to the current directory; unchanged if the path is outside it."""
    file = Path(path)
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else path
