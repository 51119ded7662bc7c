"""A test fails if the code under test swallows a sesmock error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plugin_runs import run

if TYPE_CHECKING:
    from pytest import Pytester  # noqa: PT013 - for the annotation

pytest_plugins = ["pytester"]

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
    """A test fails if its code catches every exception, including a sesmock error."""
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
    """An error that is swallowed in a fixture's teardown fails the teardown."""
    code = "@pytest.fixture\ndef mail():\n    yield\n    swallow()\ndef test_it(mail): pass\n"

    run(pytester, SWALLOW + code).assert_outcomes(passed=1, errors=1)


def test_an_error_in_the_setup_is_reported_once(pytester: Pytester) -> None:
    """A sesmock error that fails the setup is not also reported as swallowed."""
    result = run(pytester, SWALLOW + "@pytest.fixture\ndef mail():\n    current()\ndef test_it(mail): pass\n")

    result.assert_outcomes(errors=1)
    assert "Swallowed" not in result.stdout.str()


def test_expected_errors_do_not_fail_a_test(pytester: Pytester) -> None:
    """An error that pytest.raises or assertRaises catches, or that fails the test anyway, is not swallowed."""
    # Group has the attribute of an ExceptionGroup, which Python has only since 3.11.
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


def test_a_swallowed_error_has_no_effect_without_the_plugin(pytester: Pytester) -> None:
    """Without the plugin, no listener keeps errors, and a swallowed one does not fail the test."""
    code = """
def test_it():
    swallow()
    from sesmock import exceptions
    assert exceptions.listener is None
"""

    run(pytester, SWALLOW + code, "-p", "no:sesmock").assert_outcomes(passed=1)


# A ThreadPoolExecutor starts its thread at the first submit(), so submit(int) makes the thread older than the tests.
SERVER = """
from concurrent.futures import ThreadPoolExecutor
import boto3
from sesmock import mock_ses

@pytest.fixture(scope="module", autouse=True)
def server():
    with ThreadPoolExecutor(1) as executor:
        executor.submit(int).result()
        yield executor

@pytest.fixture(scope="module", autouse=True)
def shared_mock():
    with mock_ses():
        yield

def call_sqs():
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
    try:
        boto3.client("sqs", region_name="us-east-1", **keys).list_queues()
    except Exception as error:
        assert type(error).__name__ == "UnmockedCall"
    else:
        raise AssertionError

def test_starts_the_server():
    pass
"""


OWNERS = """
def test_older_thread_and_shared_mock(server):
    server.submit(call_sqs).result()

def test_older_thread_and_shared_mock_joined(server):
    with mock_ses():
        server.submit(call_sqs).result()

def test_older_thread_and_mock_of_the_test(server):
    with mock_ses(isolated=True):
        server.submit(call_sqs).result()

def test_thread_of_the_test_and_shared_mock():
    call_sqs()

def test_thread_started_in_the_test_and_shared_mock():
    with ThreadPoolExecutor() as threads:
        threads.submit(call_sqs).result()
"""


def test_an_error_belongs_to_the_test_that_started_the_mock(pytester: Pytester) -> None:
    """An error fails the test that started its thread or its mock; if no test started either, it fails no test."""
    result = run(pytester, SERVER + OWNERS)

    result.assert_outcomes(passed=3, failed=3)
    result.stdout.fnmatch_lines(
        [
            "FAILED test_file.py::test_older_thread_and_mock_of_the_test*",
            "FAILED test_file.py::test_thread_of_the_test_and_shared_mock*",
            "FAILED test_file.py::test_thread_started_in_the_test_and_shared_mock*",
        ]
    )


def test_an_error_that_a_server_returns_is_not_swallowed(pytester: Pytester) -> None:
    """An error that the server returns over HTTP does not fail the test as swallowed."""
    code = """
from sesmock.http import HttpRequest
from sesmock.gateway.http_errors import error_response

def test_it():
    try:
        current()
    except NoActiveMock as error:
        request = HttpRequest("GET", "https://email.us-east-1.amazonaws.com/v2/email/account", {}, b"")
        assert error_response(request, error).status == 500
"""

    run(pytester, SWALLOW + code).assert_outcomes(passed=1)


def test_a_test_can_be_the_first_to_import_sesmock(pytester: Pytester) -> None:
    """The plugin does not import sesmock, but still notices an error in the test that first imports it."""
    code = """
def test_it():
    try:
        from sesmock import current
        current()
    except Exception:
        pass
"""
    result = run(pytester, code)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*sesmock.NoActiveMock: No mock is active.*"])


def test_nested_runs_keep_their_own_errors(pytester: Pytester) -> None:
    """When pytest runs inside a test, each run reports only its own swallowed errors."""
    code = """
pytest_plugins = ["pytester"]
def test_inner(pytester):
    pytester.makepyfile(
        "from sesmock import current\\n"
        "def test_it():\\n    try:\\n        current()\\n    except Exception:\\n        pass\\n"
    )
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(failed=1)
def test_outer():
    swallow()
"""
    result = run(pytester, SWALLOW + code)

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["FAILED test_file.py::test_outer*"])
