"""AWS's host names and addresses, in every spelling that a URL can use."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from functools import cache, lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from botocore.loaders import Loader

# The endpoints of instance metadata, of credentials for ECS tasks, and of EKS Pod Identity.
_METADATA_ADDRESSES = frozenset(
    ip_address(text)
    for text in ("169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23")
)
_METADATA_NAMES = frozenset({"instance-data", "instance-data.ec2.internal"})
# email.us-east-1.amazonaws.com, FIPS, dual-stack and VPC endpoints. Spec: requests.md §1.
_SES_HOST = re.compile(
    r"(?:.+\.)?email(?:-fips)?\.(?P<region>[a-z]+(?:-[a-z]+)+-\d+)(?:\.vpce)?(?P<suffix>\..+)"
)
# The hosts of multi-region endpoints, which do not belong to a single region. Spec: requests.md §1.
_GLOBAL_HOST = re.compile(r".+\.endpoints\.email(?:\.global)?\..+")
# SES's SMTP hosts: email-smtp.us-east-1.amazonaws.com accepts mail to send, inbound-smtp receives mail.
_SMTP_HOST = re.compile(r"(?:.+\.)?(?:email|inbound)-smtp(?:-fips)?\..+")
# email-smtp with its FIPS and VPC endpoints. Spec: smtp.md §1 [D].
_SUBMISSION_HOST = re.compile(
    r"(?:.+\.)?email-smtp(?:-fips)?\.(?P<region>[a-z]+(?:-[a-z]+)+-\d+)(?:\.vpce)?(?P<suffix>\..+)"
)


def normalize(host: str) -> str:
    """Return a host name in lower case, without the trailing dot of an absolute name."""
    return host.lower().removesuffix(".")


def is_aws_host(host: str) -> bool:
    """Return whether a host belongs to an AWS partition or to a metadata service."""
    name = normalize(host)
    return f".{name}".endswith(_partition_suffixes()) or is_metadata_host(name)


def is_metadata_host(host: str) -> bool:
    """Return whether a host is a metadata service, from which AWS clients get credentials."""
    name = normalize(host)
    return name in _METADATA_NAMES or _parse_address(name) in _METADATA_ADDRESSES


@lru_cache(maxsize=256)
def find_ses_region(host: str) -> str | None:
    """Return the region of a host that serves SES's APIs, in any partition; None for other hosts."""
    return _find_region(_SES_HOST, host)


@lru_cache(maxsize=256)
def find_smtp_region(host: str) -> str | None:
    """Return the region of a host that accepts mail to send by SMTP, in any partition; None for other hosts."""
    return _find_region(_SUBMISSION_HOST, host)


def is_ses_host(host: str) -> bool:
    """Return whether a host is an SES endpoint, for its APIs or for SMTP."""
    if find_ses_region(host) is not None:
        return True
    name = normalize(host)
    return any(pattern.fullmatch(name) for pattern in (_GLOBAL_HOST, _SMTP_HOST)) and is_aws_host(name)


def _find_region(pattern: re.Pattern[str], host: str) -> str | None:
    match = pattern.fullmatch(normalize(host))
    return match["region"] if match is not None and match["suffix"] in _partition_suffixes() else None


def _parse_address(host: str) -> IPv4Address | IPv6Address | None:
    """Return a host as an IP address, or None if it is a name.

    Clients also accept forms such as 0xa9fea9fe and 0251.0376.43518, which ``inet_aton`` parses.
    """
    with suppress(OSError, ValueError):
        # IPv4Address rejects these forms, so without inet_aton they would bypass the check.
        return IPv4Address(socket.inet_aton(host))
    with suppress(ValueError):
        address = IPv6Address(host.partition("%")[0])  # the zone is a network interface, not another host
        # ::ffff:169.254.169.254 reaches the same service as the IPv4 address.
        return address.ipv4_mapped or address
    return None


@cache
def _partition_suffixes() -> tuple[str, ...]:
    """Return the suffixes of AWS's host names, for every partition in botocore's data."""
    partitions = Loader().load_data("partitions")["partitions"]
    names = {
        f".{partition['outputs'][key]}"
        for partition in partitions
        for key in ("dnsSuffix", "dualStackDnsSuffix")
    }
    return tuple(sorted(names))
