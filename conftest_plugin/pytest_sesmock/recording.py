"""Attaches the records of a test to its report, so that they reach the controller of a parallel run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pytest_sesmock.error_lines import LineOnError

if TYPE_CHECKING:
    import pytest

    from sesmock.inspector.records import Record


def attach(report: pytest.TestReport, item: pytest.Item) -> None:
    """Attach the mail and its findings to the last report of a test, if an option requests them."""
    # Fixtures may send mail in their teardown.
    if report.when != "teardown":
        return
    from sesmock import stack

    records, config = stack.records(), item.config
    if config.getoption("ses_report"):
        with LineOnError(
            "show the mail of this test", lambda line: _put(report, "ses_mail", [{"errors": [line]}])
        ):
            _put(report, "ses_mail", _mail(records))
    if config.getoption("ses_lint"):
        with LineOnError(
            "check the mail of this test", lambda line: _put(report, "ses_lint", [["error", "", line, ""]])
        ):
            _put(report, "ses_lint", _findings(records, item))


def load(report: pytest.TestReport, name: str) -> list[Any]:
    """Return the data attached to a report, possibly by another process."""
    values: list[Any] = json.loads(getattr(report, name, "[]"))
    return values


def _mail(records: list[Record]) -> list[Any]:
    from sesmock.pages import serialization

    # A mock without mail counts too: if its test fails, the page shows that there was no mail.
    return [serialization.serialize_record(record) if record.holds_mail() else {} for record in records]


def _findings(records: list[Record], item: pytest.Item) -> list[Any]:
    from pytest_sesmock.lint import list_ignored
    from sesmock.inspector import lint

    ignored = list_ignored(item)
    return [list(finding) for record in records for finding in lint.check(record, ignore=ignored)]


def _put(report: pytest.TestReport, name: str, values: list[Any]) -> None:
    if values:
        # json.dumps writes ASCII. Raw mail can contain surrogates, which could not be sent as UTF-8.
        setattr(report, name, json.dumps(values))
