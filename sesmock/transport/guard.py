"""The guard outside of mocks: what would leave for SES is refused, all else passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.httpsession import URLLib3Session

from sesmock.exceptions import UnmockedCall
from sesmock.transport import botocore
from sesmock.transport.patches import Patch

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.http import HttpRequest

_patches: list[Patch] = []


def install(operation_named: Callable[[HttpRequest], str | None]) -> None:
    """Patch botocore below all mocks: while one is active its own patch comes first."""

    def send(session: URLLib3Session, request: Any) -> Any:
        operation = operation_named(botocore.read(request))
        if operation is not None:
            raise UnmockedCall(f"SES {operation} was called outside a mock (ses_mock_guard)")
        return patch.original(session, request)

    patch = Patch(URLLib3Session, "send", send)
    patch.apply()
    _patches.append(patch)


def uninstall() -> None:
    """Put back what is still as `install` left it."""
    while _patches:
        _patches.pop().revert()
