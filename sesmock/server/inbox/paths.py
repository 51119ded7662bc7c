"""The paths of the inbox, apart from its other modules, which are imported when it is first opened."""

from __future__ import annotations

PREFIX = "/_sesmock/inbox"


def is_inbox_path(path: str) -> bool:
    """Return whether a path belongs to the inbox."""
    return path.startswith(f"{PREFIX}/")
