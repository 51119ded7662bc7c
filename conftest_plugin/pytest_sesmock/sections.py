"""The section "Captured SES mail" of a failing test."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from pytest_sesmock.error_lines import LineOnError

if TYPE_CHECKING:
    from types import ModuleType

    import pytest

FORMS = ("lines", "full", "off")
"""The values of ``--ses-mail``."""


def add(report: pytest.TestReport, form: str) -> None:
    """Add the mail of a failed test to its report."""
    stack = _stack()
    if stack is None or not report.failed or form == "off":
        return
    with LineOnError("show the mail of this test", partial(_add, report)):
        mail = stack.captured(full=form == "full")
        if mail:
            _add(report, mail)


def forget() -> None:
    """Forget the mail of the previous test."""
    stack = _stack()
    if stack is not None:
        stack.forget()


def _add(report: pytest.TestReport, text: str) -> None:
    report.sections.append(("Captured SES mail", text))


def _stack() -> ModuleType | None:
    """Return the stack of mocks, None if no test has used one."""
    return sys.modules.get("sesmock.stack")
