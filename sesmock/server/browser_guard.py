"""Protection against pages of other sites, which can send requests to the server from a user's browser."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sesmock.http import HttpRequest

TOKEN_HEADER = "X-Sesmock-Token"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Forbidden(Exception):
    """A request that a page of another site may have sent."""


class BrowserGuard:
    """Checks the host name of requests, and a token that only the server's own pages can read."""

    def __init__(self, allowed_hosts: Iterable[str] = ()) -> None:
        self._allowed_hosts = frozenset(host.lower() for host in allowed_hosts)
        self.token = secrets.token_urlsafe(24)

    def check_host(self, request: HttpRequest) -> None:
        """Raise `Forbidden` for an unknown host name, since another site's name can resolve here (DNS rebinding)."""
        # A name with a dot at its end is the same host (RFC 3986 §3.2.2).
        host = (urlsplit(request.url).hostname or "").removesuffix(".")
        if not (_is_address(host) or _is_local(host) or host in self._allowed_hosts):
            raise Forbidden(f"unknown Host {host!r}; start the server with --allowed-host {host}")

    def check_origin(self, request: HttpRequest) -> None:
        """Raise `Forbidden` for a change that a browser requests without the token.

        Pages of other sites can send requests here, but they cannot read the responses, nor the token.
        """
        if request.method in _SAFE_METHODS or not _is_from_page(request) or self._has_token(request):
            return
        raise Forbidden(f"a browser needs the {TOKEN_HEADER} header; GET /_sesmock/token returns it")

    def check_ses_request(self, request: HttpRequest) -> None:
        """Raise `Forbidden` for a browser's call without a signed header, which another site's page may have sent."""
        if not _is_from_page(request) or request.headers.get("Authorization") or self._has_token(request):
            return
        raise Forbidden(
            f"a browser needs signed requests (the Authorization header) or {TOKEN_HEADER}; "
            "GET /_sesmock/token returns it"
        )

    def _has_token(self, request: HttpRequest) -> bool:
        token = request.headers.get(TOKEN_HEADER) or ""
        # compare_digest() accepts only ASCII text, and a header can contain any character.
        return hmac.compare_digest(token.encode(errors="replace"), self.token.encode())


def _is_from_page(request: HttpRequest) -> bool:
    """Return whether a browser sent a request for a page, rather than for a URL that its user entered."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site != "none"
    # Browsers omit this header for URLs that are neither local nor HTTPS.
    names = ("Origin", "Referer")
    agent = request.headers.get("User-Agent") or ""
    # The user agents of all browsers start with this word, for historical reasons.
    return agent.startswith("Mozilla/") or any(request.headers.get(name) is not None for name in names)


def _is_local(host: str) -> bool:
    # Names below localhost always mean this computer (RFC 6761 §6.3).
    return host == "localhost" or host.endswith(".localhost")


def _is_address(host: str) -> bool:
    """Return whether a host is an IP address, to which no other site's name can resolve."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
