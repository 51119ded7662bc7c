"""Retries without waiting, for ``retry_sleep=False``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.transport.request_handler import RequestHandler


def should_wait(active: RequestHandler | None) -> bool:
    """Return whether clients wait before a retry, according to the innermost mock."""
    return active is None or active.retry_sleep


class Time:
    """Replaces the module ``time`` where botocore waits before a retry."""

    def __init__(self, active: Callable[[], RequestHandler | None], original: Any) -> None:
        self._active = active
        self._original = original

    def __getattr__(self, name: str) -> Any:
        return getattr(self._original, name)

    def sleep(self, seconds: float) -> None:
        """Sleep, unless the innermost mock makes retries skip their waits."""
        if should_wait(self._active()):
            self._original.sleep(seconds)


def wrap_acquire(
    active: Callable[[], RequestHandler | None], original: Callable[..., bool]
) -> Callable[..., bool]:
    """Return a wrapper that skips the wait of the adaptive retry mode for its own rate limit."""

    def acquire(bucket: Any, *args: Any, **kwargs: Any) -> bool:
        return original(bucket, *args, **kwargs) if should_wait(active()) else True

    return acquire
