"""The entry point of the plugin. It imports nothing from sesmock before a test uses a fixture or marker."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from pytest_sesmock import settings
from pytest_sesmock.fixtures import (
    _ses_mock_of_marker,
    ses_mock,
    ses_mock_module,
    ses_mock_session,
    ses_outbox,
    ses_server,
)

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
    """Declare the options of the command line and of the ini file."""
    settings.declare(parser)
    group = parser.getgroup("sesmock")
    group.addoption("--ses-report", metavar="PATH", help="Write one page with the mail of each test.")
    group.addoption(
        "--ses-lint", action="store_true", help="List the problems that real mail would have, by rule."
    )
    # A separate option, since an optional value would swallow the path that follows.
    group.addoption(
        "--ses-lint=error",
        action="store_const",
        const="error",
        dest="ses_lint",
        help="List these problems, and fail the run if there are any.",
    )
    group.addoption(
        "--ses-mail",
        choices=settings.MAIL_FORMS,
        default="lines",
        help="How failing tests show their mail: one line each (lines), with the text (full), or not at all (off).",
    )
    parser.addini("ses_lint_ignore", "Rules of --ses-lint to ignore, such as long-lines.", type="linelist")
    parser.addini("ses_mock_guard", "Fail tests that call SES outside a mock.", type="bool", default=False)
    parser.addini(
        "ses_mock_in_mock_aws",
        "Let moto's mock_aws mock SES with sesmock, as import sesmock.moto does.",
        type="bool",
        default=False,
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers, refuse unknown ini options, and start to watch the tests."""
    config.addinivalue_line(
        "markers", "ses_mock(**options): mock Amazon SES for the test, with the options of sesmock.mock_ses."
    )
    config.addinivalue_line(
        "markers", "ses_lint_ignore(*rules): ignore rules of --ses-lint, such as 'long-lines'."
    )
    from pytest_sesmock import in_mock_aws, swallowed_errors

    settings.check_ini(config)
    if settings.read_list(config, "ses_lint_ignore"):
        from pytest_sesmock import lint

        lint.check_ignored(config)
    if settings.read_ini(config, "ses_mock_guard"):
        from pytest_sesmock import guard

        guard.begin(config)
    in_mock_aws.begin(config)
    swallowed_errors.begin(config)
    _register_reports(config)


def _register_reports(config: pytest.Config) -> None:
    """Register the reports that the options request, except in workers, which only attach their records."""
    if _is_worker(config):
        return
    if config.getoption("ses_report"):
        from pytest_sesmock.report import Report

        config.pluginmanager.register(Report(config.getoption("ses_report")))
    if config.getoption("ses_lint"):
        from pytest_sesmock import lint

        config.pluginmanager.register(lint.Lint(is_error=config.getoption("ses_lint") == "error"))


def _is_worker(config: pytest.Config) -> bool:
    """Return whether this process runs tests for another process, which writes the reports."""
    return hasattr(config, "workerinput")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Refuse unknown options of a marker before any test runs.

    An xdist worker cannot report them at this point, so there the fixture fails the test.
    """
    if _is_worker(item.config) or next(item.iter_markers(), None) is None:
        return
    from pytest_sesmock import marker_names

    marker_names.check(item)
    settings.check_markers(item)
    if item.get_closest_marker("ses_lint_ignore") is not None:
        from pytest_sesmock import lint

        lint.check_markers(item)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Explain ``in``, ``==`` and their opposites if one side is a matcher or an address."""
    # Until this module is imported, no matcher and no address can exist.
    if "sesmock.domain.mail.messages" not in sys.modules:
        return None
    from pytest_sesmock import matching

    return matching.explain_comparison(op, left, right)


# First, so that mail that is sent in the setup of other plugins counts for this test.
@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Forget the mail of the previous test."""
    if "sesmock.stack" in sys.modules:
        sys.modules["sesmock.stack"].forget()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the sent messages, the refused calls and hints to the report of a failing test."""
    report = yield
    if "sesmock.stack" in sys.modules:
        from pytest_sesmock import recording, sections

        sections.add(report, item.config.getoption("ses_mail"))
        recording.attach(report, item)
    if report.failed and report.when == "setup":
        from pytest_sesmock import sections

        sections.add_scope_hint(report)
    return report
