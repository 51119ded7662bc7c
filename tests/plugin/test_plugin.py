"""The fixtures and markers of the plugin, and its additions to failures."""

from __future__ import annotations

import pytest

from tests.plugin_runs import run

pytest_plugins = ["pytester"]


def test_the_fixture_is_an_active_mock(pytester: pytest.Pytester) -> None:
    """``ses_mock`` is an active mock, and ``ses_outbox`` is its outbox."""
    code = """
def test_it(ses_mock, ses_outbox):
    ses_mock.verify('example.com')
    send()
    assert [message.subject for message in ses_outbox] == ["Welcome"]
    assert list(ses_mock.outbox) == list(ses_outbox)
"""

    run(pytester, code).assert_outcomes(passed=1)


def test_a_marker_mocks_and_sets_options(pytester: pytest.Pytester) -> None:
    """Markers work on functions, classes and modules, and the closest value of an option applies."""
    code = """
import unittest
from sesmock import current
pytestmark = pytest.mark.ses_mock(identities=["example.com"], region="eu-west-1")

def test_module():
    send()
    assert current().account.region == "eu-west-1"

@pytest.mark.ses_mock(region="eu-north-1")
class TestClass:
    def setup_method(self):
        send()

    def test_class(self, ses_mock):
        assert (ses_mock.account.region, len(ses_mock.outbox)) == ("eu-north-1", 1)

    @pytest.mark.ses_mock(region="eu-south-1", sandbox=True)
    def test_function(self, ses_mock):
        pass

class Case(unittest.TestCase):
    def test_case(self):
        send()
        assert len(current().outbox) == 1
"""
    result = run(pytester, code)

    result.assert_outcomes(passed=3, errors=1)  # the sandbox refuses the message in the setup
    result.stdout.fnmatch_lines(["*MessageRejected*"])


def test_the_ini_file_sets_options(pytester: pytest.Pytester) -> None:
    """Every option except callables and templates has an ini type."""
    ini = """
ses_mock_identities =
    example.com
    example.org
ses_mock_sandbox = true
ses_mock_region = eu-west-1
ses_mock_account_id = 210987654321
ses_mock_verification = manual
ses_mock_delivery = manual
ses_mock_isolated = true
ses_mock_enforce_rate = yes
ses_mock_retry_sleep = false
ses_mock_passthrough = localhost
ses_mock_block_network = none
ses_mock_configuration_sets =
    news
    offers
ses_mock_publish = boto3
"""
    code = """
def test_it(ses_mock):
    account, options = ses_mock.account, ses_mock.account.world.options
    assert (account.account_id, account.region, account.sandbox) == ("210987654321", "eu-west-1", True)
    assert options.identities == ("example.com", "example.org")
    assert (options.verification, options.delivery, options.passthrough) == ("manual", "manual", ("localhost",))
    assert (options.enforce_rate, options.retry_sleep, options.publish) == (True, False, "boto3")
    assert options.block_network is None

@pytest.mark.ses_mock(sandbox=False, publish=print)
def test_a_marker_is_nearer(ses_mock):
    assert ses_mock.account.sandbox is False
    assert ses_mock.account.world.options.publish is print

@pytest.mark.ses_mock(sandbox=False, templates={"welcome": {"Subject": "Hi", "Text": "Hi"}})
def test_a_marker_has_templates_too(ses_mock):
    assert list(ses_mock.account.templates) == ["welcome"]
    assert list(ses_mock.account.configuration_sets) == ["news", "offers"]
"""

    run(pytester, code, ini=ini).assert_outcomes(passed=3)


@pytest.mark.parametrize("marker", ["idenities=[]", "['a.com']"])
def test_xdist_workers_report_unknown_options_in_the_test(pytester: pytest.Pytester, marker: str) -> None:
    """A worker of pytest-xdist cannot end the run during collection, so the test has an error instead."""
    result = run(pytester, f"@pytest.mark.ses_mock({marker})\ndef test_it(): pass", "-n", "1")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*UsageError*"])


def test_nested_classes_are_not_mocked(pytester: pytest.Pytester) -> None:
    """A class nested in a decorated class still works, but has no mock."""
    code = """
from sesmock import mock_ses
@mock_ses(identities=["example.com"])
class TestOuter:
    def test_one(self):
        send()
    class TestInner:
        def test_two(self):
            pass
"""

    run(pytester, code).assert_outcomes(passed=2)


def test_fixtures_can_be_mocked(pytester: pytest.Pytester) -> None:
    """A decorated function that becomes a yield fixture stays mocked while the test runs."""
    code = """
import pytest_asyncio
from sesmock import current, mock_ses

@pytest.fixture(params=["a", "b"])
@mock_ses(identities=["example.com"])
def mail(request, tmp_path):
    send()
    yield request.param
    assert len(current().outbox) == 2

def test_sync(mail):
    send()
    assert mail in "ab"

@pytest_asyncio.fixture
@mock_ses(identities=["example.com"])
async def async_mail(tmp_path):
    send()
    yield current()

@pytest.mark.asyncio
@mock_ses
async def test_async(async_mail):
    send()
    assert len(async_mail.outbox) == 2 and current() is async_mail

@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@mock_ses(identities=["example.com"])
async def test_anyio(anyio_backend):
    send()
    assert len(current().outbox) == 1

@pytest.mark.parametrize("number", [1, 2])
@mock_ses(identities=["example.com"])
def test_parameters(number, tmp_path, *, flag=None):
    send()
    assert len(current().outbox) == 1
"""

    run(pytester, code, ini="asyncio_default_fixture_loop_scope = function").assert_outcomes(passed=6)


def test_classes_are_mocked_by_pytest(pytester: pytest.Pytester) -> None:
    """setup_method, fixtures, test and teardown_method share a mock, including in unittest classes."""
    code = """
import unittest
from sesmock import mock_ses

@mock_ses(identities=["example.com"])
class TestPlain:
    def setup_method(self, method):
        send()

    @pytest.fixture
    def mail(self):
        send()
        return len(self.ses_mock.outbox)

    def test_one(self, mail, tmp_path):
        assert mail == 2 == len(self.ses_mock.outbox)

    def teardown_method(self):
        assert len(self.ses_mock.outbox) == 2

class TestSub(TestPlain):
    pass

@mock_ses(identities=["example.com"])
class TestBare:
    @pytest.mark.parametrize("number", [1, 2])
    def test_one(self, number):
        send()
        assert len(self.ses_mock.outbox) == 1

@mock_ses(identities=["example.com"])
class Case(unittest.TestCase):
    def setUp(self):
        send()

    def test_one(self):
        assert len(self.ses_mock.outbox) == 1
"""

    run(pytester, code).assert_outcomes(passed=5)


def test_a_fixture_of_the_project_overrides_the_plugins(pytester: pytest.Pytester) -> None:
    """A project's own ``ses_mock`` fixture overrides the plugin's."""
    code = (
        "@pytest.fixture\ndef ses_mock():\n    return 1\ndef test_it(ses_mock):\n    assert ses_mock == 1\n"
    )

    run(pytester, code).assert_outcomes(passed=1)


def test_the_plugin_can_be_disabled(pytester: pytest.Pytester) -> None:
    """``-p no:sesmock`` removes fixtures and marker, and the decorator works without them."""
    code = """
from sesmock import mock_ses
def test_fixture(ses_mock): pass
@mock_ses(identities=["example.com"])
def test_decorator(): send()
"""

    run(pytester, code, "-p", "no:sesmock").assert_outcomes(passed=1, errors=1)


def test_xdist_workers_have_separate_mocks(pytester: pytest.Pytester) -> None:
    """Parallel tests do not see each other's mail."""
    code = """
@pytest.mark.ses_mock(identities=["example.com"])
@pytest.mark.parametrize("number", range(6))
def test_it(ses_outbox, number):
    send()
    assert len(ses_outbox) == 1
"""

    run(pytester, code, "-n", "2").assert_outcomes(passed=6)


def test_a_forgotten_sender_is_explained(pytester: pytest.Pytester) -> None:
    """A test that fails because of an unverified sender shows how to verify it."""
    result = run(pytester, "def test_it(ses_mock):\n    send()\n")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*Captured SES mail*",
            "*rejected sesv2 SendEmail  to ada@example.net  MessageRejected: Email address is not verified.*",
            # In these patterns, [[] stands for a bracket (fnmatch).
            "*hint     shop@example.com (sender) is unknown in us-east-1; verified there: none",
            '*hint     write @pytest.mark.ses_mock(identities=[[]"shop@example.com"])',
        ]
    )


def test_a_failure_shows_the_mail(pytester: pytest.Pytester) -> None:
    """A failing test shows the mail that it sent, and no mail of other tests."""
    code = """
from sesmock import mock_ses
@mock_ses(identities=['example.com'])
def test_one():
    send()
    assert False
def test_two():
    assert False
"""
    result = run(pytester, code)

    result.assert_outcomes(failed=2)
    assert result.stdout.str().count("Captured SES mail") == 1
    result.stdout.fnmatch_lines(["*sent     sesv2 SendEmail  to ada@example.net  'Welcome'"])


def test_a_run_without_mail_imports_nothing(pytester: pytest.Pytester) -> None:
    """A test without a mock imports neither sesmock nor botocore."""
    pytester.makepyfile(
        "import sys\ndef test_it():\n    assert not {'sesmock', 'botocore'} & sys.modules.keys()\n"
        "def test_fails():\n    assert False\n"
    )

    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")

    result.assert_outcomes(passed=1, failed=1)
    assert "inicfg" not in result.stdout.str() + result.stderr.str()  # deprecated, and without an ini file


def test_a_failing_test_without_calls_says_so(pytester: pytest.Pytester) -> None:
    """A failing test with a mock says that SES got no call, and that Django kept the mail in its own outbox."""
    code = """
def test_it(ses_mock):
    from django.conf import settings
    settings.configure()
    from django.core import mail
    from django.test.utils import setup_test_environment
    setup_test_environment()
    mail.send_mail("Welcome", "Hi", "shop@example.com", ["ada@example.net"])
    assert len(ses_mock.outbox) == 1
"""
    result = run(pytester, code)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*Captured SES mail*",
            "hint     no SES call reached the mock",
            "hint     Django's mail.outbox has 1 message: *settings.EMAIL_BACKEND = 'django_ses.SESBackend'*",
        ]
    )
