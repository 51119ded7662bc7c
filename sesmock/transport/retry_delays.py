"""Retries without waiting, for ``retry_sleep=False``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from botocore.retries.bucket import TokenBucket

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.transport.interception import RequestHandler

_acquire: Callable[..., bool] = TokenBucket.acquire


def waits(active: RequestHandler | None) -> bool:
    """Return whether clients wait before they try again: the innermost mock says so."""
    return active is None or active.retry_sleep


class Time:
    """Stands in for the module ``time`` where botocore waits before it tries again."""

    def __init__(self, active: Callable[[], RequestHandler | None]) -> None:
        self._active = active

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def sleep(self, seconds: float) -> None:
        """Wait, unless the innermost mock says not to."""
        if waits(self._active()):
            time.sleep(seconds)


def acquiring(active: Callable[[], RequestHandler | None]) -> Callable[..., bool]:
    """Return what stands in where the adaptive retry mode waits for the rate that it set itself."""

    def acquire(bucket: TokenBucket, *args: Any, **kwargs: Any) -> bool:
        return _acquire(bucket, *args, **kwargs) if waits(active()) else True

    return acquire
