"""``--ses-lint``: at the end of a run, what real mail would suffer from, by test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_sesmock import recording
from pytest_sesmock.error_lines import LineOnError

if TYPE_CHECKING:
    import pytest

_MAX_FINDINGS = 20
_MAX_WIDTH = 160


class Lint:
    """Collects what was found in the mail of each test."""

    def __init__(self) -> None:
        self._findings: dict[str, list[list[str]]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what is attached to a report."""
        findings = recording.load(report, "ses_lint")
        if findings:
            self._findings[report.nodeid] = findings

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """List the findings, a line each."""
        with LineOnError("list what is wrong with the mail", terminalreporter.line):
            self._list(terminalreporter)

    def _list(self, terminalreporter: pytest.TerminalReporter) -> None:
        total = sum(map(len, self._findings.values()))
        if not total:
            return
        terminalreporter.section("SES lint")
        for nodeid, findings in sorted(self._findings.items()):
            terminalreporter.line(nodeid)
            for rule, subject, text in findings[:_MAX_FINDINGS]:
                terminalreporter.line(f"  {rule}  {subject!r}: {text}"[:_MAX_WIDTH])
            if len(findings) > _MAX_FINDINGS:
                terminalreporter.line(f"  and {len(findings) - _MAX_FINDINGS} more")
        terminalreporter.line(f"{total} findings in {len(self._findings)} tests")
