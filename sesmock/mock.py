"""`mock_ses`, in the forms in which a test can ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

import wrapt

from sesmock import stack
from sesmock.domain.options import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from sesmock.handle import SesMock

current = stack.current

Function = TypeVar("Function", bound="Callable[..., Any]")


class MockSes:
    """A mock that can be started: by `start` and `stop`, by ``with``, and as a decorator."""

    def __init__(self, **options: Any) -> None:
        self._isolated = options.pop("isolated", False)
        self._given = frozenset(options)
        self._options = Options.of(**options)
        self._entries: list[stack.Entry] = []

    def start(self) -> SesMock:
        """Start the mock and return it."""
        entry = self._push()
        self._entries.append(entry)
        return entry.mock.handle

    def stop(self) -> None:
        """End what the last `start` of this object began; raise `RuntimeError` if there was none."""
        if not self._entries:
            raise RuntimeError("This mock_ses is not started: stop() was called without start(), or twice.")
        stack.remove(self._entries.pop())

    def __enter__(self) -> SesMock:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def __call__(self, function: Function) -> Function:
        """Decorate a function: each call of it runs in the mock."""

        @wrapt.decorator
        def mocked(
            wrapped: Callable[..., Any], _instance: object, args: tuple[Any, ...], kwargs: dict[str, Any]
        ) -> Any:
            entry = self._push()
            try:
                return wrapped(*args, **kwargs)
            finally:
                stack.remove(entry)

        return cast("Function", mocked(function))

    def _push(self) -> stack.Entry:
        return stack.push(self._options, isolated=self._isolated, given=self._given)


@overload
def mock_ses(function: Function, /) -> Function: ...
@overload
def mock_ses(
    *,
    identities: Sequence[str] = ...,
    sandbox: bool = ...,
    region: str = ...,
    account_id: str = ...,
    isolated: bool = ...,
) -> MockSes: ...
def mock_ses(function: Function | None = None, /, **options: Any) -> Function | MockSes:
    """Mock Amazon SES: as a decorator, bare or with options, or in a ``with`` statement."""
    mock = MockSes(**options)
    return mock if function is None else mock(function)
