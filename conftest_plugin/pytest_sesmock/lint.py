"""``--ses-lint``: lists the problems with the tests' mail, by rule and template, at the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pytest_sesmock import recording, settings
from pytest_sesmock.error_lines import LineOnError

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKER = INI = "ses_lint_ignore"

Group = tuple[str, str]
"""A rule, and the template of the messages; ``""`` for messages without a template."""


class Lint:
    """Collects the findings in the mail of each test; with ``is_error`` they fail the run."""

    def __init__(self, *, is_error: bool) -> None:
        self._is_error = is_error
        self._groups: dict[Group, list[tuple[str, str, str]]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the findings that are attached to a report."""
        for rule, subject, text, template in recording.load(report, "ses_lint"):
            self._groups.setdefault((rule, template), []).append((report.nodeid, subject, text))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run whose tests passed if there are findings."""
        # A run that failed for another reason keeps its own exit status.
        if self._is_error and self._groups and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """List the findings: their number for each rule and template, with one example."""
        if self._groups:
            with LineOnError("list what is wrong with the mail", terminalreporter.line):
                self._list(terminalreporter)

    def _list(self, terminalreporter: pytest.TerminalReporter) -> None:
        from sesmock.domain.pages import page_url

        terminalreporter.section("SES lint")
        for (rule, template), findings in sorted(self._groups.items()):
            # The smallest one, so that parallel runs show the same example.
            nodeid, subject, text = min(findings)
            of_template = f" of template {template!r}" if template else ""
            terminalreporter.line(f"{rule}: {_count(findings)}{of_template}")
            terminalreporter.line(f"  {subject!r} in {nodeid}: {text}")
        everything = [finding for findings in self._groups.values() for finding in findings]
        terminalreporter.line(
            f"{_count(everything)}. Why, and how to fix them: {page_url('reference/lint.md')}"
        )


def check_ignored(config: pytest.Config) -> None:
    """Raise `pytest.UsageError` for an unknown rule in the ini file."""
    _check("the ini file", settings.read_list(config, INI))


def check_markers(node: pytest.Item) -> None:
    """Raise `pytest.UsageError` for an unknown rule in a marker, and for a marker without rules."""
    for marker in node.iter_markers(MARKER):
        if marker.kwargs or not marker.args:
            raise pytest.UsageError(
                f'{node.nodeid}: @pytest.mark.{MARKER} accepts rule names, e.g. @pytest.mark.{MARKER}("long-lines")'
            )
        _check(f"@pytest.mark.{MARKER} of {node.nodeid}", marker.args)


def list_ignored(item: pytest.Item) -> set[str]:
    """Return the rules that are ignored for a test."""
    in_markers = (name for marker in item.iter_markers(MARKER) for name in marker.args)
    return {*settings.read_list(item.config, INI), *in_markers}


def _check(place: str, rules: Iterable[Any]) -> None:
    from sesmock.inspector import lint

    try:
        lint.check_rules(map(str, rules))
    except ValueError as error:
        raise pytest.UsageError(f"{place}: {error}") from None


def _count(findings: list[tuple[str, str, str]]) -> str:
    tests = len({nodeid for nodeid, _, _ in findings})
    return f"{_plural(len(findings), 'finding')} in {_plural(tests, 'test')}"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
