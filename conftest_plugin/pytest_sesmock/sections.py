"""The sections of a failing test: "Captured SES mail", and the hint on a fixture's scope."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from pytest_sesmock.error_lines import LineOnError

if TYPE_CHECKING:
    import pytest

# The sentence with which pytest reports a scope mismatch (fixtures.py).
_SCOPE_MISMATCH = re.compile(
    r"the function scoped fixture (ses_mock|ses_outbox|ses_server) with a (\w+) scoped request"
)
# sesmock has no fixture of class scope. For scopes wider than a module, the session fixture is the one to use.
_WIDER_FIXTURES = {"class": "ses_mock_module", "module": "ses_mock_module"}
_USES = {"ses_mock": "{}", "ses_outbox": "{}.outbox", "ses_server": "{}.serve()"}


def add(report: pytest.TestReport, form: str) -> None:
    """Add the mail of a failed test to its report."""
    if not report.failed or form == "off":
        return
    from sesmock import stack

    with LineOnError("show the mail of this test", partial(_add, report)):
        mail = stack.captured(full=form == "full")
        if mail:
            _add(report, mail)


def add_scope_hint(report: pytest.TestReport) -> None:
    """Suggest the fixture to use if pytest reports that one of sesmock's fixtures has too narrow a scope."""
    match = _SCOPE_MISMATCH.search(str(report.longrepr))
    if match is not None:
        fixture = _WIDER_FIXTURES.get(match[2], "ses_mock_session")
        use = _USES[match[1]].format(fixture)
        report.sections.append(("sesmock", f"hint     in a fixture of this scope, write {use}"))


def _add(report: pytest.TestReport, text: str) -> None:
    report.sections.append(("Captured SES mail", text))
