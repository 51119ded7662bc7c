"""Mail in buckets, and the events that S3 passes to functions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from sesmock.domain.aws import regions
from sesmock.domain.events.event_documents import format_time

if TYPE_CHECKING:
    from sesmock.domain.account import Account

# The ids follow the sample event in the S3 documentation; the address is reserved for documentation (RFC 5737).
_PRINCIPAL = "AWS:AIDAJDPLRKLG7UEXAMPLE"
_OWNER = "A3NL1KOZZKExample"
_SOURCE_IP = "203.0.113.80"


@dataclass(frozen=True, slots=True)
class S3Object:
    """An email in a bucket; it is not encrypted, even if the rule has a KMS key."""

    bucket: str
    """The name of the bucket."""
    key: str
    """The key of the object."""
    body: bytes
    """The raw mail."""


def build_event(s3_object: S3Object, account: Account, created_at: float) -> dict[str, Any]:
    """Return S3's event about a new object, with its key encoded as in a query string.

    Spec: receiving.md §6 [D].
    """
    request = (
        hashlib.sha256(f"{s3_object.bucket} {s3_object.key}".encode("utf-8", "replace")).hexdigest().upper()
    )
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": account.region,
        "eventTime": format_time(created_at),
        "eventName": "ObjectCreated:Put",
        "userIdentity": {"principalId": _PRINCIPAL},
        "requestParameters": {"sourceIPAddress": _SOURCE_IP},
        "responseElements": {"x-amz-request-id": request[:16], "x-amz-id-2": request},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "inbound",
            "bucket": {
                "name": s3_object.bucket,
                "ownerIdentity": {"principalId": _OWNER},
                "arn": f"arn:{regions.find_partition(account.region)}:s3:::{s3_object.bucket}",
            },
            "object": {
                "key": quote_plus(s3_object.key, safe="/"),
                "size": len(s3_object.body),
                # The ETag of an S3 object that was uploaded in one piece is the MD5 hash of its content.
                "eTag": hashlib.md5(s3_object.body, usedforsecurity=False).hexdigest(),
                "sequencer": f"{int(created_at * 1000):018X}",
            },
        },
    }
    return {"Records": [record]}
