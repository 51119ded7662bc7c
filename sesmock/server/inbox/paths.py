"""The paths of the inbox; the rest of it is imported when somebody opens it."""

from __future__ import annotations

PREFIX = "/_sesmock/inbox"


def is_of_inbox(path: str) -> bool:
    """Return whether a path belongs to the inbox."""
    return path.startswith(f"{PREFIX}/")
