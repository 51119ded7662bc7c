"""The part of the plugin that fails tests whose code swallows sesmock's errors."""

from __future__ import annotations

import threading
import traceback
from typing import TYPE_CHECKING

import pytest

from pytest_sesmock import expected_errors, import_hook

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from sesmock.exceptions import SesmockError


def begin(config: pytest.Config) -> None:
    """Watch the tests of a run for swallowed errors."""
    errors = SwallowedErrors(config)
    config.pluginmanager.register(errors)
    config.add_cleanup(expected_errors.watch(errors.expect))
    config.add_cleanup(import_hook.when_imported("sesmock.exceptions", errors.listen))


class SwallowedErrors:
    """The errors created in the running test; implements `sesmock.exceptions.ErrorListener`.

    The mock or guard that raises an error sets its owner. An error without an owner belongs to the test if it
    was created in the test's thread, or in a thread started during the test. Threads that serve several tests
    therefore fail none of them.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self.test = object()
        self._errors: dict[int, tuple[SesmockError, threading.Thread]] = {}
        self._older_threads: frozenset[threading.Thread] = frozenset()

    def listen(self) -> None:
        """Listen for errors until the run ends, instead of the listener of an enclosing run, if any."""
        from sesmock import exceptions

        outer = exceptions.listener

        def restore() -> None:
            exceptions.listener = outer

        exceptions.listener = self
        self._config.add_cleanup(restore)

    def hear(self, error: SesmockError) -> None:
        """Record an error."""
        # The value keeps the error alive, so that its id stays unique.
        self._errors[id(error)] = error, threading.current_thread()

    def expect(self, error: BaseException) -> None:
        """Drop an error that the test expects; if it is a group, drop the errors in it too."""
        for expected in _with_parts(error):
            self._errors.pop(id(expected), None)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self) -> Generator[None, None, None]:
        """Forget the errors of the previous test.

        Also forget an error that fails the setup, so that it is reported only once.
        """
        self.test = object()
        # The current thread is older than the test too, but its errors count.
        self._older_threads = frozenset(threading.enumerate()) - {threading.current_thread()}
        self._errors.clear()
        try:
            yield
        except BaseException:
            self._errors.clear()
            raise

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None, None, None]:
        """Fail a test that passes although an error was swallowed in it or in its setup."""
        try:
            yield
        except BaseException:
            self._errors.clear()
            raise
        self._check()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Generator[None, None, None]:
        """Fail the teardown of a test in the same way."""
        yield
        self._check()

    def _check(self) -> None:
        # Other threads may record an error at any time, so the loop runs over a copy.
        swallowed = [
            _describe(error) for error, thread in list(self._errors.values()) if self._counts(error, thread)
        ]
        self._errors.clear()
        if swallowed:
            pytest.fail("Swallowed by the code under test:\n" + "\n".join(swallowed), pytrace=False)

    def _counts(self, error: SesmockError, thread: threading.Thread) -> bool:
        """Return whether an error was swallowed in this test.

        An error without a traceback was not raised, or was expected.
        """
        from sesmock.exceptions import ANSWERED

        if error.__traceback__ is None or error.owner is ANSWERED:
            return False
        return error.owner is self.test or thread not in self._older_threads


def _with_parts(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and, if it is a group, the errors in it."""
    yield error
    for part in getattr(error, "exceptions", ()):
        yield from _with_parts(part)


def _describe(error: SesmockError) -> str:
    frame = traceback.extract_tb(error.__traceback__)[0]
    return f"sesmock.{type(error).__name__}: {error}\n    caught in {frame.name}, {frame.filename}:{frame.lineno}"
