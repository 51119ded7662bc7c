"""The patch that keeps aiohttp from connecting to blocked hosts. Imported only when aiohttp is loaded.

In aiohttp, a request cannot be separated from its connection, so sesmock refuses requests instead of answering
them. aiohttp can also resolve names without the socket module, so the patches to that module are not enough.
"""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from aiohttp import BaseConnector

from sesmock.transport import network
from sesmock.transport.patches import Patch, PatchSet

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.transport.request_handler import ClientHandler


def make_patches(active: Callable[[], ClientHandler | None]) -> PatchSet:
    """Return the patch to the method that returns connections, both new ones and kept-alive ones."""
    return PatchSet(Patch(BaseConnector, "connect", partial(_wrap_connect, active)))


def _wrap_connect(active: Callable[[], ClientHandler | None], original: Callable[..., Any]) -> Any:
    @wraps(original)
    async def connect(connector: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse a connection to a blocked host."""
        handler = active()
        if handler is not None:
            host, port = request.url.host or "", request.url.port
            network.refuse_ses(handler, host, port)
            network.refuse_blocked(handler, host, port)
        return await original(connector, request, *args, **kwargs)

    return connect
