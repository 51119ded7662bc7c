"""What the plugin gives to a test, and what it adds to a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

pytest_plugins = ["pytester"]

SEND = """
import boto3

def send():
    boto3.client("sesv2").send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Simple": {"Subject": {"Data": "Welcome"}, "Body": {"Text": {"Data": "Hi"}}}},
    )
"""


def run(pytester: pytest.Pytester, code: str) -> pytest.RunResult:
    """Run a test file in a process of its own."""
    pytester.makepyfile(SEND + code)
    return pytester.runpytest_subprocess("-p", "no:cacheprovider")


def test_the_fixture_is_an_active_mock(pytester: pytest.Pytester) -> None:
    """A test asks for the mock by name."""
    code = (
        "def test_it(ses_mock):\n    ses_mock.verify('example.com')\n    send()\n"
        "    assert len(ses_mock.outbox) == 1\n"
    )

    run(pytester, code).assert_outcomes(passed=1)


def test_a_forgotten_sender_is_explained(pytester: pytest.Pytester) -> None:
    """A test that forgets to verify the sender is told what to do."""
    result = run(pytester, "def test_it(ses_mock):\n    send()\n")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*Captured SES mail*",
            "*rejected sesv2 SendEmail  MessageRejected: Email address is not verified.*",
            "*hint     verified identities: none. *mock_ses(identities=*)",
        ]
    )


def test_a_failure_shows_what_was_sent(pytester: pytest.Pytester) -> None:
    """Any failing test shows its mail, and only its own."""
    code = (
        "from sesmock import mock_ses\n"
        "@mock_ses(identities=['example.com'])\n"
        "def test_one():\n    send()\n    assert False\n"
        "def test_two():\n    assert False\n"
    )
    result = run(pytester, code)

    result.assert_outcomes(failed=2)
    assert result.stdout.str().count("Captured SES mail") == 1
    result.stdout.fnmatch_lines(["*sent     sesv2 SendEmail  to ada@example.net  'Welcome'"])


def test_a_run_without_mail_imports_nothing(pytester: pytest.Pytester) -> None:
    """A test that uses no mock pays for none: sesmock and botocore are not imported."""
    pytester.makepyfile(
        "import sys\ndef test_it():\n    assert not {'sesmock', 'botocore'} & sys.modules.keys()\n"
        "def test_fails():\n    assert False\n"
    )

    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1, failed=1)
