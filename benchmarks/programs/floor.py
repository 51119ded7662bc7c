"""The lower bound: botocore alone, with a handler that responds before anything is sent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.signers import RequestSigner

if TYPE_CHECKING:
    from collections.abc import Mapping

# A mock replaces the method, but programs import this module before they start one.
_sign = RequestSigner.sign


class Stream:
    """A canned response body; `AWSResponse.content` reads only its method ``stream``."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def stream(self) -> list[bytes]:
        """Return the body in one piece."""
        return [self.body]


def set_canned_response(
    client: Any, service: str, operation: str, headers: Mapping[str, str], body: bytes
) -> None:
    """Make a client answer an operation with a canned response, by a ``before-send`` handler."""

    # botocore sends nothing if a handler of this event returns a response.
    def answer(request: Any, **_: Any) -> AWSResponse:
        return AWSResponse(request.url, 200, headers, Stream(body))  # type: ignore[arg-type]

    client.meta.events.register(f"before-send.{service}.{operation}", answer)


def canned_client(service: str, operation: str, headers: Mapping[str, str], body: bytes) -> Any:
    """Return a client with one canned operation, which signs requests as botocore does, even inside a mock."""
    session = boto3.Session(aws_access_key_id="AKIAFLOOR", aws_secret_access_key="secret")
    client: Any = session.client(service, region_name="us-east-1")
    client._request_signer.sign = partial(_sign, client._request_signer)
    set_canned_response(client, service, operation, headers, body)
    return client
