"""Decorated classes: test cases of unittest, and plain classes."""

from __future__ import annotations

import io
import unittest
from typing import Any

import pytest

from sesmock import NoActiveMock, current, mock_ses
from sesmock.stack import innermost
from tests.mock.decorated_code import any_options, count_sent, decorate, send


def run_case(case: type[unittest.TestCase]) -> unittest.TestResult:
    """Run the tests of a case as unittest does."""
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
    return unittest.TextTestRunner(stream=io.StringIO()).run(suite)


class Base(unittest.TestCase):
    """Two tests, each with a setup, a teardown and a cleanup that send."""

    __test__ = False
    counts: list[tuple[int, int]] = []  # noqa: RUF012 - each subclass has its own

    def setUp(self) -> None:
        """Send, and send at the end."""
        send()
        self.addCleanup(send)

    def tearDown(self) -> None:
        """Send and count."""
        send()
        self.counts.append((count_sent(), len(self.ses_mock.outbox)))  # type: ignore[attr-defined]

    def test_one(self) -> None:
        """Send a message."""
        send()

    def test_two(self) -> None:
        """Send a message."""
        send()


@any_options
def test_each_test_of_a_test_case_has_its_own_mock(options: dict[str, Any]) -> None:
    """setUp, test, tearDown and cleanups share one fresh account."""

    class Case(Base):
        counts: list[tuple[int, int]] = []  # noqa: RUF012 - read once

    result = run_case(decorate(options, Case))

    assert (result.testsRun, result.errors, result.failures) == (2, [], [])
    assert Case.counts == [(3, 3), (3, 3)]
    assert innermost() is None


def test_subclasses_of_a_test_case_are_covered_once() -> None:
    """A subclass inherits the mock; if it is decorated too, its own options apply."""
    regions = []

    @mock_ses(region="eu-west-1")
    class Case(Base):
        counts: list[tuple[int, int]] = []  # noqa: RUF012 - read once

        def run(self, result: unittest.TestResult | None = None) -> unittest.TestResult | None:
            regions.append(self.ses_mock.account.region)
            return super().run(result)

    class Inheriting(Case):
        def run(self, result: unittest.TestResult | None = None) -> unittest.TestResult | None:
            return super().run(result)

    @mock_ses(region="eu-north-1")
    class Decorated(Case):
        pass

    results = [run_case(case) for case in (Inheriting, Decorated)]

    assert [result.errors for result in results] == [[], []]
    assert regions == ["eu-west-1"] * 2 + ["eu-north-1"] * 2
    assert Case.counts == [(3, 3)] * 4


def test_an_async_test_case_is_mocked() -> None:
    """asyncSetUp, test and asyncTearDown share one mock."""
    counts = []

    @mock_ses
    class Case(unittest.IsolatedAsyncioTestCase):
        async def asyncSetUp(self) -> None:
            send()

        async def asyncTearDown(self) -> None:
            send()
            counts.append(len(self.ses_mock.outbox))

        async def test_one(self) -> None:
            send()

    result = run_case(Case)

    assert (result.errors, counts) == ([], [3])


def test_a_test_case_can_be_debugged() -> None:
    """``debug()`` runs a test without a result, even inside a mock."""

    @mock_ses
    class Case(unittest.TestCase):
        def runTest(self) -> None:  # noqa: N802 - unittest's name
            send()
            assert count_sent() == 1

    Case().debug()

    assert innermost() is None


def test_set_up_class_has_no_mock() -> None:
    """``setUpClass`` runs outside the mock, and the error of `current` says so."""

    @mock_ses
    class Case(unittest.TestCase):
        @classmethod
        def setUpClass(cls) -> None:
            current()

    with pytest.raises(NoActiveMock, match="setUpClass, setup_class and setup_module run outside the mock"):
        Case.setUpClass()


def test_a_class_has_no_separate_mock() -> None:
    """The error of `cls.ses_mock` shows how to start a mock, even if the class is decorated twice."""

    @mock_ses
    @mock_ses
    class TestCase:
        def test_it(self) -> str:
            return repr(self.ses_mock)  # type: ignore[attr-defined]

    with pytest.raises(
        AttributeError, match=r"setUpClass and setup_class run outside.*use mock_ses\(\)\.start"
    ):
        _ = TestCase.ses_mock  # type: ignore[attr-defined]
    assert TestCase().test_it() == "<SesMock 0 sent, 0 rejected>"


@any_options
def test_each_test_of_a_plain_class_has_its_own_mock(options: dict[str, Any]) -> None:
    """setup_method, the test and teardown_method share a mock, since pytest calls all three on one instance."""

    class Case:
        def setup_method(self) -> None:
            send()

        def test_one(self) -> int:
            send()
            return len(self.ses_mock.outbox)

        def teardown_method(self) -> None:
            send()
            self.count = count_sent()

    case = decorate(options, Case)()
    case.setup_method()
    count = case.test_one()
    case.teardown_method()

    assert (count, case.count, innermost()) == (2, 3, None)


def test_a_plain_class_without_setup_is_mocked() -> None:
    """A test that is called directly has its own mock; other methods have none."""

    class Mixin:
        def test_inherited(self) -> int:
            send()
            return count_sent()

    @mock_ses
    class Case(Mixin):
        test_data = ("not", "a", "method")

        def test_one(self) -> int:
            send()
            return count_sent()

        @staticmethod
        def test_static() -> int:
            send()
            return count_sent()

        @classmethod
        def test_class(cls) -> int:
            send()
            return count_sent()

        def helper(self) -> None:
            current()

    case = Case()

    assert not hasattr(case, "setup_method")
    assert [case.test_one(), case.test_inherited(), case.test_static(), case.test_class()] == [1, 1, 1, 1]
    with pytest.raises(NoActiveMock):
        case.helper()
    with pytest.raises(NoActiveMock):
        _ = case.ses_mock


def test_subclasses_of_a_plain_class_are_covered() -> None:
    """Overridden setup and teardown methods that call the inherited ones start and stop one mock."""
    hooks = []

    @mock_ses
    class Case:
        def __init_subclass__(cls, **arguments: str) -> None:
            hooks.append(arguments)

        def setup_method(self) -> None:
            send()

        def teardown_method(self) -> None:
            send()

    class Inheriting(Case, name="x"):
        def setup_method(self) -> None:
            super().setup_method()
            send()

        def test_one(self) -> int:
            return count_sent()

        def teardown_method(self) -> None:
            super().teardown_method()
            self.count = count_sent()

    case = Inheriting()
    case.setup_method()
    count = case.test_one()
    case.teardown_method()
    case.count, counted = 0, case.count

    assert (count, counted, innermost(), hooks) == (2, 3, None, [{"name": "x"}])


@pytest.mark.parametrize("method", ["setup_method", "teardown_method"])
def test_a_missing_setup_or_teardown_method_is_added(method: str) -> None:
    """Setup, test and teardown share a mock even if the class defines only one of the two methods."""
    case = mock_ses(type("Case", (), {method: lambda self: send(), "test_one": lambda self: count_sent()}))()
    case.setup_method()
    count = case.test_one()
    case.teardown_method()

    assert (count, innermost()) == (int(method == "setup_method"), None)


def test_fixtures_in_a_class_are_left_alone() -> None:
    """A fixture with the name of a test is not wrapped."""

    @mock_ses
    class Case:
        @pytest.fixture
        def test_data(self) -> None:
            """A fixture with the name of a test."""

    # Since pytest 8.4, a fixture is an object; before, it was a function with this attribute.
    assert "Fixture" in type(vars(Case)["test_data"]).__name__ or hasattr(
        Case.test_data, "_pytestfixturefunction"
    )


def test_a_failing_setup_ends_the_mock() -> None:
    """A failing setup ends the mock, since pytest calls no teardown after it."""

    @mock_ses
    class Case:
        def setup_method(self) -> None:
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        Case().setup_method()

    assert innermost() is None


def test_a_class_can_have_its_own_ses_mock() -> None:
    """A class that has its own ``ses_mock`` attribute keeps it."""

    @mock_ses
    class Case:
        ses_mock = "mine"

        def test_one(self) -> str:
            return self.ses_mock

    assert Case().test_one() == "mine"
