"""Keeps moto from answering requests to SES. moto still answers requests to all other services."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from sesmock.apis import APIS
from sesmock.transport.patches import Patch, PatchSet
from sesmock.transport.request_handler import FAKE_ACCESS_KEY

if TYPE_CHECKING:
    from collections.abc import Callable

_KEY = re.compile(r"\w+", re.ASCII)  # other strings, such as many SMTP user names, are not keys
_EVENTS = tuple(f"before-send.{name}." for name in APIS)


def make_patches(stubber: type) -> PatchSet:
    """Return the patch to moto's stubber."""
    return PatchSet(Patch(stubber, "__call__", _wrap_call))


def serves_ses() -> bool:
    """Return whether moto is active and mocks SES, as ``ses`` or as ``sesv2``."""
    return any(serves(name, host="email") for name in ("ses", "sesv2"))


def serves(service: str, *, host: str | None = None) -> bool:
    """Return whether moto is active and mocks a service, which moto's configuration can exclude.

    ``host`` is the first label of the service's host, by default the name of the service.
    """
    stubber = _find_stubber()
    if stubber is None:
        return False
    url = f"https://{host or service}.us-east-1.amazonaws.com/"
    if hasattr(stubber, "methods"):  # moto 4 lists the URLs of its active mocks.
        return any(pattern.match(url) for pattern, _ in stubber.methods.get("POST", ()))
    return not _lets_pass(service, url)


def _find_stubber() -> Any:
    """Return moto's stubber while moto is active."""
    stubber = getattr(sys.modules.get("moto.core.models"), "botocore_stubber", None)
    return stubber if stubber is not None and stubber.enabled else None


def passes(host: str) -> bool:
    """Return whether moto is active and configured to let requests to a host pass."""
    if _find_stubber() is None:
        return False
    patterns: Any = getattr(sys.modules.get("moto.backend_index"), "backend_url_patterns", ())
    url = f"https://{host}/"
    services = (service for service, pattern in patterns if pattern.match(url))
    return _passes_url(url) or any(map(_passes_service, services))


def _lets_pass(service: str, url: str) -> bool:
    """Return whether moto 5's configuration excludes a service."""
    return (
        not _ask("service_whitelisted", service, default=True) or _passes_service(service) or _passes_url(url)
    )


def _passes_service(service: str) -> bool:
    return _ask("passthrough_service", service, default=False)


def _passes_url(url: str) -> bool:
    return _ask("passthrough_url", url, default=False)


def _ask(function: str, name: str, *, default: bool) -> bool:
    """Call a function of moto's configuration; return the default if the installed version of moto lacks it."""
    # Early versions of moto 5 lack some functions, and moto 4 has no configuration.
    ask: Any = getattr(sys.modules.get("moto.core.config"), function, lambda _: default)
    return bool(ask(name))


class KeyOwners:
    """The owners of access keys, according to moto's STS."""

    def __init__(self) -> None:
        self._unknown_keys = {FAKE_ACCESS_KEY}  # keys that moto does not know; each is looked up only once

    def find_account_id(self, access_key: str, region: str) -> str | None:
        """Return the account of a key that moto's STS or IAM created; None for other keys, and while moto is inactive.

        moto assigns unknown keys to a default user in its own default account.
        """
        if access_key in self._unknown_keys or not _KEY.fullmatch(access_key) or not serves("sts"):
            return None
        try:
            identity = _caller_identity(access_key, region)
        except _NotAnswered:
            identity = None
        # moto gives this ARN to every key that it does not know.
        if identity is None or identity["Arn"].endswith(":user/moto"):
            self._unknown_keys.add(access_key)
            return None
        return str(identity["Account"])


class _NotAnswered(Exception):
    """The request reached sesmock's transport, because moto let it pass."""


def _caller_identity(access_key: str, region: str) -> dict[str, str]:
    from botocore.config import Config
    from botocore.session import Session

    from sesmock.transport import clients

    with clients.allow_missing_profile():
        client: Any = Session().create_client(
            "sts",
            region_name=region,  # each partition has its own accounts
            aws_access_key_id=access_key,
            aws_secret_access_key="sesmock",
            # AWS_ENDPOINT_URL may point at another emulator, which does not know moto's keys.
            config=Config(ignore_configured_endpoint_urls=True),  # type: ignore[call-arg] # the stubs lack it
        )
    clients.bind(client, _refuse)
    identity: dict[str, str] = client.get_caller_identity()
    return identity


def _refuse(_session: Any, _request: Any) -> None:
    raise _NotAnswered


def _wrap_call(original: Callable[..., Any]) -> Callable[..., Any]:
    def call(stubber: Any, event_name: str, request: Any, **kwargs: Any) -> Any:
        # botocore sends a request itself if no handler of before-send returns a response.
        if event_name.startswith(_EVENTS):
            return None
        return original(stubber, event_name, request, **kwargs)

    return call
