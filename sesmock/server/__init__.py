"""sesmock behind an HTTP server, for programs in other languages and processes.

``application`` is a WSGI application that reads its options from ``SESMOCK_*``: ``gunicorn --threads 8
sesmock.server:application``. It must run in one process, since it keeps mail in memory. `build_application`
takes the options of `mock_ses`.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from sesmock.server.requirements import require_werkzeug

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from sesmock.domain.options.mock_options import MockOptions
    from sesmock.server.running import SesServer
    from sesmock.server.wsgi import Application

    application: Application

__all__ = ["SesServer", "application", "build_application"]

_lock = Lock()


def build_application(**options: Unpack[MockOptions]) -> Application:
    """Return a WSGI application with a new mock, which patches nothing in this process.

    Raise the errors of `mock_ses`, and `ImportError` if werkzeug is not installed.
    """
    require_werkzeug()
    from sesmock.active import ActiveMock
    from sesmock.domain.options import Options
    from sesmock.server.wsgi import Application

    return Application(ActiveMock(Options.build(dict(options))))


def __getattr__(name: str) -> object:
    """Create the application on first access, with the options in the environment."""
    if name == "application":
        require_werkzeug()
        from sesmock.server import command

        with _lock:
            if name not in globals():
                globals()[name] = command.build_application_of_environment()
            return globals()[name]
    if name == "SesServer":
        require_werkzeug()
        from sesmock.server.running import SesServer

        return SesServer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
