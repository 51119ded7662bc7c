"""The errors that ``pytest.raises`` catches, and that a test therefore expects.

pytest calls no hook for them, and a caught error looks the same as one that the code under test swallowed. This
module patches the method in which every form of ``pytest.raises`` stores the error. ``assertRaises`` of
unittest needs no patch, since it removes the traceback of the error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


def watch(expect: Callable[[BaseException], None]) -> Callable[[], None]:
    """Call a function with each error that a test expects; return a function that stops these calls."""
    original = pytest.ExceptionInfo.fill_unfilled

    def fill_unfilled(
        info: pytest.ExceptionInfo[Any], exc_info: tuple[type[BaseException], BaseException, TracebackType]
    ) -> None:
        expect(exc_info[1])
        original(info, exc_info)

    # A test can run pytest in pytest. The inner run ends first, so each run restores the method that it replaced.
    def restore() -> None:
        pytest.ExceptionInfo.fill_unfilled = original  # type: ignore[method-assign]

    pytest.ExceptionInfo.fill_unfilled = fill_unfilled  # type: ignore[assignment, method-assign]
    return restore
