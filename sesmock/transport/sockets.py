"""Blocks name resolution of blocked hosts, and connections to their addresses, while a mock is active.

This covers clients that no other patch handles. If an address was resolved before the mock started, its host
name is unknown.
"""

from __future__ import annotations

import socket
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from sesmock.transport import network
from sesmock.transport.patches import Patch, PatchSet

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.transport.request_handler import ClientHandler

    Active = Callable[[], ClientHandler | None]


def make_patches(active: Active) -> PatchSet:
    """Return the patches to name resolution and ``socket.connect``."""
    reached: set[object] = set()  # addresses of hosts that a passthrough keeps reachable
    resolve = partial(_wrap_resolve, active, reached)
    connect = partial(_wrap_connect, active, reached)
    return PatchSet(
        Patch(socket, "getaddrinfo", resolve),
        *(
            # These are C functions, which do not call `socket.getaddrinfo`.
            Patch(socket, name, partial(_wrap_lookup, active))
            for name in ("gethostbyname", "gethostbyname_ex")
        ),
        *(Patch(_find_class(), name, connect) for name in ("connect", "connect_ex")),
        clean_up=reached.clear,
    )


def _find_class() -> Any:
    """Return the socket class of the standard library, even while pytest-socket has put a subclass in its place."""
    classes = socket.socket.__mro__
    return next((each for each in classes if each.__module__ == "socket"), socket.socket)


def _wrap_resolve(active: Active, reached: set[object], original: Callable[..., Any]) -> Any:
    @wraps(original)
    def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        handler = active()
        name = _decode(host)
        if handler is None or name is None:
            return original(host, port, *args, **kwargs)
        network.refuse_blocked(handler, name, port)
        addresses = original(host, port, *args, **kwargs)
        # At the other levels `connect` does not block ordinary addresses, so none has to be remembered.
        if handler.block_network == "all":
            reached.update(address[4][0] for address in addresses)
        return addresses

    return getaddrinfo


def _wrap_lookup(active: Active, original: Callable[[Any], Any]) -> Any:
    @wraps(original)
    def look_up(host: Any) -> Any:
        handler = active()
        name = _decode(host)
        if handler is not None and name is not None:
            network.refuse_blocked(handler, name)
        return original(host)

    return look_up


def _wrap_connect(active: Active, reached: set[object], original: Callable[[Any, Any], Any]) -> Any:
    @wraps(original)
    def connect(connection: socket.socket, address: Any) -> Any:
        handler = active()
        if handler is not None and connection.family in _INTERNET and isinstance(address, tuple):
            host = _decode(address[0])
            if host is not None and host not in reached:
                network.refuse_blocked(handler, host, address[1])
        return original(connection, address)

    return connect


_INTERNET = (socket.AF_INET, socket.AF_INET6)


def _decode(host: object) -> str | None:
    """Return the name of a host as a string.

    Return None for a missing name, and for a value that the original function rejects.
    """
    if isinstance(host, (bytes, bytearray)):
        # Latin-1 decodes every byte, and a name that is not ASCII is not an AWS host.
        return host.decode("latin-1")
    return host if isinstance(host, str) else None
