"""What must not go unseen: SES calls outside a mock, and errors of sesmock that the code under test swallows."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from sesmock.exceptions import SesmockError

_fill_unfilled = pytest.ExceptionInfo.fill_unfilled
# Whether each run of pytest in this process, the outermost first, set the guard.
_runs: list[bool] = []


def begin(config: pytest.Config) -> None:
    """Take note of what ``pytest.raises`` expects, and refuse unmocked calls if ``ses_mock_guard`` is set."""
    pytest.ExceptionInfo.fill_unfilled = _note_expected  # type: ignore[assignment, method-assign]
    guards = bool(config.getini("ses_mock_guard")) and not any(_runs)
    _runs.append(guards)
    config.add_cleanup(end)
    if guards:
        from sesmock import stack

        stack.guard()


def end() -> None:
    """Put back what `begin` changed, when the outermost run of pytest is over."""
    guards = _runs.pop()
    if not _runs:
        pytest.ExceptionInfo.fill_unfilled = _fill_unfilled  # type: ignore[method-assign]
    if guards:
        sys.modules["sesmock.stack"].unguard()


def forget() -> None:
    """Forget the errors of the test before."""
    _made().clear()


def check() -> None:
    """Fail if an error of sesmock was swallowed since the last look; expected ones do not count."""
    made = _made()
    swallowed = [_told(error) for error in made if error.__traceback__ is not None]
    made.clear()
    if swallowed:
        pytest.fail("Swallowed by the code under test:\n" + "\n".join(swallowed), pytrace=False)


def _note_expected(
    info: pytest.ExceptionInfo[Any], exc_info: tuple[type[BaseException], BaseException, TracebackType]
) -> None:
    """Take an error that ``pytest.raises`` caught off the list; unittest's ``assertRaises`` takes its traceback."""
    made = _made()
    for error in _within(exc_info[1]):
        if error in made:
            made.remove(error)
    _fill_unfilled(info, exc_info)


def _within(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, and those of a group."""
    yield error
    for inner in getattr(error, "exceptions", ()):
        yield from _within(inner)


def _made() -> list[SesmockError]:
    exceptions = sys.modules.get("sesmock.exceptions")
    made: list[SesmockError] = [] if exceptions is None else exceptions.made
    return made


def _told(error: SesmockError) -> str:
    caught = traceback.extract_tb(error.__traceback__)[0]
    return f"sesmock.{type(error).__name__}: {error}\n    caught in {caught.name}, {caught.filename}:{caught.lineno}"
