"""The guard outside of mocks: what would leave for SES is refused, all else passes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.httpsession import URLLib3Session

from sesmock.exceptions import UnmockedCall, running_test
from sesmock.transport import exchange
from sesmock.transport.patches import Patch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.http import HttpRequest

NameOperation = Callable[["HttpRequest"], "str | None"]
"""Returns the operation of a request to SES, None for other requests."""

Guarding = Callable[[], "NameOperation | None"]
"""Returns what names the operations of SES while they are to be refused, else None."""


def patches(guarding: Guarding) -> Sequence[Patch]:
    """Return the patches of botocore."""
    return (Patch(URLLib3Session, "send", partial(_wrap_send, guarding)),)


def patches_of_aiobotocore(guarding: Guarding) -> Sequence[Patch]:
    """Return the patches of aiobotocore, which is loaded."""
    from sesmock.transport import aiobotocore

    return [Patch(session, "send", partial(_wrap_async_send, guarding)) for session in aiobotocore.SESSIONS]


def _wrap_send(guarding: Guarding, original: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def send(session: Any, request: Any) -> Any:
        _refuse(guarding(), request)
        return original(session, request)

    return send


def _wrap_async_send(guarding: Guarding, original: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    async def send(session: Any, request: Any) -> Any:
        _refuse(guarding(), request)
        return await original(session, request)

    return send


def _refuse(name_operation: NameOperation | None, request: Any) -> None:
    operation = name_operation and name_operation(exchange.read(request))
    if operation is not None:
        error = UnmockedCall(f"SES {operation} was called outside a mock (ses_mock_guard)")
        error.belong_to(running_test())
        raise error
