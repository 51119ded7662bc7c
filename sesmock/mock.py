"""`mock_ses`: a decorator, a context manager and an object with start and stop."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar, overload

from sesmock import stack
from sesmock.domain.options import Options
from sesmock.option_signature import OptionsSignature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from typing_extensions import Unpack

    from sesmock.domain.options.mock_options import MockOptions
    from sesmock.handle import SesMock
    from sesmock.server.running import SesServer

    _Started = SesMock
else:
    _Started = object  # the attributes of a started mock are looked up at run time

current = stack.current

Target = TypeVar("Target", bound="Callable[..., Any] | staticmethod[..., Any] | classmethod[Any, ..., Any]")


class MockSes(_Started):
    """A mock to use with `start` and `stop`, with ``with`` or ``async with``, or as a decorator.

    A started mock has all attributes of `SesMock`. They stay readable after it stops, unless a decorator
    started it.
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
        # copy and pickle look up special names before __init__ has run. Without this check, reading `_running`
        # would then call this method again, endlessly.
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
        """Start the mock and return it; raise `TypeError` for options that conflict with the active mock's."""
        entry = self._push()
        self._entries.append(entry)
        self._running.append(entry.mock.handle)
        return entry.mock.handle

    def stop(self) -> None:
        """Undo the last `start` of this object; raise `RuntimeError` if it is not started."""
        if not self._entries:
            raise RuntimeError("This mock_ses is not started: stop() was called without start(), or twice.")
        entry = self._entries.pop()
        stack.remove(entry)
        self._last = entry.mock.handle
        self._running.remove(self._last)

    def serve(self, host: str = "127.0.0.1", port: int = 0) -> SesServer:
        """Serve the mock over HTTP, starting it if necessary; return the server. Its ``ses_mock`` is the mock.

        ``with mock_ses(...).serve() as server:`` stops both at the end. Raise the errors of `start` and
        `SesMock.serve`.
        """
        if self._running:
            return self._running[-1].serve(host, port)
        ses_mock = self.start()
        try:
            server = ses_mock.serve(host, port)
        except BaseException:
            self.stop()
            raise
        server.call_on_stop(self.stop)
        return server

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
        """Decorate a function or class: each call of the function, or each test of the class, runs in a fresh mock.

        Raise `TypeError` for targets that cannot be decorated, such as pytest fixtures.
        """
        result: Target
        if isinstance(target, type):
            from sesmock.decorators import decorate_classes

            result = decorate_classes.decorate(target, self._enter)
        else:
            from sesmock.decorators import decorate_functions

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
            with suppress(ValueError):  # an interrupt came before the handle was stored
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
        identities: addresses and domains that are verified from the start; ``"*"`` accepts any sender.
        verification: ``"manual"`` keeps new identities pending until ``ses_mock.verify(name)``.
        delivery: ``"manual"`` keeps messages pending until the test decides their outcome.
        sandbox: limit the account to 200 recipients a day, all of them verified.
        region: the region of clients that set none, and of the default account.
        account_id: the 12 digits of the default account.
        isolated: start a separate, empty world inside an active mock.
        strict_templates: raise `MissingTemplateAttribute` if template data has no value for an attribute.
        enforce_rate: throttle sends that exceed the account's rate.
        retry_sleep: False lets botocore and its waiters retry without waiting.
        passthrough: patterns of AWS hosts that stay reachable.
        block_network: the hosts to block for every library: ``"ses"``, ``"aws"`` or ``"all"``; None blocks none.
        publish: ``"boto3"`` publishes events to moto's SNS and other services; a function receives each `Publication`.
        configuration_sets: sets that exist from the start: names, or a dict of CreateConfigurationSet's parameters.
        templates: templates that exist from the start: ``{"welcome": {"Subject": …, "Text": …, "Html": …}}``.
        smtp_hosts: patterns of additional hosts that serve SES's SMTP interface.
        smtp_credentials: ``"USER:PASSWORD"`` required to sign in by SMTP; without it, any credentials are accepted.

    Raise `TypeError` for an unknown option, a value of the wrong type or a target that cannot be decorated, or
    `ValueError` for an invalid value.
    """
    mock = MockSes(**options)
    return mock if target is None else mock(target)


class MarkedMock(MockSes):
    """A mock whose options come from a marker, so its hints suggest markers."""

    _form = "@pytest.mark.ses_mock({})"


def _is_attribute_of_started(name: str) -> bool:
    from sesmock.handle import SesMock

    return hasattr(SesMock, name)


def _check_identities(options: Options) -> None:
    """Raise `ValueError` for an invalid identity when the decorator is evaluated, before the test runs."""
    if options.identities:
        from sesmock.domain.identities import world_identities

        world_identities.check_names(options.identities)


mock_ses.__signature__ = OptionsSignature("target", None)  # type: ignore[attr-defined]
MockSes.__init__.__signature__ = OptionsSignature("self")  # type: ignore[attr-defined]
