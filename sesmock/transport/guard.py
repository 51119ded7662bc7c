"""The guard outside mocks: it refuses requests to SES and lets all others pass."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from botocore.httpsession import URLLib3Session

from sesmock.exceptions import UnmockedCall, running_test
from sesmock.transport import exchange
from sesmock.transport.patches import Patch, PatchSet

if TYPE_CHECKING:
    from sesmock.http import HttpRequest

NameOperation = Callable[["HttpRequest"], "str | None"]
"""Return the operation of a request to SES, or None for other requests."""

FindGuard = Callable[[], "NameOperation | None"]
"""Return the function that recognizes SES operations while the guard is on, else None."""


class GuardHandler:
    """Takes the place of a mock while none is active: refuses requests to SES and lets all others pass."""

    is_guard = True
    passthrough = ()
    block_network: Literal["ses"] = "ses"

    def __init__(self, name_operation: NameOperation) -> None:
        self._name_operation = name_operation

    @property
    def owner(self) -> object:
        """The running test, which owns the errors of the guard."""
        return running_test()

    def serves(self, request: HttpRequest) -> bool:
        """Return whether a request is to SES."""
        return self._name_operation(request) is not None

    def answer(self, request: HttpRequest) -> None:
        """Refuse a request to SES; return None for any other request."""
        _refuse(self._name_operation, request)


def make_patches(find_guard: FindGuard) -> PatchSet:
    """Return the guard's patches to botocore."""
    return PatchSet(Patch(URLLib3Session, "send", partial(_wrap_send, find_guard)))


def make_aiobotocore_patches(find_guard: FindGuard) -> PatchSet:
    """Return the guard's patches to aiobotocore, which must be loaded."""
    # A top-level import would load aiobotocore even in runs that never use it.
    from sesmock.transport import aiobotocore

    wrap = partial(_wrap_async_send, find_guard)
    return PatchSet(*(Patch(session, "send", wrap) for session in aiobotocore.SESSIONS))


def _wrap_send(find_guard: FindGuard, original: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def send(session: Any, request: Any) -> Any:
        name_operation = find_guard()
        if name_operation is not None:
            _refuse(name_operation, exchange.read(request))
        return original(session, request)

    return send


def _wrap_async_send(find_guard: FindGuard, original: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    async def send(session: Any, request: Any) -> Any:
        name_operation = find_guard()
        if name_operation is not None:
            _refuse(name_operation, exchange.read(request))
        return await original(session, request)

    return send


def _refuse(name_operation: NameOperation, request: HttpRequest) -> None:
    operation = name_operation(request)
    if operation is not None:
        error = UnmockedCall(f"SES {operation} was called outside a mock (ses_mock_guard)")
        error.belong_to(running_test())
        raise error
