"""The URLs of documentation pages."""

from __future__ import annotations

_BASE = "https://github.com/sesmock/sesmock/blob/main/docs/"


def page_url(name: str) -> str:
    """Return the URL of a page, such as ``operations.md``."""
    return _BASE + name
