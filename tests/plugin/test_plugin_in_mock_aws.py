"""``ses_mock_in_mock_aws`` in the ini file makes moto's mocks mock SES with sesmock."""

from __future__ import annotations

import pytest

from tests.plugin_runs import run

pytest_plugins = ["pytester"]

CODE = """
from tests.mocks_of_moto import mock_aws

@mock_aws
def test_it():
    import sesmock
    send()
    assert len(sesmock.current().outbox) == 1
    assert sesmock.current().account.region == "eu-west-1"
"""
OPTIONS = "ses_mock_identities = example.com\nses_mock_region = eu-west-1\n"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the settings of this run's environment from inner runs."""
    monkeypatch.delenv("SESMOCK_IN_MOCK_AWS", raising=False)


@pytest.mark.parametrize("value", ["true", "on"])
def test_the_ini_file_enables_it(pytester: pytest.Pytester, value: str) -> None:
    """The ini file enables sesmock in moto's mocks, with the ini file's other options and without an import."""
    run(pytester, CODE, ini=f"ses_mock_in_mock_aws = {value}\n{OPTIONS}").assert_outcomes(passed=1)


def test_the_environment_enables_it(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """``SESMOCK_IN_MOCK_AWS=1`` enables sesmock in moto's mocks, with the options of the ini file."""
    monkeypatch.setenv("SESMOCK_IN_MOCK_AWS", "1")

    run(pytester, CODE, ini=OPTIONS).assert_outcomes(passed=1)


def test_an_invalid_variable_is_a_usage_error(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any value of the variable but 0 and 1 is a usage error."""
    monkeypatch.setenv("SESMOCK_IN_MOCK_AWS", "yep")

    result = run(pytester, CODE, ini=OPTIONS)
    result.stderr.fnmatch_lines(["ERROR: SESMOCK_IN_MOCK_AWS must be 1 or 0, got 'yep'"])
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_an_import_uses_the_options_of_the_ini_file(pytester: pytest.Pytester) -> None:
    """``import sesmock.moto`` in conftest.py uses the options of the ini file."""
    pytester.makeconftest("import sesmock.moto")

    run(pytester, CODE, ini=OPTIONS).assert_outcomes(passed=1)


def test_assertion_rewriting_does_not_matter(pytester: pytest.Pytester) -> None:
    """Moto's mocks start sesmock even if pytest's assertion rewriting has replaced sesmock's loader."""
    pytester.makeconftest("import pytest\n\npytest.register_assert_rewrite('sesmock')")

    run(pytester, f"import sesmock.moto\n{CODE}", ini=OPTIONS).assert_outcomes(passed=1)


def test_moto_mocks_ses_by_default(pytester: pytest.Pytester) -> None:
    """With the option off, moto's own SES answers, and no sesmock is active."""
    code = """
import boto3
from tests.mocks_of_moto import mock_aws

@mock_aws
def test_it():
    import sesmock
    boto3.client("ses", region_name="us-east-1").verify_email_identity(EmailAddress="a@example.com")
    with pytest.raises(sesmock.NoActiveMock):
        sesmock.current()
"""

    run(pytester, code, ini="ses_mock_in_mock_aws = false").assert_outcomes(passed=1)


def test_a_run_without_moto_imports_nothing(pytester: pytest.Pytester) -> None:
    """The option imports nothing until moto is imported."""
    code = """
import sys

def test_it():
    assert "sesmock.in_mock_aws" not in sys.modules
"""
    run(pytester, code, ini="ses_mock_in_mock_aws = true").assert_outcomes(passed=1)


def test_nested_runs_have_their_own_options(pytester: pytest.Pytester) -> None:
    """A pytest run inside a test has its own options, and the outer run's options apply again after it."""
    code = """
pytest_plugins = ["pytester"]

INNER = '''
from tests.mocks_of_moto import mock_aws
import sesmock

@mock_aws
def test_it():
    assert list(sesmock.current().account.identities) == ["inner.example.com"]
'''

def test_outer(pytester):
    from tests.mocks_of_moto import mock_aws
    import sesmock

    pytester.makepyfile(INNER)
    pytester.makeini("[pytest]\\nses_mock_in_mock_aws = true\\nses_mock_identities = inner.example.com")
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)
    with mock_aws():
        assert list(sesmock.current().account.identities) == ["example.com"]
"""
    run(pytester, code, ini=f"ses_mock_in_mock_aws = true\n{OPTIONS}").assert_outcomes(passed=1)
