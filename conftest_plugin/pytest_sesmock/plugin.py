"""What pytest loads: nothing of sesmock is imported before a fixture or marker is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_sesmock import (
    guard,
    in_mock_aws,
    lint,
    marker_names,
    recording,
    sections,
    settings,
    swallowed_errors,
)
from pytest_sesmock.fixtures import (
    _ses_mock_of_marker,
    ses_mock,
    ses_mock_module,
    ses_mock_session,
    ses_outbox,
    ses_server,
)
from pytest_sesmock.matching import pytest_assertrepr_compare

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = [
    "_ses_mock_of_marker",
    "pytest_assertrepr_compare",
    "ses_mock",
    "ses_mock_module",
    "ses_mock_session",
    "ses_outbox",
    "ses_server",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the ini options."""
    settings.declare(parser)
    group = parser.getgroup("sesmock")
    group.addoption("--ses-report", metavar="PATH", help="Write one page with the mail of each test.")
    group.addoption("--ses-lint", action="store_true", help="List what real mail would suffer from, by rule.")
    # An option of its own, as a value that may be left out would swallow the path that follows.
    group.addoption(
        "--ses-lint=error",
        action="store_const",
        const="error",
        dest="ses_lint",
        help="List it, and fail the run for it.",
    )
    group.addoption(
        "--ses-mail",
        choices=sections.FORMS,
        default="lines",
        help="What failing tests show of their mail: a line each (lines), its text too (full), or nothing (off).",
    )
    parser.addini(
        "ses_lint_ignore", "Rules of --ses-lint that do not count, such as long-lines.", type="linelist"
    )
    parser.addini("ses_mock_guard", "Fail tests that call SES outside a mock.", type="bool", default=False)
    parser.addini(
        "ses_mock_in_mock_aws",
        "Let moto's mock_aws mock SES by sesmock, as import sesmock.moto does.",
        type="bool",
        default=False,
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker, refuse unknown ini options, and begin to watch the tests."""
    config.addinivalue_line(
        "markers", "ses_mock(**options): mock Amazon SES for the test, with the options of sesmock.mock_ses."
    )
    config.addinivalue_line(
        "markers", "ses_lint_ignore(*rules): leave out rules of --ses-lint, such as 'long-lines'."
    )
    settings.check_ini(config)
    lint.check_ignored(config)
    guard.begin(config)
    in_mock_aws.begin(config)
    swallowed_errors.begin(config)
    _register_reports(config)


def _register_reports(config: pytest.Config) -> None:
    """Let the controller of a run make the reports that options ask for; workers only attach what they saw."""
    if recording.is_worker(config):
        return
    if config.getoption("ses_report"):
        from pytest_sesmock.report import Report

        config.pluginmanager.register(Report(config.getoption("ses_report")))
    if config.getoption("ses_lint"):
        config.pluginmanager.register(lint.Lint(is_error=config.getoption("ses_lint") == "error"))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Refuse unknown options of a marker before any test runs; a worker of xdist could tell nobody, so its tests do."""
    if not recording.is_worker(item.config):
        marker_names.check(item)
        settings.check_markers(item)
        lint.check_markers(item)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Start a test without the mail of the one before."""
    sections.forget()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show in a failing test what it sent, what SES refused, and what to do about it."""
    report = yield
    sections.add(report, item.config.getoption("ses_mail"))
    recording.attach(report, item)
    return report
