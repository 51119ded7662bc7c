"""The stack of active mocks: one per process, so that all threads and tasks see the innermost mock."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

from sesmock.exceptions import NoActiveMock
from sesmock.transport.interceptor import Interceptor

if TYPE_CHECKING:
    from collections.abc import Collection

    from sesmock.active import ActiveMock
    from sesmock.domain.options import Options
    from sesmock.handle import SesMock
    from sesmock.inspector.records import Record


class Entry:
    """One start of a mock. Several entries may share a mock."""

    mock: ActiveMock  # set before the entry joins the stack


ADDED = frozenset({"configuration_sets", "identities", "templates"})
"""The options whose values an inner mock adds to those of the outer mock."""
_entries: list[Entry] = []
# Records of a test's mocks, for reports after the test. Bounded, since only the pytest plugin clears them.
_records: deque[Record] = deque(maxlen=8)
# Held for single steps only. Anything that takes another lock, such as an import, runs without this one.
_lock = threading.RLock()


def innermost() -> ActiveMock | None:
    """Return the innermost active mock, or None if there is none."""
    try:
        # This is a single step, since another thread may stop the last mock at any time. A slice would take two
        # steps: the garbage collector can run in between and close an abandoned mock, and CPython 3.11 then
        # crashes on the shortened list.
        return _entries[-1].mock
    except IndexError:
        return None


_interceptor = Interceptor(innermost)


def push(options: Options, option_names: Collection[str], form: str = "mock_ses({})") -> Entry:
    """Start a mock, or join the active one.

    ``option_names`` are the names of the options that the caller passed; ``form`` is the format in which errors show
    the call. Raise `TypeError` for options that would change the active mock.
    """
    entry = Entry()
    try:
        is_first = _add(entry, options, option_names)
        _interceptor.update()
        if is_first:
            entry.mock.world.form = form
            _records.append(entry.mock.record())
        return entry
    except BaseException:
        remove(entry)
        raise


def resume(mock: ActiveMock) -> Entry:
    """Start a stopped mock again, with its state."""
    entry = Entry()
    entry.mock = mock
    try:
        with _lock:
            _entries.append(entry)
            if not any(record.world is mock.world for record in _records):
                _records.append(mock.record(from_now=True))
        _interceptor.update()
        return entry
    except BaseException:
        remove(entry)
        raise


def remove(entry: Entry) -> None:
    """Remove an entry if `push` added it; the last removal restores the patches."""
    try:
        _remove(entry)
    # A KeyboardInterrupt can come between two patches, and repeating a removal is harmless.
    except BaseException:
        _remove(entry)
        raise


def _remove(entry: Entry) -> None:
    if entry in _entries:
        _entries.remove(entry)
    _interceptor.update()


def _add(entry: Entry, options: Options, option_names: Collection[str]) -> bool:
    """Put an entry on the stack, and return whether it is the first of its mock."""
    while True:
        outer = None if options.isolated else innermost()
        entry.mock = _start(options) if outer is None else _join(outer, options, option_names)
        with _lock:
            # Other threads, signal handlers and finalizers may have started or stopped mocks in the meantime.
            if options.isolated or innermost() is outer:
                _entries.append(entry)
                return outer is None


def _start(options: Options) -> ActiveMock:
    from sesmock.active import ActiveMock

    return ActiveMock(options)


def _join(mock: ActiveMock, options: Options, option_names: Collection[str]) -> ActiveMock:
    outer = mock.world.options
    conflicts = sorted(
        name
        for name in set(option_names) - {*ADDED, "isolated"}
        if getattr(options, name) != getattr(outer, name)
    )
    if conflicts:
        raise TypeError(
            f"mock_ses({', '.join(f'{name}=…' for name in conflicts)}): a mock is already active, and an inner mock "
            "shares it, so it can only add identities=, configuration_sets= and templates=, or repeat the outer mock's "
            "options; use isolated=True for a separate mock"
        )
    mock.join(options)
    return mock


def current() -> SesMock:
    """Return the innermost active mock; raise `NoActiveMock` if there is none."""
    mock = innermost()
    if mock is None:
        raise NoActiveMock(
            "No mock is active. Decorate the test with @mock_ses, use `with mock_ses() as ses_mock:`, "
            "or request the fixture ses_mock. setUpClass, setup_class and setup_module run outside the mock of a "
            "decorated class; use mock_ses().start() and stop() there."
        )
    return mock.handle


def records() -> list[Record]:
    """Return the records of the mocks that ran since `forget`, in the order of their start."""
    with _lock:
        return list(_records)


def captured(*, full: bool = False) -> str:
    """Describe the messages and rejections of the mocks since the last `forget`; ``""`` without mocks.

    Each message or rejection takes one line; with ``full``, the text of each message follows.
    """
    from sesmock.inspector import failure_text, silence_hints

    whole = [record.whole() for record in records()]
    texts = [text for text in (failure_text.captured(record, full=full) for record in whole) if text]
    silence = silence_hints.list_hints(whole[-1]) if whole and not texts else []
    return "\n".join(texts or [f"hint     {hint}" for hint in silence])


def forget() -> None:
    """Forget all records; active mocks start new ones."""
    active = {id(entry.mock.world): entry.mock for entry in list(_entries)}
    fresh = [mock.record(from_now=True) for mock in active.values()]
    with _lock:
        _records.clear()
        _records.extend(fresh)


def guard() -> None:
    """Refuse calls to SES from any client outside mocks, until `unguard` is called."""
    from sesmock.gateway.gateway import find_operation_name

    _interceptor.guard(find_operation_name)


def unguard() -> None:
    """Undo `guard`."""
    _interceptor.unguard()
