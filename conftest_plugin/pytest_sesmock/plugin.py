"""What pytest loads: nothing of sesmock is imported before a fixture is used."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from types import ModuleType

    from sesmock import SesMock


@pytest.fixture
def ses_mock() -> Iterator[SesMock]:
    """Mock Amazon SES for the test, and give the active mock."""
    from sesmock import mock_ses

    with mock_ses() as active:
        yield active


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Start a test without the mail of the one before."""
    stack = _stack()
    if stack is not None:
        stack.forget()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show in a failing test what it sent, what SES refused, and what to do about it."""
    report = yield
    stack = _stack()
    mail = stack.captured() if report.failed and stack is not None else ""
    if mail:
        report.sections.append(("Captured SES mail", mail))
    return report


def _stack() -> ModuleType | None:
    """Return the stack of mocks if a test has used one."""
    return sys.modules.get("sesmock.stack")
