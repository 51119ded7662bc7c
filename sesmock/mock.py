"""`mock_ses`, in the forms in which a test can ask for it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from inspect import Parameter
from typing import TYPE_CHECKING, Any, TypeVar, overload

from sesmock import option_signature, stack
from sesmock.domain.options import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from typing_extensions import Unpack

    from sesmock.domain.options import MockOptions
    from sesmock.handle import SesMock

    _Started = SesMock
else:
    _Started = object  # what a started mock has is looked up when it is asked for

current = stack.current

Target = TypeVar("Target", bound="Callable[..., Any] | staticmethod[..., Any] | classmethod[Any, ..., Any]")


class MockSes(_Started):
    """A mock that can be started: by `start` and `stop`, by ``with`` and ``async with``, and as a decorator.

    Once it is started it has what `SesMock` has; after the end too, if no decorator started it.
    """

    _form = "mock_ses({})"

    def __init__(self, **options: Unpack[MockOptions]) -> None:
        self._option_names = frozenset(options)
        self._options = Options.build(dict(options))
        _check_identities(self._options)
        self._entries: list[stack.Entry] = []
        self._running: list[SesMock] = []
        self._last: SesMock | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not _is_attribute_of_started(name):
            raise AttributeError(f"mock_ses(...) has no attribute {name!r}")
        handle = self._running[-1] if self._running else self._last
        if handle is None:
            raise AttributeError(
                f"this mock_ses is not started, so it has no {name!r} yet: call start() first, "
                "or use `with mock_ses(...) as ses_mock:`"
            )
        return getattr(handle, name)

    def start(self) -> SesMock:
        """Start the mock and return it; raise `TypeError` for options that an active mock does not share."""
        entry = self._push()
        self._entries.append(entry)
        self._running.append(entry.mock.handle)
        return entry.mock.handle

    def stop(self) -> None:
        """End what the last `start` of this object began; raise `RuntimeError` if there was none."""
        if not self._entries:
            raise RuntimeError("This mock_ses is not started: stop() was called without start(), or twice.")
        entry = self._entries.pop()
        stack.remove(entry)
        self._last = entry.mock.handle
        self._running.remove(self._last)

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
        handle = entry.mock.handle
        try:
            self._running.append(handle)
            yield handle
        finally:
            stack.remove(entry)
            with suppress(ValueError):  # an interrupt came before the handle was noted
                self._running.remove(handle)

    def _push(self) -> stack.Entry:
        return stack.push(self._options, self._option_names, self._form)


@overload
def mock_ses(target: Target, /) -> Target: ...
@overload
def mock_ses(**options: Unpack[MockOptions]) -> MockSes: ...
def mock_ses(target: Any = None, /, **options: Any) -> Any:
    """Mock Amazon SES: as a decorator, bare or with options, or in a ``with`` statement.

    Options:
        identities: addresses and domains that are verified from the start; ``"*"`` lets any sender pass.
        verification: ``"manual"`` keeps new identities pending until ``ses_mock.verify(name)``.
        delivery: ``"manual"`` keeps messages waiting until the test says what becomes of them.
        sandbox: limit the account to 200 recipients a day, all of them verified.
        region: the region of clients without one, and of the default account.
        account_id: the 12 digits of the default account.
        isolated: start a world of its own inside an active mock.
        strict_templates: raise `MissingTemplateAttribute` for an attribute that template data lack.
        enforce_rate: throttle sends over the account's rate.
        retry_sleep: False lets botocore and its waiters try again at once.
        passthrough: patterns of AWS hosts that are reached for real.
        block_network: which hosts no library can reach: ``"ses"``, ``"aws"`` or ``"all"``; None leaves sockets alone.
        publish: ``"boto3"`` hands events on to moto's SNS and other services, a function gets each `Publication`.
        configuration_sets: those that exist from the start: names, or a dict of what CreateConfigurationSet takes.
        templates: those that exist from the start: ``{"welcome": {"Subject": …, "Text": …, "Html": …}}``.
        smtp_hosts: patterns of further hosts that answer as SES's SMTP interface.
        smtp_credentials: ``"USER:PASSWORD"`` of those who may sign in by SMTP; without it, anybody.

    Raise `TypeError` for an unknown option, for a value of a wrong type and for a target that cannot be decorated,
    `ValueError` for a value that an option cannot have.
    """
    mock = MockSes(**options)
    return mock if target is None else mock(target)


class MarkedMock(MockSes):
    """A mock whose options stand in markers: hints write one."""

    _form = "@pytest.mark.ses_mock({})"


def _is_attribute_of_started(name: str) -> bool:
    from sesmock.handle import SesMock

    return hasattr(SesMock, name)


def _check_identities(options: Options) -> None:
    """Raise `ValueError` where the test is written, not only where it runs."""
    if options.identities:
        from sesmock.domain.identities import world_identities

        world_identities.check_names(options.identities)


option_signature.describe_options(mock_ses, Parameter("target", Parameter.POSITIONAL_ONLY, default=None))
option_signature.describe_options(MockSes.__init__, Parameter("self", Parameter.POSITIONAL_OR_KEYWORD))
