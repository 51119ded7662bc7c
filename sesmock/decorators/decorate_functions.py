"""``@mock_ses`` on functions of every kind; `decorate_classes` does the same for classes."""

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from types import CoroutineType
from typing import TYPE_CHECKING, Any

import wrapt

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sesmock.handle import SesMock

Enter = Callable[[], "AbstractContextManager[SesMock]"]
"""Return a context manager that runs its block in a mock."""
Call = Callable[[], Any]

_ABOVE_FIXTURE = """@mock_ses is above @pytest.fixture, so it gets a fixture instead of a function. \
Swap the two decorators:

    @pytest.fixture
    @mock_ses
    def {name}(...):"""


def unwrap(target: Any) -> Any:
    """Return a target, or the function in a static or class method; raise `TypeError` if it cannot be decorated."""
    if is_fixture(target):
        raise TypeError(_ABOVE_FIXTURE.format(name=getattr(target, "__name__", "it")))
    function = target.__func__ if isinstance(target, (staticmethod, classmethod)) else target
    if not callable(function):
        raise TypeError(
            f"@mock_ses decorates functions and classes, not {target!r}. Pass options by name: "
            "mock_ses(identities=[...])."
        )
    return function


def decorate(target: Any, enter: Enter) -> Any:
    """Return the decorated function or method, which runs each call in a fresh mock."""
    return wrap(target, lambda _: enter())


def wrap(target: Any, enter_for: Callable[[Any], AbstractContextManager[SesMock]]) -> Any:
    """Wrap a function or method so that each call runs in a context.

    ``enter_for`` returns that context. Its argument is the instance whose method is called, or None.
    """
    run = _runner(unwrap(target))

    def mocked(function: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return run(lambda: enter_for(instance), lambda: function(*args, **kwargs))

    return wrapt.FunctionWrapper(target, mocked)


def is_fixture(target: object) -> bool:
    """Return whether a target is a pytest fixture.

    Newer versions of pytest return an object of a special class, older ones set an attribute on the function.
    """
    # The class is compared by name, since pytest may be missing, and older versions lack the class.
    return type(target).__name__ == "FixtureFunctionDefinition" or hasattr(target, "_pytestfixturefunction")


def _runner(function: Any) -> Callable[[Enter, Call], Any]:
    if inspect.iscoroutinefunction(function):
        return _await
    if inspect.isasyncgenfunction(function):
        return _generate_async
    return _generate if inspect.isgeneratorfunction(function) else _call


def _call(enter: Enter, call: Call) -> Any:
    with enter():
        result = call()
    # Some plain functions return a coroutine, which has not run yet: keep the mock active while it runs.
    return _await(enter, lambda: result) if isinstance(result, CoroutineType) else result


async def _await(enter: Enter, call: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    with enter():
        return await call()


def _generate(enter: Enter, call: Callable[[], Generator[Any, Any, Any]]) -> Generator[Any, Any, Any]:
    with enter():
        return (yield from call())


async def _generate_async(
    enter: Enter, call: Callable[[], AsyncGenerator[Any, Any]]
) -> AsyncGenerator[Any, Any]:
    """Forward values and exceptions to an async generator, as ``yield from`` does for plain generators."""
    with enter():
        generator = call()
        # Async generators have no ``yield from`` (PEP 525), so this loop forwards each step.
        step = generator.__anext__()
        while True:
            try:
                value = await step
            except StopAsyncIteration:
                return
            try:
                answer = yield value
            except GeneratorExit:
                await generator.aclose()
                raise
            except BaseException as error:  # noqa: BLE001 - all of them are the generator's to handle
                step = generator.athrow(error)
            else:
                step = generator.asend(answer)
