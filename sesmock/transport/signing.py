"""The signature that stands in for SigV4: nobody checks it, and hashing costs a quarter of a call."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from botocore import UNSIGNED
from botocore.credentials import Credentials
from botocore.signers import RequestSigner

from sesmock.transport.interception import FAKE_ACCESS_KEY

if TYPE_CHECKING:
    from collections.abc import Callable

_SERVICE_IDS = frozenset({"SES", "SESv2", "Pinpoint Email"})
_original: Callable[..., None] = RequestSigner.sign


def sign(
    signer: RequestSigner,
    operation_name: str,
    request: Any,
    region_name: str | None = None,
    signing_type: str = "standard",
    *args: Any,
    **kwargs: Any,
) -> None:
    """Sign requests of SES with the stand-in, all others as botocore does."""
    if signer._service_id not in _SERVICE_IDS or signing_type != "standard":  # type: ignore[attr-defined]
        _original(signer, operation_name, request, region_name, signing_type, *args, **kwargs)
    elif signer._signature_version is not UNSIGNED:  # type: ignore[attr-defined]
        region = region_name or signer._region_name  # type: ignore[attr-defined]
        date = time.strftime("%Y%m%d", time.gmtime())
        request.headers["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={access_key(signer._credentials)}/{date}/{region}/ses/aws4_request, "  # type: ignore[attr-defined]
            "SignedHeaders=host, Signature=sesmock"
        )


def access_key(credentials: object) -> str:
    """Return the key of static credentials, else the fake one: no provider is asked."""
    return credentials.access_key if type(credentials) is Credentials else FAKE_ACCESS_KEY
