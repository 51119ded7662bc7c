"""aiobotocore may be imported while a mock is active: what is to be done then waits for the first session after it."""

from __future__ import annotations

import sys
import threading
from functools import wraps
from typing import TYPE_CHECKING, Any

from botocore.session import Session

from sesmock.transport.patches import Patch

if TYPE_CHECKING:
    from collections.abc import Callable

_init: Callable[..., None] = Session.__init__
_waiting: list[Callable[[], None]] = []
_lock = threading.RLock()


def when_loaded(act: Callable[[], None]) -> None:
    """Act now if aiobotocore is loaded, else before the first session is made after it was."""
    with _lock:
        if _is_loaded():
            act()
            return
        if not _waiting:
            _patch.apply()
        _waiting.append(act)


def forget(act: Callable[[], None]) -> None:
    """Wait no more; nothing happens if it was acted."""
    with _lock:
        if act in _waiting:
            _waiting.remove(act)
            if not _waiting:
                _patch.revert()


@wraps(_init)
def _look_and_init(session: Session, *args: Any, **kwargs: Any) -> None:
    """Make a session; those of aiobotocore come here too, and before their first client."""
    if _waiting and _is_loaded():
        _act()
    _init(session, *args, **kwargs)


def _act() -> None:
    with _lock:
        for act in _waiting:
            act()
        _waiting.clear()  # not before: other threads go on as soon as nothing waits
        _patch.revert()


def _is_loaded() -> bool:
    return "aiobotocore.session" in sys.modules


_patch = Patch(Session, "__init__", _look_and_init)
