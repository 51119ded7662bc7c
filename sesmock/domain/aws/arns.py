"""Amazon Resource Names (ARNs), which identify resources across AWS."""

from __future__ import annotations

import re
from typing import NamedTuple

from sesmock.domain.aws import regions

# An ARN has six parts; the last one, the resource, may contain colons.
_PARTS = 6
# IAM ARNs have no region.
_GLOBAL_SERVICES = frozenset({"iam"})


class Arn(NamedTuple):
    """An ARN split into its parts; ``str()`` joins them.

    ``region`` and ``account_id`` are empty for services without them. SES resources look like ``kind/name``.
    """

    partition: str
    service: str
    region: str
    account_id: str
    resource: str

    def __str__(self) -> str:
        return f"arn:{':'.join(self)}"

    @property
    def kind(self) -> str:
        """The part of the resource before the first slash, such as ``identity``."""
        return self.resource.partition("/")[0]

    @property
    def name(self) -> str:
        """The part of the resource after the first slash, such as ``example.com``."""
        return self.resource.partition("/")[2]


def parse_arn(text: str) -> Arn | None:
    """Return the parts of an ARN, or None if the text is not an ARN."""
    parts = text.split(":", _PARTS - 1)
    return Arn(*parts[1:]) if len(parts) == _PARTS and parts[0] == "arn" else None


def build_ses_arn(account_id: str, region: str, resource: str) -> str:
    """Return the ARN of an SES resource, such as ``identity/example.com``."""
    return str(Arn(regions.find_partition(region), "ses", region, account_id, resource))


def build_iam_arn(account_id: str, region: str, resource: str) -> str:
    """Return the ARN of a principal, such as ``root``, in the partition of a region."""
    return str(Arn(regions.find_partition(region), "iam", "", account_id, resource))


def is_arn(text: str, service: str, resource: str) -> bool:
    """Return whether a string is the ARN of a service's resource; ``resource`` is a regular expression."""
    region = "" if service in _GLOBAL_SERVICES else "[a-z0-9-]+"
    return re.fullmatch(rf"arn:aws[a-z0-9-]*:{service}:{region}:\d{{12}}:{resource}", text) is not None
