"""Tools for tests of SNS webhooks: the certificate that verifies envelopes, and a function that signs messages.

Each process creates its key and certificate on first use. Serve `CERTIFICATE_PEM` at `CERTIFICATE_URL` to the
code that verifies signatures. All names require the extra ``sesmock[sns]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.publishing.sns_signature import certificate_pem, certificate_url, sign

if TYPE_CHECKING:
    CERTIFICATE_PEM: str
    CERTIFICATE_URL: str

__all__ = ["CERTIFICATE_PEM", "CERTIFICATE_URL", "certificate_url", "sign"]


def __getattr__(name: str) -> str:
    """Return the certificate, or its URL in us-east-1, creating the certificate on first access."""
    if name == "CERTIFICATE_PEM":
        return certificate_pem()
    if name == "CERTIFICATE_URL":
        return certificate_url("us-east-1")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
