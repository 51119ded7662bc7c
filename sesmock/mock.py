"""`mock_ses`, in the forms in which a test can ask for it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, overload

from sesmock import stack
from sesmock.domain.options import Options, check_switch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from sesmock.domain.options import Delivery, Publish, Verification
    from sesmock.handle import SesMock

current = stack.current

Target = TypeVar("Target", bound="Callable[..., Any] | staticmethod[..., Any] | classmethod[Any, ..., Any]")


class MockSes:
    """A mock that can be started: by `start` and `stop`, by ``with`` and ``async with``, and as a decorator."""

    def __init__(self, **options: Any) -> None:
        self._isolated = options.pop("isolated", False)
        check_switch("isolated", self._isolated)
        self._option_names = frozenset(options)
        self._options = Options.build(**options)
        self._entries: list[stack.Entry] = []

    def start(self) -> SesMock:
        """Start the mock and return it; raise `TypeError` for options that an active mock does not share."""
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

    async def __aenter__(self) -> SesMock:
        return self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def __call__(self, target: Target) -> Target:
        """Decorate a function or class: each call of it, or each of its tests, runs in a mock of its own.

        Raise `TypeError` for what cannot be decorated, pytest's fixtures among them.
        """
        result: Target
        if isinstance(target, type):
            from sesmock import decorate_classes

            result = decorate_classes.decorate(target, self._enter)
        else:
            from sesmock import decorate_functions

            result = decorate_functions.decorate(target, self._enter)
        return result

    @contextmanager
    def _enter(self) -> Iterator[SesMock]:
        entry = self._push()
        try:
            yield entry.mock.handle
        finally:
            stack.remove(entry)

    def _push(self) -> stack.Entry:
        return stack.push(self._options, isolated=self._isolated, option_names=self._option_names)


@overload
def mock_ses(target: Target, /) -> Target: ...
@overload
def mock_ses(
    *,
    identities: Iterable[str] = ...,
    verification: Verification = ...,
    delivery: Delivery = ...,
    sandbox: bool = ...,
    region: str = ...,
    account_id: str = ...,
    isolated: bool = ...,
    strict_templates: bool = ...,
    enforce_rate: bool = ...,
    retry_sleep: bool = ...,
    passthrough: Iterable[str] = ...,
    publish: Publish = ...,
) -> MockSes: ...
def mock_ses(target: Any = None, /, **options: Any) -> Any:
    """Mock Amazon SES: as a decorator, bare or with options, or in a ``with`` statement.

    *identities* are verified from the start, ``"*"`` lets any sender pass; *verification* and *delivery* are
    ``"instant"`` or ``"manual"``; *sandbox* limits the account; *region* and *account_id* are the default account's;
    *isolated* stacks a world of its own on an active mock; *strict_templates* raises for attributes that template
    data lack; *enforce_rate* throttles; *retry_sleep* False lets botocore retry at once; *passthrough* are patterns of
    hosts that may be reached; *publish* ``"boto3"`` hands events to moto's SNS and other services, a function gets each
    `Publication` itself.
    """
    mock = MockSes(**options)
    return mock if target is None else mock(target)
