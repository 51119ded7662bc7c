"""Retries without waiting, for ``retry_sleep=False``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.transport.interception import Answerer


class Time:
    """Stands in for the module ``time`` where botocore waits before it tries again."""

    def __init__(self, active: Callable[[], Answerer | None]) -> None:
        self._active = active

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def sleep(self, seconds: float) -> None:
        """Wait, unless the innermost mock says not to."""
        active = self._active()
        if active is None or active.retry_sleep:
            time.sleep(seconds)
