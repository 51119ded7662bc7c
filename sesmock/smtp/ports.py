"""The ports of SES's SMTP interface. Spec: smtp.md §1 [D]."""

from __future__ import annotations

import ssl

_STARTTLS = frozenset({"25", "587", "2587"})
_TLS = frozenset({"465", "2465"})


def check(port: object, *, wrapped: bool) -> None:
    """Raise the `OSError` that a client gets if the port is wrong, or the wrong one for its use of TLS.

    ``wrapped`` says whether the client uses TLS from the start.
    """
    if str(port) in (_TLS if wrapped else _STARTTLS):
        return
    # The server waits for a TLS handshake, and the client for a greeting, so neither speaks.
    if str(port) in _TLS:
        raise TimeoutError(
            f"timed out: port {port} of SES expects TLS from the start; use SMTP_SSL, or port 587"
        )
    if str(port) in _STARTTLS:
        raise ssl.SSLError(
            f"[SSL: WRONG_VERSION_NUMBER] wrong version number: port {port} of SES expects STARTTLS; use port 465 for "
            "TLS from the start"
        )
    raise TimeoutError(
        f"timed out: SES does not listen on port {port}; use 25, 587 or 2587 for STARTTLS, 465 or 2465 for TLS"
    )
