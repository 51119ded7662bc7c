"""Decorated functions and methods, and context managers."""

from __future__ import annotations

import asyncio
import functools
import inspect
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import SesMock, mock_ses
from sesmock.stack import innermost
from tests.mock.decorated_code import any_options, count_sent, decorate, send

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator


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
