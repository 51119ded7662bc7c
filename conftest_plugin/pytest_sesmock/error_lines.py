"""Lines that replace a section or report if building it fails, since the error would otherwise end pytest's run."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_MAX_WIDTH = 300


class LineOnError:
    """Runs a block. If it fails, ``put`` gets a line that says what sesmock could not do, and why."""

    def __init__(self, task: str, put: Callable[[str], object]) -> None:
        self._task = task
        self._put = put

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        # A KeyboardInterrupt, and the exceptions of pytest.fail() and pytest.skip(), must reach pytest.
        if not isinstance(error, Exception):
            return False
        self._put(_line(self._task, error))
        return True


def _line(task: str, error: Exception) -> str:
    """Return the error and its location as one line, even if the error has characters that cannot be printed."""
    summary = " ".join("".join(traceback.format_exception_only(type(error), error)).split())
    place = traceback.extract_tb(error.__traceback__)[-1]
    line = f"sesmock cannot {task} ({Path(place.filename).name}:{place.lineno}): {summary}"
    return line.encode("utf-8", "backslashreplace").decode()[:_MAX_WIDTH]
