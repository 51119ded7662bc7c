"""The paths of the inbox, in a module of their own, since the other modules are imported when the inbox is opened."""

from __future__ import annotations

PREFIX = "/_sesmock/inbox"


def is_inbox_path(path: str) -> bool:
    """Return whether a path belongs to the inbox."""
    return path.startswith(f"{PREFIX}/")
