"""What ``pytest.raises`` catches, and so what a test expects.

pytest calls no hook for it, and an error that it caught looks the same as one that the code under test swallowed. So
the method is patched by which every form of ``pytest.raises`` keeps what it caught. ``assertRaises`` of unittest needs
no patch: it takes the traceback off the error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


def watch(expect: Callable[[BaseException], None]) -> Callable[[], None]:
    """Call a function with every error that a test expects; return what ends that. Runs inside of runs end first."""
    original = pytest.ExceptionInfo.fill_unfilled

    def fill_unfilled(
        info: pytest.ExceptionInfo[Any], exc_info: tuple[type[BaseException], BaseException, TracebackType]
    ) -> None:
        expect(exc_info[1])
        original(info, exc_info)

    def restore() -> None:
        pytest.ExceptionInfo.fill_unfilled = original  # type: ignore[method-assign]

    pytest.ExceptionInfo.fill_unfilled = fill_unfilled  # type: ignore[assignment, method-assign]
    return restore
