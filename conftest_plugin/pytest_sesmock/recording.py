"""What a test sent, attached to its report: reports travel from the workers of a parallel run to its controller."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest


def attach(report: pytest.TestReport, config: pytest.Config) -> None:
    """Attach the mail, and what is wrong with it, to the last report of a test, if an option asks for it."""
    stack = sys.modules.get("sesmock.stack")
    if stack is None or report.when != "teardown":
        return
    records = [record for record in stack.records() if record.holds_mail()]
    if config.getoption("ses_report"):
        from sesmock.inspector import plain_values

        _put(report, "ses_mail", [plain_values.of_record(record) for record in records])
    if config.getoption("ses_lint"):
        from sesmock.inspector import lint

        _put(report, "ses_lint", [list(found) for record in records for found in lint.check(record)])


def attached(report: pytest.TestReport, name: str) -> list[Any]:
    """Return what was attached to a report, maybe by another process."""
    found: list[Any] = json.loads(getattr(report, name, "[]"))
    return found


def is_worker(config: pytest.Config) -> bool:
    """Return whether this process runs tests for another one, which makes the report."""
    return hasattr(config, "workerinput")


def _put(report: pytest.TestReport, name: str, values: list[Any]) -> None:
    if values:
        setattr(report, name, json.dumps(values))  # ASCII: raw mail may hold what cannot travel as text
