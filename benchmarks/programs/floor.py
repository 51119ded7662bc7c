"""The floor: what botocore alone costs when a handler answers before anything is sent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.signers import RequestSigner

if TYPE_CHECKING:
    from collections.abc import Mapping

_sign = RequestSigner.sign  # botocore's own: programs import this module before they start a mock


class Stream:
    """A canned body, as botocore reads it."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def stream(self) -> list[bytes]:
        """Return the body in one piece."""
        return [self.body]


def can(client: Any, service: str, operation: str, headers: Mapping[str, str], body: bytes) -> None:
    """Answer an operation of a client by a ``before-send`` handler."""

    def answer(request: Any, **_: Any) -> AWSResponse:
        return AWSResponse(request.url, 200, headers, Stream(body))  # type: ignore[arg-type]

    client.meta.events.register(f"before-send.{service}.{operation}", answer)


def canned_client(service: str, operation: str, headers: Mapping[str, str], body: bytes) -> Any:
    """Return a client that signs as botocore does, inside a mock too, and whose operation is canned."""
    session = boto3.Session(aws_access_key_id="AKIAFLOOR", aws_secret_access_key="secret")
    client: Any = session.client(service, region_name="us-east-1")
    client._request_signer.sign = partial(_sign, client._request_signer)
    can(client, service, operation, headers, body)
    return client
