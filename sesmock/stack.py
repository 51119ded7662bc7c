"""The stack of active mocks: one a process, so that threads and tasks see the innermost."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from sesmock.domain.world import World
from sesmock.exceptions import NoActiveMock
from sesmock.gateway import Gateway, operation_named
from sesmock.handle import SesMock
from sesmock.inspector import failure_text
from sesmock.journal import Journal
from sesmock.transport import interception

if TYPE_CHECKING:
    from collections.abc import Collection

    from sesmock.domain.options import Options


class ActiveMock:
    """A world, and what the transport asks of it: `interception.Answerer`."""

    def __init__(self, options: Options) -> None:
        self.world = World(options)
        self.journal = Journal()
        self.handle = SesMock(self.world, self.journal)
        self.answer = Gateway(self.world, self.journal, interception.ask_account_id).answer
        self.region = options.region
        self.passthrough = options.passthrough
        self.retry_sleep = options.retry_sleep


class Entry:
    """One start. Several entries may share a mock."""

    def __init__(self, mock: ActiveMock) -> None:
        self.mock = mock


_entries: list[Entry] = []
_last: list[
    ActiveMock
] = []  # at most one: the mock that was started last, for reports on a test that is over
_lock = threading.Lock()


def innermost() -> ActiveMock | None:
    """Return the innermost active mock, if there is one."""
    try:
        return _entries[-1].mock
    except IndexError:
        return None


def push(options: Options, *, isolated: bool, given: Collection[str]) -> Entry:
    """Start a mock, or join the active one; ``given`` are the names of the options that were given.

    Raise `TypeError` for options that would change a mock that is active already.
    """
    with _lock:
        entry = Entry(_joined(options, given) if _entries and not isolated else ActiveMock(options))
        if not _entries:
            interception.install(innermost)
        _entries.append(entry)
        _last[:] = [entry.mock]
    return entry


def remove(entry: Entry) -> None:
    """Stop what `push` started; the last one restores what was patched."""
    with _lock:
        _entries.remove(entry)
        if not _entries:
            interception.uninstall()


def _joined(options: Options, given: Collection[str]) -> ActiveMock:
    refused = sorted(set(given) - {"identities"})
    if refused:
        raise TypeError(
            f"mock_ses({', '.join(f'{name}=…' for name in refused)}): a mock is active already and an inner one "
            "shares it; only identities= can be added. Use isolated=True for a mock of its own."
        )
    mock = _entries[-1].mock
    mock.world.verify_everywhere(options.identities)
    return mock


def current() -> SesMock:
    """Return the innermost active mock; raise `NoActiveMock` if there is none."""
    mock = innermost()
    if mock is None:
        raise NoActiveMock(
            "No mock is active. Decorate the test with @mock_ses, use `with mock_ses() as ses_mock:`, "
            "or ask for the fixture ses_mock. setUpClass, setup_class and setup_module run outside the mock of a "
            "decorated class; use mock_ses().start() and stop() there."
        )
    return mock.handle


def captured() -> str:
    """Return what the mock that was started last sent and refused, a line each; ``""`` if there was none."""
    return "\n".join(failure_text.captured(mock.world, mock.journal) for mock in _last)


def forget() -> None:
    """Forget the mock that was started last, if it is over."""
    if not _entries:
        _last.clear()


def guard() -> None:
    """Refuse SES calls outside of mocks, by any client, until `unguard`."""
    interception.guard(operation_named)


def unguard() -> None:
    """End what `guard` began."""
    interception.unguard()
