"""The responses of faults, and the errors that the journal records for them."""

from __future__ import annotations

from http.client import responses
from typing import TYPE_CHECKING

from sesmock.calls import CallError
from sesmock.http import HttpResponse, NetworkFault

if TYPE_CHECKING:
    from sesmock.calls import Call
    from sesmock.faults.faults import Fault
    from sesmock.protocol.codec import Codec

Failure = tuple[CallError, "HttpResponse | NetworkFault"]
"""The error for the journal, and the response for the client."""


def build_failure(fault: Fault, call: Call, codec: Codec, request_id: str) -> Failure:
    """Return the failure that a fault causes for a call."""
    effect = fault.effect
    if effect.error is not None:
        error = effect.error(call)
        response = codec.error(error, request_id)
        return CallError(error.code, error.message, response.status, fault), response
    if effect.network is not None:
        return build_silence(fault, effect.network, effect.exception)
    if effect.page is not None:
        return _page(fault, effect.page)
    return CallError("MalformedAnswer", "the response was truncated", 200, fault), _truncate(
        codec, call, request_id
    )


def build_silence(fault: Fault, kind: str, exception: Exception | None = None) -> Failure:
    """Return the failure of a call without a response; ``kind`` is the name of the client's exception."""
    return CallError(kind, "no response", None, fault), NetworkFault(kind, exception)


def _page(fault: Fault, status: int) -> Failure:
    """Return the error page of a load balancer; boto3 uses the status as the error code."""
    reason = responses.get(status, "")
    # botocore recognizes a page by the tag at its start, and uses the status as the code (parsers.py).
    body = f"<html><body><b>Http/1.1 {reason}</b></body></html>"
    response = HttpResponse(status, {"Content-Type": "text/html"}, body.encode())
    return CallError(str(status), reason, status, fault), response


def _truncate(codec: Codec, call: Call, request_id: str) -> HttpResponse:
    # The result of an operation without output has no body to truncate.
    whole = codec.result(call.operation, {}, request_id)
    return whole._replace(body=whole.body[: len(whole.body) // 2] or b"{")
