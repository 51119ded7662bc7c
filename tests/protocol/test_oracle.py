"""The codecs agree with botocore: sesmock can parse botocore's requests, and botocore sesmock's responses."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from sesmock.protocol.errors import WireError
from tests.protocol.shapes import FORM, JSON, JSON_RESULT, XML_RESULT, values
from tests.protocol.wires import CODECS, OPERATIONS, read, write_request

ERRORS = [(service, shape.name) for service, codec in CODECS.items() for shape in codec.model.error_shapes]
# An operation of each service that needs no parameters.
PLAIN = {"ses": "GetSendQuota", "sesv2": "GetAccount", "pinpoint-email": "GetAccount"}
FEW = settings(
    max_examples=max(2, settings().max_examples // 25)
)  # each of hundreds of operations runs this many examples


@pytest.mark.parametrize(("service", "operation"), OPERATIONS)
@FEW
@given(data=st.data())
def test_requests_of_clients_are_parsed(data: st.DataObject, service: str, operation: str) -> None:
    """Parameters of every operation are the same after botocore's serializer and sesmock's parser."""
    codec = CODECS[service]
    shape = codec.model.operation_model(operation).input_shape
    wire = FORM if service == "ses" else JSON
    parameters = data.draw(values(shape, wire)) if shape is not None else {}

    match = codec.match(write_request(service, operation, parameters))
    assert (match.operation, codec.parse(match)) == (operation, parameters)


@pytest.mark.parametrize(("service", "operation"), OPERATIONS)
@FEW
@given(data=st.data())
def test_clients_parse_results(data: st.DataObject, service: str, operation: str) -> None:
    """Results of every operation are the same after sesmock's serializer and botocore's parser."""
    codec = CODECS[service]
    shape = codec.model.operation_model(operation).output_shape
    wire = XML_RESULT if service == "ses" else JSON_RESULT
    result = data.draw(values(shape, wire)) if shape is not None else {}

    parsed = read(service, codec.result(operation, result, "request-id"), shape)
    metadata = parsed.pop("ResponseMetadata")
    assert (parsed, metadata["RequestId"]) == (result, "request-id")


@pytest.mark.parametrize(("service", "operation"), OPERATIONS)
def test_a_client_accepts_a_result_without_members(service: str, operation: str) -> None:
    """For every operation, botocore can parse a result without members."""
    codec = CODECS[service]
    response = codec.result(operation, None, "request-id")

    parsed = read(service, response, codec.model.operation_model(operation).output_shape)
    assert parsed.keys() == {"ResponseMetadata"}


@pytest.fixture(scope="module")
def clients() -> dict[str, Any]:
    """Create a client of each service that does not retry."""
    session = botocore.session.Session()
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    once = Config(retries={"max_attempts": 0})
    return {
        service: session.create_client(service, region_name="us-east-1", config=once, **keys)
        for service in CODECS
    }


@pytest.mark.parametrize(("service", "name"), ERRORS)
def test_every_modeled_error_is_raised_by_clients(clients: dict[str, Any], service: str, name: str) -> None:
    """Each modeled error raises its class in botocore, with its code, message, status and request id."""
    codec, client = CODECS[service], clients[service]
    shape = codec.model.shape_for(name)
    code = shape.metadata.get("error", {}).get("code", name)
    response = codec.error(WireError(code, "not <so> & é"), "request-id")

    def answer(**_: Any) -> AWSResponse:
        answered = AWSResponse("https://ses", response.status, response.headers, None)
        answered._content = response.body
        return answered

    client.meta.events.register_first("before-send", answer, "answer")
    with pytest.raises(ClientError) as caught:
        client._make_api_call(PLAIN[service], {})
    client.meta.events.unregister("before-send", answer, "answer")

    error_response: Any = caught.value.response
    assert type(caught.value).__name__ == name
    assert (error_response["Error"]["Code"], error_response["Error"]["Message"]) == (code, "not <so> & é")
    assert error_response["ResponseMetadata"]["HTTPStatusCode"] == shape.metadata["error"]["httpStatusCode"]
    assert error_response["ResponseMetadata"]["RequestId"] == "request-id"
