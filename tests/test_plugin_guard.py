"""What the plugin does not let pass: SES calls outside a mock, and errors of sesmock that were swallowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plugin_runs import run

if TYPE_CHECKING:
    from pytest import Pytester  # noqa: PT013 - for the annotation

pytest_plugins = ["pytester"]
GUARD = "ses_mock_guard = true"
CREDENTIALS = """
@pytest.fixture(autouse=True)
def credentials(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
"""


def test_a_call_outside_a_mock_fails(pytester: Pytester) -> None:
    """The guard names operation and option; inside a mock all is well."""
    code = """
def test_outside():
    send()
def test_inside(ses_mock):
    ses_mock.verify("example.com")
    send()
"""
    result = run(pytester, CREDENTIALS + code, ini=GUARD)

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["*sesmock.UnmockedCall: SES SendEmail was called outside a mock (ses_mock_guard)"]
    )


def test_a_call_that_names_no_operation_fails_too(pytester: Pytester) -> None:
    """Whatever is sent to SES; calls of other services pass."""
    code = """
import botocore.awsrequest, botocore.httpsession
def get(url):
    botocore.httpsession.URLLib3Session(timeout=1).send(botocore.awsrequest.AWSRequest("GET", url).prepare())
def test_ses():
    get("https://email.us-east-1.amazonaws.com/")
def test_others():
    with pytest.raises(botocore.exceptions.EndpointConnectionError):
        get("http://127.0.0.1:9/")
"""
    result = run(pytester, CREDENTIALS + code, ini=GUARD)

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*SES request was called outside a mock (ses_mock_guard)"])


SWALLOW = """
import threading
from sesmock import UnmockedCall, current, NoActiveMock

def swallow():
    try:
        current()
    except Exception:
        pass
"""


@pytest.mark.parametrize(
    "body",
    [
        "def test_it():\n    swallow()\n",
        "def test_it():\n    thread = threading.Thread(target=swallow)\n    thread.start()\n    thread.join()\n",
        "import unittest\nclass Case(unittest.TestCase):\n    def test_it(self):\n        swallow()\n",
    ],
    ids=["test", "thread", "unittest"],
)
def test_a_swallowed_error_fails_the_test(pytester: Pytester, body: str) -> None:
    """Code under test that catches everything does not hide what sesmock says."""
    result = run(pytester, SWALLOW + body)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*Swallowed by the code under test:*",
            "*sesmock.NoActiveMock: No mock is active.*",
            "*caught in swallow,*",
        ]
    )


def test_an_error_swallowed_in_the_teardown_fails_it(pytester: Pytester) -> None:
    """Fixtures are looked at as well."""
    code = "@pytest.fixture\ndef mail():\n    yield\n    swallow()\ndef test_it(mail): pass\n"

    run(pytester, SWALLOW + code).assert_outcomes(passed=1, errors=1)


def test_an_error_that_fails_the_setup_is_told_once(pytester: Pytester) -> None:
    """The teardown has nothing to add."""
    result = run(pytester, SWALLOW + "@pytest.fixture\ndef mail():\n    current()\ndef test_it(mail): pass\n")

    result.assert_outcomes(errors=1)
    assert "Swallowed" not in result.stdout.str()


def test_a_run_inside_of_a_run_leaves_the_guard_in_place(pytester: Pytester) -> None:
    """Plugins are tested by pytest inside of pytest."""
    code = """
pytest_plugins = ["pytester"]
def test_inner(pytester):
    pytester.makepyfile("def test_it(): pass")
    pytester.makeini("[pytest]\\nses_mock_guard = true")
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)
def test_outer():
    send()
"""
    result = run(pytester, CREDENTIALS + code, ini=GUARD)

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*SES SendEmail was called outside a mock (ses_mock_guard)"])


def test_expected_errors_are_fine(pytester: Pytester) -> None:
    """What pytest.raises or assertRaises caught was meant; what failed a test is told once."""
    code = """
import unittest
def test_raises():
    with pytest.raises(NoActiveMock):
        current()

def test_raises_something_else():
    with pytest.raises(ValueError):
        raise ValueError

class Group(Exception):
    exceptions = ()

def test_raises_a_group():
    with pytest.raises(Group):
        try:
            current()
        except NoActiveMock as error:
            group = Group()
            group.exceptions = (error,)
            raise group

class Case(unittest.TestCase):
    def test_raises(self):
        with self.assertRaises(NoActiveMock):
            current()

def test_fails():
    current()
"""
    result = run(pytester, SWALLOW + code)

    result.assert_outcomes(passed=4, failed=1)
    assert "Swallowed" not in result.stdout.str()


def test_without_the_plugin_nothing_is_kept(pytester: Pytester) -> None:
    """Errors are not held for nobody."""
    code = """
def test_it():
    swallow()
    from sesmock import exceptions
    assert exceptions.made == []
"""

    run(pytester, SWALLOW + code, "-p", "no:sesmock").assert_outcomes(passed=1)
