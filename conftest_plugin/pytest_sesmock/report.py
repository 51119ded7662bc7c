"""``--ses-report=mail.html``: one page with the mail of each test."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_sesmock import failures, recording
from pytest_sesmock.error_lines import LineOnError

if TYPE_CHECKING:
    import pytest


class Report:
    """Collects the mail of each test, and writes the page at the end of the run."""

    def __init__(self, path: str) -> None:
        self._path = Path(path).absolute()
        self._positions: dict[str, int] = {}
        self._outcomes: dict[str, str] = {}
        self._failures: dict[str, dict[str, Any]] = {}
        self._mail: dict[str, list[Any]] = {}
        self._summary = self._path.as_uri()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record a test's mail, its first failure, and the outcome of the last phase that did not pass, if any."""
        self._positions.setdefault(report.nodeid, len(self._positions))
        if report.outcome != "passed":
            self._outcomes[report.nodeid] = report.outcome
        if report.failed:
            self._failures.setdefault(report.nodeid, failures.describe(report))
        mail = recording.load(report, "ses_mail")
        if mail:
            self._mail[report.nodeid] = mail

    def pytest_sessionfinish(self) -> None:
        """Write the page. If that fails, the summary says why."""
        with LineOnError("write the page of --ses-report", partial(setattr, self, "_summary")):
            self._write()

    def _write(self) -> None:
        from sesmock.pages import report

        tests = [self._describe(nodeid, report.KINDS) for nodeid in sorted(self._mail)]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Leave out a passing test that sent no mail. A failing test may have expected mail.
        tests = [test for test in tests if test["outcome"] == "failed" or any(map(test.get, report.KINDS))]
        self._path.write_text(report.render(tests), encoding="utf-8")

    def _describe(self, nodeid: str, kinds: tuple[str, ...]) -> dict[str, Any]:
        mail = self._mail[nodeid]
        return {
            "name": nodeid,
            "position": self._positions[nodeid],
            "outcome": self._outcomes.get(nodeid, "passed"),
            **self._failures.get(nodeid, {}),
            **{kind: [entry for record in mail for entry in record.get(kind, ())] for kind in kinds},
        }

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the path of the page, or the reason why there is none."""
        terminalreporter.section("SES report")
        terminalreporter.line(self._summary)
