"""The package that the server needs beyond those of sesmock."""

from __future__ import annotations

from importlib.util import find_spec


def require_werkzeug() -> None:
    """Raise `ImportError` that mentions the extra if werkzeug is not installed."""
    if find_spec("werkzeug") is None:
        raise ImportError('a server needs the werkzeug package: pip install "sesmock[server]"')
