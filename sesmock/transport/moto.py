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


def serves(service: str) -> bool:
    """Return whether moto is active and mocks a service: its configuration can leave some out."""
    if not _is_active():
        return False
    from moto.core import config

    return config.service_whitelisted(service) and not config.passthrough_service(service)


def account_id_of(access_key: str) -> str | None:
    """Return the account that moto's STS gives a key; None if moto is not active."""
    if not _is_active():
        return None
    from botocore.session import Session

    client: Any = Session().create_client(
        "sts", region_name="us-east-1", aws_access_key_id=access_key, aws_secret_access_key="sesmock"
    )
    return str(client.get_caller_identity()["Account"])


def _is_active() -> bool:
    models: Any = sys.modules.get("moto.core.models")
    return models is not None and bool(models.botocore_stubber.enabled)


def _standing_aside(original: Callable[..., Any]) -> Callable[..., Any]:
    def call(stubber: Any, event_name: str, request: Any, **kwargs: Any) -> Any:
        if event_name.startswith(_EVENTS):
            return None
        return original(stubber, event_name, request, **kwargs)

    return call
