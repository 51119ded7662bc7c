"""Which hosts are AWS's, however a URL spells them."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from functools import cache, lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from botocore.loaders import Loader

# Instance metadata, credentials of ECS tasks, EKS Pod Identity.
_METADATA_ADDRESSES = frozenset(
    ip_address(text)
    for text in ("169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23")
)
_METADATA_NAMES = frozenset({"instance-data", "instance-data.ec2.internal"})
# email.us-east-1.amazonaws.com, FIPS, dual-stack and VPC endpoints. Spec: v1.md §1.1.
_SES_HOST = re.compile(
    r"(?:.+\.)?email(?:-fips)?\.(?P<region>[a-z]+(?:-[a-z]+)+-\d+)(?:\.vpce)?(?P<suffix>\..+)"
)
# Where SES speaks SMTP: email-smtp.us-east-1.amazonaws.com takes mail to be sent, inbound-smtp receives it.
_SMTP_HOST = re.compile(r"(?:.+\.)?(?:email|inbound)-smtp(?:-fips)?\..+")
# The first of these, FIPS and VPC endpoints. Spec: smtp.md §1 [D].
_SUBMISSION_HOST = re.compile(
    r"(?:.+\.)?email-smtp(?:-fips)?\.(?P<region>[a-z]+(?:-[a-z]+)+-\d+)(?:\.vpce)?(?P<suffix>\..+)"
)


def normalize(host: str) -> str:
    """Return a host's name without the dot that ends an absolute one, in lower case."""
    return host.lower().removesuffix(".")


def is_aws_host(host: str) -> bool:
    """Return whether a host belongs to an AWS partition or to a metadata service."""
    name = normalize(host)
    return (
        name in _METADATA_NAMES
        or f".{name}".endswith(_partition_suffixes())
        or _parse_address(name) in _METADATA_ADDRESSES
    )


@lru_cache(maxsize=256)
def find_ses_region(host: str) -> str | None:
    """Return the region of a host that answers SES's APIs, in any partition; None for any other host."""
    return _find_region(_SES_HOST, host)


@lru_cache(maxsize=256)
def find_smtp_region(host: str) -> str | None:
    """Return the region of a host that takes mail to be sent by SMTP, in any partition; None for any other host."""
    return _find_region(_SUBMISSION_HOST, host)


def is_ses_host(host: str) -> bool:
    """Return whether a host is one of SES's own, for its APIs or for SMTP."""
    return find_ses_region(host) is not None or (
        _SMTP_HOST.fullmatch(normalize(host)) is not None and is_aws_host(host)
    )


def _find_region(pattern: re.Pattern[str], host: str) -> str | None:
    match = pattern.fullmatch(normalize(host))
    return match["region"] if match is not None and match["suffix"] in _partition_suffixes() else None


def _parse_address(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host spells; None for a name.

    Clients resolve 0xa9fea9fe, 0251.0376.43518 and the like as ``inet_aton`` reads them.
    """
    with suppress(OSError, ValueError):
        return IPv4Address(socket.inet_aton(host))
    with suppress(ValueError):
        address = IPv6Address(host.partition("%")[0])  # the zone names an interface, not another host
        return address.ipv4_mapped or address
    return None


@cache
def _partition_suffixes() -> tuple[str, ...]:
    """Return the endings of AWS's host names, in all partitions that botocore knows."""
    partitions = Loader().load_data("partitions")["partitions"]
    names = {
        f".{partition['outputs'][key]}"
        for partition in partitions
        for key in ("dnsSuffix", "dualStackDnsSuffix")
    }
    return tuple(sorted(names))
