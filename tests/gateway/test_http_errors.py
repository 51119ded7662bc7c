"""The gateway turns exceptions into HTTP responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError, EndpointConnectionError

from sesmock import MissingTemplateAttribute, OperationNotSupported, UnmockedCall
from sesmock.exceptions import ANSWERED
from sesmock.gateway.http_errors import error_response
from sesmock.http import HttpRequest, HttpResponse, NetworkFault

if TYPE_CHECKING:
    from collections.abc import Callable

REQUESTS = {
    "ses": HttpRequest("POST", "https://email.us-east-1.amazonaws.com/", {}, b"Action=GetSendQuota"),
    "sesv2": HttpRequest("GET", "https://email.us-east-1.amazonaws.com/v2/email/account", {}, b""),
    "pinpoint-email": HttpRequest("GET", "https://email.us-east-1.amazonaws.com/v1/email/account", {}, b""),
}
OPERATIONS = {"ses": "get_send_quota", "sesv2": "get_account", "pinpoint-email": "get_account"}
UNREACHED = EndpointConnectionError(endpoint_url="https://email.us-east-1.amazonaws.com/")


class Stream:
    """A response body with the interface that botocore reads."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def stream(self) -> list[bytes]:
        """Return the body in one piece."""
        return [self.body]


def find_client_exception(service: str, response: HttpResponse) -> ClientError:
    """Return the exception that boto3 raises for a server's response."""
    config = Config(region_name="us-east-1", retries={"max_attempts": 0})
    client = boto3.client(service, config=config, aws_access_key_id="x", aws_secret_access_key="x")
    client.meta.events.register(
        f"before-send.{service}.*",
        lambda request, **_: AWSResponse(
            request.url, response.status, dict(response.headers), Stream(response.body)
        ),
    )
    operation: Callable[[], Any] = getattr(client, OPERATIONS[service])
    with pytest.raises(ClientError) as caught:
        operation()
    return caught.value


@pytest.mark.parametrize(
    ("error", "status", "code", "message"),
    [
        (OperationNotSupported("not yet"), 501, "OperationNotSupported", "not yet"),
        (UnmockedCall("sns"), 501, "UnmockedCall", "sns"),
        (MissingTemplateAttribute("name"), 400, "MissingTemplateAttribute", "name"),
        # XML cannot contain the NUL character or a surrogate, so they do not survive in SES v1.
        (ValueError("a <b> & \x00\ud800"), 500, "ValueError", None),
        (KeyError("name"), 500, "KeyError", "'name'"),
        (NetworkFault("ReadTimeoutError"), 504, "ReadTimeoutError", "no response"),
        (NetworkFault("ConnectTimeoutError"), 504, "ConnectTimeoutError", "no response"),
        (NetworkFault("SSLError"), 503, "SSLError", "no response"),
        (NetworkFault("SSLError", LookupError("own")), 500, "LookupError", "own"),
        (NetworkFault("SSLError", UNREACHED), 500, "EndpointConnectionError", str(UNREACHED)),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
@pytest.mark.parametrize("service", REQUESTS)
def test_an_exception_is_an_error_of_the_api_that_was_called(
    service: str, error: Exception, status: int, code: str, message: str | None
) -> None:
    """boto3 gets a ClientError with the exception's name as its code and the exception's text as its message."""
    response = error_response(REQUESTS[service], error)
    caught = find_client_exception(service, response)

    assert response.status == status
    assert caught.response["Error"]["Code"] == code
    assert message is None or caught.response["Error"]["Message"] == message
    assert caught.response["ResponseMetadata"]["RequestId"]


@pytest.mark.parametrize(("owner", "expected"), [(None, ANSWERED), ("a test", "a test")])
def test_an_answered_error_belongs_to_no_test(owner: object, expected: object) -> None:
    """An error that is returned over HTTP belongs to no test, unless it already belongs to one."""
    error = UnmockedCall("sns")
    error.belong_to(owner)
    error_response(REQUESTS["sesv2"], error)

    assert error.owner == expected
