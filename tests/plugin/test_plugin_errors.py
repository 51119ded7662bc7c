"""pytest's output when an email or sesmock itself is broken. The run continues."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plugin.test_plugin_reports import read_data
from tests.plugin_runs import run

if TYPE_CHECKING:
    from pytest import Pytester  # noqa: PT013 - for the annotation

pytest_plugins = ["pytester"]

UNDECODABLE = """
import boto3
from sesmock import mock_ses

@mock_ses(identities="*")
@pytest.mark.parametrize("is_fine", [True, False])
def test_raw(is_fine):
    raw = b"From: shop@example.com\\nTo: ada@example.net\\nSubject: =?utf-8?b?a?=\\n\\nHi"
    boto3.client("ses", region_name="us-east-1").send_raw_email(RawMessage={"Data": raw})
    assert is_fine
"""
SABOTAGE = """
from sesmock import Mail, current, mock_ses
from sesmock.inspector import assertion_text, failure_text, lint
from sesmock.inspector.records import Record
from sesmock.pages import serialization

class Unprintable(Exception):
    def __str__(self):
        raise ValueError

def fail(error):
    def replacement(*_, **__):
        raise error
    return replacement
"""
TEST = """
@mock_ses(identities=["example.com"])
def test_sends():
    send()
    assert Mail(to="eve@example.net") in current().outbox

def test_after_it():
    pass
"""


def test_mail_with_an_undecodable_subject_is_shown(pytester: Pytester) -> None:
    """Mail whose subject cannot be decoded appears in the section of a failing test and in the report."""
    result = run(pytester, UNDECODABLE, "--ses-report=mail.html", "--ses-lint")
    subjects = [mail["subject"] for test in read_data(pytester.path / "mail.html") for mail in test["sent"]]

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["  sent     ses SendRawEmail  to ada@example.net  '=[?]utf-8[?]b[?]a[?]='"])
    assert subjects == ["=?utf-8?b?a?="] * 2


@pytest.mark.parametrize(
    ("sabotage", "error"),
    [
        ("failure_text.captured = fail(ValueError('broken\\n  mail'))", "ValueError: broken mail"),
        ("Record.whole = fail(RecursionError('\\udce9'))", "RecursionError: \\udce9"),
        ("failure_text.captured = fail(Unprintable())", "test_file.Unprintable: <exception str() failed>"),
    ],
)
def test_an_error_in_the_section_of_a_failing_test_is_shown_in_it(
    pytester: Pytester, sabotage: str, error: str
) -> None:
    """If sesmock fails to show the mail, the section has one line with the error, and the next tests run."""
    result = run(pytester, f"{SABOTAGE}{sabotage}\n{TEST}")

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["*- Captured SES mail -*", f"sesmock cannot show the mail of this test (test_file.py:*): {error}"]
    )


@pytest.mark.parametrize(
    ("sabotage", "parallel"),
    [
        ("Record.holds_mail = fail(ValueError('broken'))", []),
        ("serialization.serialize_record = lambda record: {'sent': [b'no JSON']}", ["-n", "1"]),
    ],
)
def test_an_error_in_the_report_is_shown_on_the_page(
    pytester: Pytester, sabotage: str, parallel: list[str]
) -> None:
    """If sesmock fails to record a test for the report, the page lists the error, even from a worker process."""
    result = run(pytester, f"{SABOTAGE}{sabotage}\n{TEST}", "--ses-report=mail.html", *parallel)
    [test] = [test for test in read_data(pytester.path / "mail.html") if "test_sends" in test["name"]]
    [line] = test["errors"]

    result.assert_outcomes(passed=1, failed=1)
    assert (test["outcome"], test["sent"]) == ("failed", [])
    assert line.startswith("sesmock cannot show the mail of this test (")


def test_an_error_in_a_lint_rule_is_shown_in_the_summary(pytester: Pytester) -> None:
    """If a lint rule fails, the summary has one line with the error instead of the test's findings."""
    result = run(pytester, f"{SABOTAGE}lint.check = fail(ValueError('broken'))\n{TEST}", "--ses-lint")

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*= SES lint =*",
            "error: 1 finding in 1 test",
            "  '' in test_file.py::test_sends: sesmock cannot check the mail of this test (test_file.py:*): "
            "ValueError: broken",
        ]
    )


def test_an_error_in_the_explanation_of_a_comparison_is_shown_in_it(pytester: Pytester) -> None:
    """If sesmock fails to explain a comparison, the assertion still fails, and shows the error in one line."""
    result = run(pytester, f"{SABOTAGE}assertion_text.explain = fail(ValueError('broken'))\n{TEST}")

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["E       assert sesmock cannot explain this comparison (test_file.py:*): ValueError: broken"]
    )


def test_a_failure_to_write_the_report_is_shown_in_the_summary(pytester: Pytester) -> None:
    """If the report cannot be written, the summary has one line with the error, and the outcome is the same."""
    pytester.mkdir("mail.html")
    result = run(pytester, "def test_it():\n    pass\n", "--ses-report=mail.html")

    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        ["*= SES report =*", "sesmock cannot write the page of --ses-report (*): IsADirectoryError: *"]
    )
