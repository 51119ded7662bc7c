"""The guard outside of mocks: what would leave for SES is refused, all else passes."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from botocore.httpsession import URLLib3Session

from sesmock.exceptions import UnmockedCall
from sesmock.transport import botocore
from sesmock.transport.patches import Patch

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.http import HttpRequest

# The HTTP sessions of aiobotocore; its older versions have the first alone.
_ASYNC_SESSIONS = (
    ("aiobotocore.httpsession", "AIOHTTPSession"),
    ("aiobotocore.httpxsession", "HttpxSession"),
)
_patches: list[Patch] = []


def install(operation_named: Callable[[HttpRequest], str | None]) -> None:
    """Patch botocore, and aiobotocore if there is one, below all mocks: an active one's own patch comes first."""

    def refuse(request: Any) -> None:
        operation = operation_named(botocore.read(request))
        if operation is not None:
            raise UnmockedCall(f"SES {operation} was called outside a mock (ses_mock_guard)")

    _apply(URLLib3Session, lambda original: _guarded(original, refuse))
    for session in _async_sessions():
        _apply(session, lambda original: _guarded_async(original, refuse))


def uninstall() -> None:
    """Put back what is still as `install` left it."""
    while _patches:
        _patches.pop().revert()


def _apply(session: Any, guarded: Callable[[Any], Any]) -> None:
    patch = Patch(session, "send", guarded(session.send))
    patch.apply()
    _patches.append(patch)


def _guarded(original: Callable[[Any, Any], Any], refuse: Callable[[Any], None]) -> Callable[[Any, Any], Any]:
    def send(session: Any, request: Any) -> Any:
        refuse(request)
        return original(session, request)

    return send


def _guarded_async(
    original: Callable[[Any, Any], Any], refuse: Callable[[Any], None]
) -> Callable[[Any, Any], Any]:
    async def send(session: Any, request: Any) -> Any:
        refuse(request)
        return await original(session, request)

    return send


def _async_sessions() -> list[Any]:
    if find_spec("aiobotocore") is None:
        return []
    found: list[Any] = []
    for module, name in _ASYNC_SESSIONS:
        with suppress(AttributeError, ImportError):  # an older aiobotocore, or one without httpx
            found.append(getattr(import_module(module), name))
    return found
