"""A placeholder for SigV4 signatures, since nothing verifies them and hashing takes a quarter of a call's time."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from botocore import UNSIGNED
from botocore.credentials import Credentials, RefreshableCredentials
from botocore.exceptions import MissingDependencyException

from sesmock.apis import APIS
from sesmock.transport.request_handler import FAKE_ACCESS_KEY

if TYPE_CHECKING:
    from collections.abc import Callable

_DAY = 24 * 3600
_SERVICE_IDS = frozenset(api.service_id for api in APIS.values())


def wrap_sign(original: Callable[..., None]) -> Callable[..., None]:
    """Return a wrapper that signs requests to SES with the placeholder, and all others as botocore does."""

    def sign(
        signer: Any,
        operation_name: str,
        request: Any,
        region_name: str | None = None,
        signing_type: str = "standard",
        *args: Any,
        **kwargs: Any,
    ) -> None:
        if not sign_with_placeholder(signer, request, region_name, signing_type):
            original(signer, operation_name, request, region_name, signing_type, *args, **kwargs)

    return sign


def wrap_auth_schemes(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return a wrapper that selects SigV4A for SES's global endpoints even if awscrt, which computes it, is missing."""

    def auth_schemes_to_signing_ctx(resolver: Any, auth_schemes: Any) -> Any:
        try:
            return original(resolver, auth_schemes)
        except MissingDependencyException:
            if resolver._service_model.service_id not in _SERVICE_IDS:
                raise
            return "v4a", {"region": "*", "signing_name": "ses"}

    return auth_schemes_to_signing_ctx


def sign_with_placeholder(signer: Any, request: Any, region_name: str | None, signing_type: str) -> bool:
    """Sign a request to SES with the placeholder; return False for requests to other services."""
    if signer._service_id not in _SERVICE_IDS or signing_type != "standard":
        return False
    # The credential scope identifies the region on any host, so unsigned clients get a scope without a key.
    is_unsigned = signer._signature_version is UNSIGNED
    key = "" if is_unsigned else find_access_key(signer._credentials) or FAKE_ACCESS_KEY
    header = _build_header(key, int(time.time()) // _DAY, region_name or signer._region_name)
    # Assigning an item makes three more calls, which only check how many headers may have this name.
    request.headers.set_raw("Authorization", header)
    return True


@lru_cache(maxsize=16)
def _build_header(key: str, day: int, region: str) -> str:
    """Return the placeholder signature for a region and a day, counted from 1970."""
    date = time.strftime("%Y%m%d", time.gmtime(day * _DAY))
    return (
        f"AWS4-HMAC-SHA256 Credential={key}/{date}/{region}/ses/aws4_request, "
        "SignedHeaders=host, Signature=sesmock"
    )


def find_access_key(credentials: Any) -> str | None:
    """Return the access key in credentials; None if finding it would start a credential lookup."""
    if isinstance(credentials, RefreshableCredentials):
        key: str | None = credentials._access_key  # type: ignore[attr-defined] # the property would renew the key
        return key
    return credentials.access_key if isinstance(credentials, Credentials) else None
