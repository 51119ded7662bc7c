"""Which hosts may be reached while a mock is active, and what a client raises without an answer."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from botocore import exceptions

from sesmock.aws_hosts import is_aws_host, normalize
from sesmock.exceptions import UnmockedCall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.http import NetworkFault


def is_passthrough(url: str, patterns: Sequence[str]) -> bool:
    """Return whether a pattern on ``host[:port]`` lets a URL be reached."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    hosts = {host, normalize(host), parts.netloc.rpartition("@")[2]}
    return any(fnmatch(host, pattern) for host in hosts for pattern in patterns)


def is_match(host: str, port: int, patterns: Sequence[str]) -> bool:
    """Return whether a pattern on ``host[:port]`` matches."""
    name = normalize(host)
    return any(fnmatch(each, pattern) for each in (name, f"{name}:{port}") for pattern in patterns)


def refuse_aws(url: str) -> None:
    """Raise `UnmockedCall` for a host of AWS."""
    host = urlsplit(url).hostname or ""
    if is_aws_host(host):
        raise UnmockedCall(
            f"A call to {host} would have left for real AWS while mock_ses is active; sesmock mocks SES alone. "
            f'Mock that service too (moto\'s mock_aws does), or let it pass with passthrough=["{host}"].'
        )


def build_exception(fault: NetworkFault, request: Any) -> Exception:
    """Return what a client of botocore, or of aiobotocore, raises when it gets no answer to a request."""
    if fault.exception is not None:
        return fault.exception
    kind: Any = getattr(exceptions, fault.kind)
    error: Exception = kind(
        endpoint_url=request.url, proxy_url=request.url, request=request, error="ses_mock.fail() said so"
    )
    return error
