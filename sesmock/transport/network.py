"""The hosts that clients may reach while a mock is active, and the exceptions for network faults."""

from __future__ import annotations

import socket
from fnmatch import fnmatch
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from botocore import exceptions

from sesmock.aws_hosts import find_ses_region, is_aws_host, is_metadata_host, is_ses_host, normalize
from sesmock.exceptions import UnmockedCall
from sesmock.transport import moto

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.http import NetworkFault
    from sesmock.transport.request_handler import ClientHandler


def is_passthrough(url: str, patterns: Sequence[str]) -> bool:
    """Return whether one of the passthrough patterns, ``host[:port]``, matches a URL."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    # A pattern can match the host as written, without its final dot, or with its port.
    hosts = {host, normalize(host), parts.netloc.rpartition("@")[2].lower()}
    return any(fnmatch(host, pattern.lower()) for host in hosts for pattern in patterns)


def is_match(host: str, port: object, patterns: Sequence[str]) -> bool:
    """Return whether one of the patterns, ``host[:port]``, matches a host and port."""
    name = normalize(host)
    return any(fnmatch(each, pattern.lower()) for each in (name, f"{name}:{port}") for pattern in patterns)


def refuse_aws(host: str) -> None:
    """Raise `UnmockedCall` for an AWS host."""
    if is_aws_host(host) and not moto.passes(host):
        raise UnmockedCall(_describe_aws(host))


def refuse_ses(active: ClientHandler, host: str, port: object = None) -> None:
    """Raise `UnmockedCall` for an SES host unless it is a passthrough. Used for clients that sesmock cannot answer."""
    if is_ses_host(host) and not is_match(host, port, active.passthrough):
        raise _build_refusal(active, _describe_ses(active, host))


def refuse_blocked(active: ClientHandler, host: str, port: object = None) -> None:
    """Raise `UnmockedCall` for a host that ``block_network`` blocks for all clients, unless it is a passthrough."""
    level = active.block_network
    if level is None or is_match(host, port, active.passthrough) or moto.passes(host):
        return
    if is_ses_host(host):
        raise _build_refusal(active, _describe_ses(active, host))
    if level != "ses" and is_aws_host(host):
        raise _build_refusal(active, _describe_aws(host))
    if level == "all" and not _is_this_machine(host):
        raise _build_refusal(
            active,
            f'A connection to {host} was refused: block_network="all" allows connections to this machine only. '
            f'Let it pass with passthrough=["{host}"].',
        )


def _build_refusal(active: ClientHandler, text: str) -> UnmockedCall:
    error = UnmockedCall(text)
    error.belong_to(active.owner)
    return error


def _describe_aws(host: str) -> str:
    if is_metadata_host(host):
        return (
            f"A client of another service looked for credentials at {host}, in real AWS, while mock_ses is active; "
            "sesmock mocks only SES. Mock that service too (moto's mock_aws does), set AWS_ACCESS_KEY_ID and "
            f'AWS_SECRET_ACCESS_KEY to any values, or let it pass with passthrough=["{host}"].'
        )
    return (
        f"A call to {host} would have reached real AWS while mock_ses is active; sesmock mocks only SES. "
        f'Mock that service too (moto\'s mock_aws does), or let it pass with passthrough=["{host}"].'
    )


def _describe_ses(active: ClientHandler, host: str) -> str:
    if active.is_guard:
        return f"A connection to SES ({host}) was opened outside a mock (ses_mock_guard)"
    supported_clients = (
        "sesmock answers boto3, aiobotocore, requests, urllib3, urllib, http.client and httpx. Use one of these"
        if find_ses_region(host)
        else "sesmock answers smtplib, aiosmtplib and SES's APIs. Use one of these"
    )
    return (
        f"A connection to {host} would have reached real AWS while mock_ses is active. {supported_clients}, "
        f'or let it pass with passthrough=["{host}"].'
    )


def _is_this_machine(host: str) -> bool:
    """Return whether a host is this machine, including the unspecified address, which servers listen on."""
    if normalize(host) in {"", "localhost", socket.gethostname().lower()}:
        return True
    try:
        # The zone of an IPv6 address follows a percent sign, as in fe80::1%eth0.
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def build_exception(fault: NetworkFault, request: Any) -> Exception:
    """Return the exception that a botocore or aiobotocore client raises for a network fault."""
    if fault.exception is not None:
        return fault.exception
    # Each class formats its message from some of these arguments, and ignores the others.
    kind: Any = getattr(exceptions, fault.kind)
    error: Exception = kind(
        endpoint_url=request.url, proxy_url=request.url, request=request, error="simulated by ses_mock.fail()"
    )
    return error
