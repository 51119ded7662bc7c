"""The options ``--ses-report``, ``--ses-lint`` and ``--ses-mail``."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from sesmock import mock_ses
from sesmock.inspector import lint
from sesmock.inspector.records import Record
from sesmock.pages import report, serialization
from tests.plugin_runs import run
from tests.sending import send

pytest_plugins = ["pytester"]

TESTS = """
from sesmock import mock_ses

@mock_ses(identities=["example.com"])
def test_sends():
    send()

@mock_ses
def test_is_refused():
    send()

@mock_ses(identities="*")
@pytest.mark.parametrize("number", range(4))
def test_any_sender(number):
    send()
    with mock_ses(identities=["example.com"], isolated=True):
        send()

@mock_ses
def test_sends_nothing():
    pass

@pytest.mark.skip
def test_is_skipped():
    pass
"""


def read_data(path: Path) -> list[dict[str, Any]]:
    """Return the data of a page."""
    # The page has its data as compressed JSON in base64.
    [packed] = re.findall(r'<script id="data"[^>]*>(.*?)</script>', path.read_text("utf-8"))
    data: list[dict[str, Any]] = json.loads(gzip.decompress(base64.b64decode(packed)))
    return data


@pytest.mark.parametrize("parallel", [[], ["-n", "4"]], ids=["alone", "in parallel"])
def test_report_and_lint_cover_all_tests(pytester: pytest.Pytester, parallel: list[str]) -> None:
    """The report and lint cover all tests that sent mail or tried to, in every worker process."""
    result = run(pytester, TESTS, "--ses-report=out/mail.html", "--ses-lint", *parallel)
    tests = read_data(pytester.path / "out" / "mail.html")

    result.assert_outcomes(passed=6, failed=1, skipped=1)
    assert [(test["name"].rpartition("::")[2], test["outcome"]) for test in tests] == [
        *[(f"test_any_sender[{number}]", "passed") for number in range(4)],
        ("test_is_refused", "failed"),
        ("test_sends", "passed"),
    ]
    assert [(len(test["sent"]), len(test["rejected"])) for test in tests] == [(2, 0)] * 4 + [(0, 1), (1, 0)]
    result.stdout.fnmatch_lines(
        [
            "*= SES lint =*",
            "unverified-sender: 4 findings in 4 tests",
            "  'Welcome' in test_file.py::test_any_sender[[]0[]]: From shop@example.com is not covered by a verified*",
            "4 findings in 4 tests.*",
            "*= SES report =*",
            "file:///*/out/mail.html",
        ]
    )


def test_undecodable_bytes_reach_the_page(pytester: pytest.Pytester) -> None:
    """Undecodable bytes in the header of a raw message reach the page, even from a worker."""
    code = """
import boto3
from sesmock import mock_ses

@mock_ses(identities="*")
def test_raw():
    raw = b'From: "\\xe9" <a@example.com>\\nTo: "\\xe9" <b@example.net>\\nSubject: caf\\xe9 {{x}}\\n\\n\\xff'
    boto3.client("ses", region_name="us-east-1").send_raw_email(RawMessage={"Data": raw})
    assert False
"""
    result = run(pytester, code, "-n", "1", "--ses-report=mail.html", "--ses-lint", "--ses-mail=full")
    [test] = read_data(pytester.path / "mail.html")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*sent     ses SendRawEmail  to *b@example.net*", "placeholders: 1 finding in 1 test", "  'caf*"]
    )
    assert test["sent"][0]["subject"].startswith("caf")


def test_a_run_without_findings_says_nothing(pytester: pytest.Pytester) -> None:
    """In a run without mail, lint prints nothing, and the page of the report is empty."""
    result = run(pytester, "def test_it():\n    pass\n", "--ses-report=mail.html", "--ses-lint")

    assert "SES lint" not in result.stdout.str()
    assert read_data(pytester.path / "mail.html") == []


MAIL_NOT_SENT = """
import boto3
from sesmock import mock_ses

@mock_ses(identities="*")
def test_unrendered():
    client = boto3.client("sesv2", region_name="us-east-1")
    client.create_email_template(TemplateName="welcome", TemplateContent={"Subject": "Hi {{name}}", "Text": "Hi"})
    client.send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Template": {"TemplateName": "welcome", "TemplateData": "{}"}},
    )

@mock_ses(verification="manual")
def test_notice():
    client = boto3.client("ses", region_name="us-east-1")
    client.verify_email_identity(EmailAddress="shop@example.com")
    assert False

@mock_ses(identities="*")
def test_bulk():
    client = boto3.client("sesv2", region_name="us-east-1")
    client.create_email_template(TemplateName="welcome", TemplateContent={"Subject": "Hi", "Text": "Hi"})
    client.send_bulk_email(
        FromEmailAddress="shop@example.com",
        DefaultContent={"Template": {"TemplateName": "welcome", "TemplateData": "{}"}},
        BulkEmailEntries=[
            {"Destination": {"ToAddresses": [address]}} for address in ("ada@example.net", "bad@@example.net")
        ],
    )
"""


@pytest.mark.parametrize("parallel", [[], ["-n", "2"]], ids=["alone", "in parallel"])
def test_the_report_has_unsent_mail(pytester: pytest.Pytester, parallel: list[str]) -> None:
    """The report has mail that could not be rendered, mail from SES itself, and the refused entries of a bulk send."""
    result = run(pytester, MAIL_NOT_SENT, "--ses-report=mail.html", *parallel)
    bulk, notice, unrendered = read_data(pytester.path / "mail.html")

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        ["*Captured SES mail*", "  notice   ses  to shop@example.com  'Amazon Web Services*"]
    )
    assert [len(test["sent"]) for test in (bulk, notice, unrendered)] == [1, 0, 0]
    assert [(call["call"], call["to"], call["error"]) for call in bulk["rejected"]] == [
        (
            "sesv2 SendBulkEmail",
            ["bad@@example.net"],
            "INVALID_PARAMETER: Domain contains illegal character",
        )
    ]
    assert [(mail["call"], mail["to"]) for mail in notice["notices"]] == [("ses", ["shop@example.com"])]
    assert [mail["error"] for mail in unrendered["unrendered"]] == [
        "Attribute 'name' is not present in the rendering data."
    ]


LINT = """
import boto3
from sesmock import mock_ses

@mock_ses(identities="*")
def test_many():
    for number in range(25):
        send(f"s{number}@example.com")

@mock_ses(identities=["example.com"])
def test_template():
    client = boto3.client("sesv2", region_name="us-east-1")
    content = {"Subject": "Hi", "Html": "<a href='http://example.com/" + 200 * "x" + "'>x</a>"}
    client.create_email_template(TemplateName="order", TemplateContent=content)
    client.send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Template": {"TemplateName": "order", "TemplateData": "{}"}},
    )
"""


def test_findings_are_grouped_by_rule_and_template(pytester: pytest.Pytester) -> None:
    """Lint groups its findings by rule and template, with a count and one complete example for each group."""
    result = run(pytester, LINT, "--ses-lint", "test_file.py")

    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(
        [
            "*= SES lint =*",
            "insecure-links: 1 finding in 1 test of template 'order'",
            f"  'Hi' in test_file.py::test_template: link without HTTPS: http://example.com/{200 * 'x'}",
            "no-text-part: 1 finding in 1 test of template 'order'",
            "  'Hi' in test_file.py::test_template: HTML without a text part: *",
            "unverified-sender: 25 findings in 1 test",
            "  'Welcome' in test_file.py::test_many: From s0@example.com is not covered by a verified identity*",
            "27 findings in 2 tests. Why, and how to fix them: https://*/docs/reference/lint.md",
        ]
    )


@pytest.mark.parametrize(
    ("arguments", "ini", "marker", "outcome"),
    [
        (["--ses-lint"], "", "", 0),
        (["--ses-lint=error"], "", "", 1),
        (["--ses-lint=error"], "ses_lint_ignore = no-text-part, unverified-sender", "", 0),
        (["--ses-lint=error"], "ses_lint_ignore = no-text-part", "", 1),
        (["--ses-lint=error"], "", '@pytest.mark.ses_lint_ignore("no-text-part", "unverified-sender")', 0),
        (["--ses-lint=error", "-n", "1"], "", '@pytest.mark.ses_lint_ignore("no-subject")', 1),
    ],
)
def test_findings_can_fail_the_run_and_be_ignored(
    pytester: pytest.Pytester, arguments: list[str], ini: str, marker: str, outcome: int
) -> None:
    """Rules can be ignored in the ini file and by a marker; other findings fail the run, but not the tests."""
    code = f"""
from sesmock import mock_ses
{marker}
@mock_ses(identities="*")
def test_it():
    send()
"""
    result = run(pytester, code, *arguments, ini=ini)

    result.assert_outcomes(passed=1)
    assert result.ret == outcome


@pytest.mark.parametrize(
    ("ini", "marker", "text"),
    [
        (
            "ses_lint_ignore = long-line",
            "",
            "the ini file: unknown rule 'long-line'; did you mean 'long-lines'?*",
        ),
        (
            "",
            '@pytest.mark.ses_lint_ignore("subject")',
            "*of *::test_it: unknown rule 'subject'*Valid rules: no-text*",
        ),
        (
            "",
            "@pytest.mark.ses_lint_ignore",
            "*::test_it: @pytest.mark.ses_lint_ignore accepts rule names, e.g.*",
        ),
    ],
)
def test_an_unknown_rule_is_a_usage_error(
    pytester: pytest.Pytester, ini: str, marker: str, text: str
) -> None:
    """An unknown rule ends the run before any test."""
    result = run(pytester, f"{marker}\ndef test_it():\n    pass\n", ini=ini)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{text}"])


def test_each_rule_has_a_section_on_its_page() -> None:
    """The page on lint has a section for each rule, with an example, the reason and a fix."""
    page = (Path(__file__).parents[2] / "docs" / "reference" / "lint.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `([\w-]+)`\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))

    assert list(sections) == list(lint.RULES)
    assert all("**Example.**" in text for text in sections.values())
    assert all("**Why.**" in text and "**Fix.**" in text for text in sections.values())


@pytest.mark.parametrize(
    ("form", "text", "hidden"),
    [
        ("lines", "sent  ", "| Hi"),
        ("full", "           | Hi", "nothing"),
        ("off", "1 failed", "Captured SES mail"),
    ],
)
def test_the_option_selects_the_text_of_failures(
    pytester: pytest.Pytester, form: str, text: str, hidden: str
) -> None:
    """With ``--ses-mail``, a failing test shows one line per message, whole messages, or no mail."""
    code = "from sesmock import mock_ses\n@mock_ses(identities='*')\ndef test_it():\n    send()\n    assert False\n"
    output = run(pytester, code, f"--ses-mail={form}").stdout.str()

    assert text in output
    assert hidden not in output


def test_a_page_of_a_thousand_emails_is_small() -> None:
    """The page of a thousand similar emails is under 500 KB, since its data is compressed."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "ada@example.net", subject="Receipt", text=None, html="<p>Thank you</p>" * 100)
        [message] = serialization.serialize_record(Record(mocked._world, mocked._journal))["sent"]
    values = {
        "sent": [{**message, "id": str(uuid4()), "to": [str(uuid4())]} for _ in range(1000)],
        "unrendered": [],
        "notices": [],
        "rejected": [],
    }
    text = report.render([{"name": "test", "outcome": "passed", **values}])

    assert "<title>SES mail: 1000 sent, 0 rejected</title>" in text
    assert len(text) < 500_000


FAILURES = """
from sesmock import mock_ses

def test_z_near_miss(ses_mock):
    send()
    ses_mock.outbox.one(subject="Wellcome")

@mock_ses
def test_passes_without_mail():
    pass

@mock_ses(identities=["example.com"])
def test_a_passes():
    send()

@mock_ses
def test_without_mail():
    assert 1 + 1 == 3

@pytest.fixture
def broken(no_such_fixture):
    pass

def test_in_setup(ses_mock, broken):
    pass

def test_without_mock():
    assert False
"""


@pytest.mark.parametrize("parallel", [[], ["-n", "1"]], ids=["alone", "in a worker"])
def test_the_report_has_the_reasons_of_failures(pytester: pytest.Pytester, parallel: list[str]) -> None:
    """The report says why each test with a mock failed, even if it sent no mail, in the order of the run."""
    run(pytester, FAILURES, "--ses-report=mail.html", *parallel, ini="ses_mock_identities = example.com")
    tests = {test["name"].rpartition("::")[2]: test for test in read_data(pytester.path / "mail.html")}

    assert sorted(tests, key=lambda name: tests[name]["position"]) == [
        "test_z_near_miss",
        "test_a_passes",
        "test_without_mail",
        "test_in_setup",
    ]
    assert "subject  differs" in tests["test_z_near_miss"]["reason"]
    assert re.fullmatch(r"test_file\.py:\d+", tests["test_z_near_miss"]["location"])
    assert tests["test_z_near_miss"]["hints"] == []
    assert tests["test_without_mail"]["reason"].startswith("assert (1 + 1) == 3")
    assert tests["test_without_mail"]["hints"] == ["no SES call reached the mock"]
    assert "fixture 'no_such_fixture' not found" in tests["test_in_setup"]["reason"]
    assert "reason" not in tests["test_a_passes"]
