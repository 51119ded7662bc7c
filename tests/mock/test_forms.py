"""Every form of the mock: decorated functions, methods and classes, and context managers."""

from __future__ import annotations

import asyncio
import functools
import inspect
import io
import unittest
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import NoActiveMock, SesMock, current, mock_ses
from sesmock.stack import innermost
from tests import sending

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

SENDER = "shop@example.com"
OPTIONS = [{}, {"identities": ["example.com"]}]
any_options = pytest.mark.parametrize("options", OPTIONS, ids=["bare", "with options"])


def send() -> None:
    """Verify the sender, and send a message from it."""
    client = boto3.client("ses")
    client.verify_email_identity(EmailAddress=SENDER)
    sending.send(client, sender=SENDER)


def count_sent() -> int:
    """Return the number of messages of the active mock."""
    return len(current().outbox)


def decorate(options: dict[str, Any], target: Any) -> Any:
    """Decorate a target, without parentheses or with options."""
    return mock_ses(**options)(target) if options else mock_ses(target)


@any_options
def test_a_coroutine_function_is_mocked_until_it_ends(options: dict[str, Any]) -> None:
    """The mock stays active until the coroutine ends, including while the coroutine is suspended."""

    async def work(name: str) -> tuple[str, int]:
        send()
        await asyncio.sleep(0)
        return name, count_sent()

    mocked = decorate(options, work)

    assert inspect.iscoroutinefunction(mocked)
    assert asyncio.run(mocked("a")) == ("a", 1)
    assert innermost() is None


def test_a_function_that_returns_a_coroutine_is_mocked() -> None:
    """A wrapper that returns a coroutine is awaited inside the mock as well."""

    async def work() -> int:
        send()
        return count_sent()

    mocked = mock_ses(functools.partial(work))

    assert asyncio.run(mocked()) == 1
    assert innermost() is None


@any_options
def test_a_generator_is_mocked_while_it_waits(options: dict[str, Any]) -> None:
    """Sent values and thrown exceptions reach the generator, and the mock ends with it."""

    def steps(first: str) -> Iterator[Any]:
        send()
        received = yield first
        try:
            yield received
        except ValueError:
            yield count_sent()

    mocked = decorate(options, steps)
    generator = mocked("a")

    assert inspect.isgeneratorfunction(mocked)
    assert (next(generator), count_sent(), generator.send("b")) == ("a", 1, "b")
    assert generator.throw(ValueError()) == 1
    generator.close()
    assert innermost() is None


@any_options
def test_an_async_generator_is_mocked_while_it_waits(options: dict[str, Any]) -> None:
    """Sent values and thrown exceptions reach the generator, and the mock ends with it."""
    closed = []

    async def steps(first: str) -> AsyncIterator[Any]:
        send()
        try:
            received = yield first
            try:
                yield received
            except ValueError:
                yield count_sent()
        finally:
            closed.append(count_sent())

    mocked = decorate(options, steps)

    async def drive() -> list[Any]:
        generator = mocked("a")
        values = [await generator.__anext__(), count_sent(), await generator.asend("b")]
        values.append(await generator.athrow(ValueError()))
        await generator.aclose()
        return values

    assert inspect.isasyncgenfunction(mocked)
    assert asyncio.run(drive()) == ["a", 1, "b", 1]
    assert (innermost(), closed) == (None, [1])


def test_an_async_generator_is_mocked_in_a_loop() -> None:
    """An ``async for`` loop gets every value of an async generator, and the mock ends with the loop."""

    @mock_ses
    async def steps() -> AsyncIterator[int]:
        send()
        yield count_sent()

    async def drive() -> list[int]:
        return [value async for value in steps()]

    assert asyncio.run(drive()) == [1]
    assert innermost() is None


@pytest.mark.parametrize("failing", ["call", "await", "generate", "generate_async"])
def test_an_error_ends_the_mock(failing: str) -> None:
    """An exception reaches the caller unchanged, and the mock ends."""

    def call() -> None:
        raise ValueError

    async def wait() -> None:
        raise ValueError

    def generate() -> Iterator[None]:
        yield
        raise ValueError

    async def generate_async() -> AsyncIterator[None]:
        yield
        raise ValueError

    async def drive() -> None:
        async for _ in mock_ses(generate_async)():
            pass

    runs: dict[str, Callable[[], object]] = {
        "call": mock_ses(call),
        "await": lambda: asyncio.run(mock_ses(wait)()),
        "generate": lambda: list(mock_ses(generate)()),
        "generate_async": lambda: asyncio.run(drive()),
    }
    with pytest.raises(ValueError, match=r"^$"):
        runs[failing]()

    assert innermost() is None


def test_methods_of_all_kinds_can_be_decorated() -> None:
    """Static and class methods can be decorated, with the decorator above or below."""

    class Work:
        name = "work"

        @mock_ses
        def method(self) -> tuple[str, int]:
            send()
            return self.name, count_sent()

        @mock_ses
        @staticmethod
        def static_above(name: str) -> tuple[str, int]:
            send()
            return name, count_sent()

        @staticmethod
        @mock_ses
        def static_below(name: str) -> tuple[str, int]:
            send()
            return name, count_sent()

        @mock_ses(identities=["example.org"])
        @classmethod
        def class_above(cls) -> tuple[str, int]:
            send()
            return cls.name, count_sent()

        @classmethod
        @mock_ses
        def class_below(cls) -> tuple[str, int]:
            send()
            return cls.name, count_sent()

    work = Work()

    assert [
        work.method(),
        work.static_above("a"),
        Work.static_below("b"),
        work.class_above(),
        Work.class_below(),
    ] == [
        ("work", 1),
        ("a", 1),
        ("b", 1),
        ("work", 1),
        ("work", 1),
    ]


def test_signatures_survive() -> None:
    """A decorated function keeps its name, docstring and parameters."""

    def function(a: int, *, b: str = "x") -> None:
        """Explain."""

    mocked = mock_ses(function)

    assert inspect.signature(mocked) == inspect.signature(function)
    assert (mocked.__name__, mocked.__doc__, mocked.__wrapped__) == ("function", "Explain.", function)


def test_async_with_starts_the_mock() -> None:
    """``async with`` starts a mock, and stops it at the end."""

    async def work() -> SesMock:
        async with mock_ses() as active:
            send()
        return active

    assert len(asyncio.run(work()).outbox) == 1
    assert innermost() is None


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


@pytest.mark.parametrize("fixture", [pytest.fixture, pytest.fixture(scope="module")], ids=["bare", "called"])
def test_decorating_a_fixture_is_a_type_error(fixture: Any) -> None:
    """Decorating a fixture raises an error that shows the right order of the decorators."""

    def mail() -> None:
        """A fixture."""

    with pytest.raises(TypeError) as caught:
        mock_ses(fixture(mail))

    assert str(caught.value).endswith("    @pytest.fixture\n    @mock_ses\n    def mail(...):")


def test_decorating_a_pytest_8_fixture_is_a_type_error() -> None:
    """The fixtures of pytest 8, functions with a special attribute, cannot be decorated either."""

    def mail() -> None:
        """A fixture."""

    mail._pytestfixturefunction = object()  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match=r"above @pytest\.fixture"):
        mock_ses(mail)


@pytest.mark.parametrize("target", ["example.com", ["example.com"], 3])
def test_only_functions_and_classes_can_be_decorated(target: Any) -> None:
    """Passing options without their names raises an error that shows how to write them."""
    with pytest.raises(TypeError, match=r"Pass options by name: mock_ses\(identities="):
        mock_ses(target)
