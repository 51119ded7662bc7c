"""moto's interception stands aside for SES; all other services stay moto's."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.transport.patches import Patch

_EVENTS = ("before-send.ses.", "before-send.sesv2.", "before-send.pinpoint-email.")
_applied: list[Patch] = []


def stand_aside() -> None:
    """Patch moto's stubber, if moto is loaded and it was not done yet."""
    stubber = sys.modules.get("moto.core.botocore_stubber")
    if stubber is not None and not _applied:
        from sesmock.transport.patches import Patch

        patch = Patch(stubber.BotocoreStubber, "__call__", _standing_aside(stubber.BotocoreStubber.__call__))
        patch.apply()
        _applied.append(patch)


def restore() -> None:
    """Put moto's stubber back."""
    while _applied:
        _applied.pop().revert()


def account_id_of(access_key: str) -> str | None:
    """Return the account that moto's STS gives a key; None if moto is not active."""
    stubber: Any = sys.modules.get("moto.core.models")
    if stubber is None or not stubber.botocore_stubber.enabled:
        return None
    from botocore.session import Session

    client: Any = Session().create_client(
        "sts", region_name="us-east-1", aws_access_key_id=access_key, aws_secret_access_key="sesmock"
    )
    return str(client.get_caller_identity()["Account"])


def _standing_aside(original: Callable[..., Any]) -> Callable[..., Any]:
    def call(stubber: Any, event_name: str, request: Any, **kwargs: Any) -> Any:
        if event_name.startswith(_EVENTS):
            return None
        return original(stubber, event_name, request, **kwargs)

    return call
