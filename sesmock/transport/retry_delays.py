"""Retries without waiting, for ``retry_sleep=False``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.transport.request_handler import RequestHandler


def should_wait(active: RequestHandler | None) -> bool:
    """Return whether clients wait before they try again: the innermost mock says so."""
    return active is None or active.retry_sleep


class Time:
    """Stands in for the module ``time`` where botocore waits before it tries again."""

    def __init__(self, active: Callable[[], RequestHandler | None], original: Any) -> None:
        self._active = active
        self._original = original

    def __getattr__(self, name: str) -> Any:
        return getattr(self._original, name)

    def sleep(self, seconds: float) -> None:
        """Wait, unless the innermost mock says not to."""
        if should_wait(self._active()):
            self._original.sleep(seconds)


def wrap_acquire(
    active: Callable[[], RequestHandler | None], original: Callable[..., bool]
) -> Callable[..., bool]:
    """Return what stands in where the adaptive retry mode waits for the rate that it set itself."""

    def acquire(bucket: Any, *args: Any, **kwargs: Any) -> bool:
        return original(bucket, *args, **kwargs) if should_wait(active()) else True

    return acquire
