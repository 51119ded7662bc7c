"""Which hosts are AWS's, and which may be reached while a mock is active."""

from __future__ import annotations

from fnmatch import fnmatch
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from botocore import exceptions
from botocore.loaders import Loader

from sesmock.exceptions import UnmockedCall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.http import NetworkFault

_METADATA_HOSTS = frozenset({"169.254.169.254", "169.254.170.2", "fd00:ec2::254"})


def passes(url: str, patterns: Sequence[str]) -> bool:
    """Return whether a pattern on ``host[:port]`` lets a URL be reached."""
    parts = urlsplit(url)
    hosts = {parts.hostname or "", parts.netloc.rpartition("@")[2]}
    return any(fnmatch(host, pattern) for host in hosts for pattern in patterns)


def refuse_aws(url: str) -> None:
    """Raise `UnmockedCall` for a host of AWS."""
    host = urlsplit(url).hostname or ""
    if host in _METADATA_HOSTS or host.endswith(_suffixes()):
        raise UnmockedCall(
            f"A call to {host} would have left for real AWS while mock_ses is active; sesmock mocks SES alone. "
            f'Mock that service too (moto\'s mock_aws does), or let it pass with passthrough=["{host}"].'
        )


def exception_of(fault: NetworkFault, request: Any) -> Exception:
    """Return what a client of botocore, or of aiobotocore, raises when it gets no answer to a request."""
    if fault.exception is not None:
        return fault.exception
    kind: Any = getattr(exceptions, fault.kind)
    made: Exception = kind(
        endpoint_url=request.url, proxy_url=request.url, request=request, error="ses_mock.fail() said so"
    )
    return made


@cache
def _suffixes() -> tuple[str, ...]:
    """Return the endings of AWS's host names, in all partitions that botocore knows."""
    partitions = Loader().load_data("partitions")["partitions"]
    names = {
        f".{partition['outputs'][key]}"
        for partition in partitions
        for key in ("dnsSuffix", "dualStackDnsSuffix")
    }
    return tuple(sorted(names))
