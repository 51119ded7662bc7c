"""Patches aiobotocore when it is imported while a mock is active, before its first session is created."""

from __future__ import annotations

import sys
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from botocore.session import Session

from sesmock.transport.patches import Patch, PatchSet

if TYPE_CHECKING:
    from collections.abc import Callable


def make_patches(update: Callable[[], None]) -> PatchSet:
    """Return the patch that calls ``update`` once aiobotocore is loaded."""
    return PatchSet(Patch(Session, "__init__", partial(_wrap_init, update)))


def _wrap_init(update: Callable[[], None], original: Callable[..., None]) -> Callable[..., None]:
    @wraps(original)
    def init(session: Session, *args: Any, **kwargs: Any) -> None:
        """Create a session. aiobotocore's sessions call this too, before they create their first client."""
        if "aiobotocore.session" in sys.modules:
            update()
        original(session, *args, **kwargs)

    return init
