"""The guard outside of mocks: what would leave for SES is refused, all else passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.httpsession import URLLib3Session

from sesmock.exceptions import UnmockedCall
from sesmock.transport import exchange, import_hook
from sesmock.transport.patches import Patch

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.http import HttpRequest

_patches: list[Patch] = []
_arrivals: list[Callable[[], None]] = []


def install(operation_named: Callable[[HttpRequest], str | None]) -> None:
    """Patch botocore, and aiobotocore once it is loaded, below all mocks: an active one's own patch comes first."""

    def refuse(request: Any) -> None:
        operation = operation_named(exchange.read(request))
        if operation is not None:
            raise UnmockedCall(f"SES {operation} was called outside a mock (ses_mock_guard)")

    def guard_aiobotocore() -> None:
        from sesmock.transport import aiobotocore

        for session in aiobotocore.SESSIONS:
            _apply(session, lambda original: _guarded_async(original, refuse))

    _apply(URLLib3Session, lambda original: _guarded(original, refuse))
    _arrivals.append(guard_aiobotocore)
    import_hook.when_loaded(guard_aiobotocore)


def uninstall() -> None:
    """Put back what is still as `install` left it."""
    while _arrivals:
        import_hook.forget(_arrivals.pop())
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
