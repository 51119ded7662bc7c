"""Mocks of wider scopes, and the plugin in pytest's listings."""

from __future__ import annotations

import pytest
from pytest_sesmock import settings

from tests.plugin_runs import run

pytest_plugins = ["pytester"]


@pytest.mark.parametrize("scope", ["module", "session"])
def test_a_fixture_of_a_wider_scope_can_use_a_mock(pytester: pytest.Pytester, scope: str) -> None:
    """All tests of the scope share one mock with the options of the ini file, and ``ses_mock`` joins it."""
    code = f"""
@pytest.fixture(scope="{scope}")
def account(ses_mock_{scope}):
    send()
    return ses_mock_{scope}

def test_one(account):
    send()
    assert len(account.outbox) == 2

def test_two(account, ses_mock):
    assert len(ses_mock.outbox) == 2
"""
    run(pytester, code, ini="ses_mock_identities = example.com").assert_outcomes(passed=2)


def test_a_mock_of_a_module_has_the_options_of_its_marker(pytester: pytest.Pytester) -> None:
    """A marker in ``pytestmark`` sets the options of ``ses_mock_module``."""
    code = """
pytestmark = pytest.mark.ses_mock(region="eu-west-1")

def test_it(ses_mock_module):
    assert ses_mock_module.account.region == "eu-west-1"
"""
    run(pytester, code).assert_outcomes(passed=1)


def test_pytest_lists_the_fixtures(pytester: pytest.Pytester) -> None:
    """``pytest --fixtures`` describes the public fixtures, and hides internal ones."""
    output = run(pytester, "", "--fixtures").stdout.str()

    assert "Mock Amazon SES for the test, with the options of its markers and of the ini file." in output
    assert "ses_mock_module [module scope]" in output
    assert "ses_mock_session [session scope]" in output
    assert "ses_mock_of_marker" not in output


def test_pytest_lists_the_markers(pytester: pytest.Pytester) -> None:
    """``pytest --markers`` lists both markers."""
    result = run(pytester, "", "--markers")

    result.stdout.fnmatch_lines(
        ["@pytest.mark.ses_mock(*options): *", "@pytest.mark.ses_lint_ignore(*rules): *"]
    )


def test_the_help_describes_each_option(pytester: pytest.Pytester) -> None:
    """``pytest --help`` describes each option of the ini file exactly once."""
    output = " ".join(run(pytester, "", "--help").stdout.str().split())
    texts = [" ".join(text.split()) for _, text in settings.INI_OPTIONS.values()]

    assert len(set(texts)) == len(texts)
    assert [text for text in texts if output.count(text) != 1] == []
    assert "--ses-lint=error List these problems, and fail the run if there are any." in output


@pytest.mark.parametrize(
    ("fixture", "scope", "use"),
    [
        ("ses_mock", "module", "ses_mock_module"),
        ("ses_mock", "class", "ses_mock_module"),
        ("ses_outbox", "session", "ses_mock_session.outbox"),
        ("ses_server", "package", "ses_mock_session.serve()"),
    ],
)
def test_a_scope_mismatch_suggests_the_wider_fixture(
    pytester: pytest.Pytester, fixture: str, scope: str, use: str
) -> None:
    """A scope mismatch shows what to write instead, since pytest's own error does not."""
    code = f"""
@pytest.fixture(scope="{scope}")
def campaign({fixture}):
    return {fixture}

def test_it(campaign):
    pass
"""
    result = run(pytester, code)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"hint     in a fixture of this scope, write {use}"])
