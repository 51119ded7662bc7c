"""The AWS regions, with their names and partitions."""

from __future__ import annotations

import re

_NAMES = {
    "af-south-1": "Africa (Cape Town)",
    "ap-east-1": "Asia Pacific (Hong Kong)",
    "ap-northeast-1": "Asia Pacific (Tokyo)",
    "ap-northeast-2": "Asia Pacific (Seoul)",
    "ap-northeast-3": "Asia Pacific (Osaka)",
    "ap-south-1": "Asia Pacific (Mumbai)",
    "ap-south-2": "Asia Pacific (Hyderabad)",
    "ap-southeast-1": "Asia Pacific (Singapore)",
    "ap-southeast-2": "Asia Pacific (Sydney)",
    "ap-southeast-3": "Asia Pacific (Jakarta)",
    "ap-southeast-5": "Asia Pacific (Malaysia)",
    "ca-central-1": "Canada (Central)",
    "ca-west-1": "Canada West (Calgary)",
    "eu-central-1": "Europe (Frankfurt)",
    "eu-central-2": "Europe (Zurich)",
    "eu-north-1": "Europe (Stockholm)",
    "eu-south-1": "Europe (Milan)",
    "eu-west-1": "Europe (Ireland)",
    "eu-west-2": "Europe (London)",
    "eu-west-3": "Europe (Paris)",
    "il-central-1": "Israel (Tel Aviv)",
    "me-central-1": "Middle East (UAE)",
    "me-south-1": "Middle East (Bahrain)",
    "sa-east-1": "South America (Sao Paulo)",
    "us-east-1": "US East (N. Virginia)",
    "us-east-2": "US East (Ohio)",
    "us-gov-east-1": "AWS GovCloud (US-East)",
    "us-gov-west-1": "AWS GovCloud (US-West)",
    "us-west-1": "US West (N. California)",
    "us-west-2": "US West (Oregon)",
}

_FORM = re.compile(r"[a-z]+(-[a-z]+)+-[0-9]+")


def check(region: object) -> None:
    """Raise `ValueError` for a value that does not look like the name of a region."""
    if not isinstance(region, str):
        raise ValueError(f"region must be a string such as 'us-east-1', got {region!r}")
    # AWS keeps adding regions, so any name of the right form is accepted.
    if region not in _NAMES and not _FORM.fullmatch(region):
        hint = f"; did you mean {_nearest(region)!r}?" if region else ""
        raise ValueError(f"region must be a name such as 'us-east-1', got {region!r}{hint}")


def _nearest(region: str) -> str:
    from difflib import SequenceMatcher  # errors are rare, and the import takes time

    return max(_NAMES, key=lambda name: SequenceMatcher(None, region.lower(), name).ratio())


def is_known(region: str) -> bool:
    """Return whether a region is in the list above; a name of the right form is not enough."""
    return region in _NAMES


def display_name(region: str) -> str:
    """Return the display name of a region, or its code if it is unknown."""
    return _NAMES.get(region, region)


def find_partition(region: str) -> str:
    """Return the partition of a region, such as ``aws`` or ``aws-cn``."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def find_dns_suffix(region: str) -> str:
    """Return the suffix of AWS's host names in a region."""
    return "amazonaws.com.cn" if find_partition(region) == "aws-cn" else "amazonaws.com"
