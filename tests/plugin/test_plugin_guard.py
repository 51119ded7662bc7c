"""The plugin's guard against SES calls outside a mock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.plugin_runs import run

if TYPE_CHECKING:
    from pytest import Pytester  # noqa: PT013 - for the annotation

pytest_plugins = ["pytester"]
GUARD = "ses_mock_guard = true"
# Without credentials, botocore would fail before it sends a request.
CREDENTIALS = """
@pytest.fixture(autouse=True)
def credentials(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
"""


def test_a_call_outside_a_mock_fails(pytester: Pytester) -> None:
    """The guard's error mentions the operation and the option; a call inside a mock succeeds."""
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


def test_a_call_without_an_operation_fails(pytester: Pytester) -> None:
    """The guard refuses any HTTP request to SES, and lets requests to other hosts through."""
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


def test_a_nested_run_leaves_the_guard_in_place(pytester: Pytester) -> None:
    """After a pytest run inside a test, as in the tests of plugins, the guard still works in the outer run."""
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


def test_a_call_outside_a_mock_that_is_swallowed_fails(pytester: Pytester) -> None:
    """A test fails if its code swallows the guard's error, even in a thread that is older than the test."""
    code = """
from concurrent.futures import ThreadPoolExecutor
@pytest.fixture(scope="module")
def server():
    with ThreadPoolExecutor(1) as executor:
        executor.submit(int).result()
        yield executor
def test_starts_the_server(server):
    pass
def test_swallows(server):
    assert server.submit(send).exception()
"""
    result = run(pytester, CREDENTIALS + code, ini=GUARD)

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["*sesmock.UnmockedCall: SES SendEmail was called outside a mock (ses_mock_guard)"]
    )
