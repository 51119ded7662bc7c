"""The check for werkzeug, which only the server needs."""

from __future__ import annotations

from importlib.util import find_spec


def require_werkzeug() -> None:
    """Raise an `ImportError` that mentions the extra if werkzeug is not installed."""
    if find_spec("werkzeug") is None:
        raise ImportError('a server needs the werkzeug package: pip install "sesmock[server]"')
