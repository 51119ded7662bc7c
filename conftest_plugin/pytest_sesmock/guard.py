"""``ses_mock_guard``: refuses SES calls outside mocks during a run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

# A test can run pytest in pytest. Only the outermost run with the option sets the guard.
_runs: list[pytest.Config] = []


def begin(config: pytest.Config) -> None:
    """Refuse unmocked calls until the run ends."""
    _runs.append(config)
    config.add_cleanup(_end)
    if len(_runs) == 1:
        from sesmock import stack

        stack.guard()


def _end() -> None:
    _runs.pop()
    if not _runs:
        sys.modules["sesmock.stack"].unguard()
