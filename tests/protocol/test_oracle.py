"""botocore is the oracle: what its clients write we read, and what we write its parsers read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.awsrequest import AWSRequest, HeadersDict
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sesmock.http import HttpRequest
from sesmock.protocol.errors import WireError
from sesmock.protocol.models import service_model
from sesmock.protocol.query import QueryCodec
from sesmock.protocol.rest_json import RestJsonCodec
from tests.protocol.shapes import values

if TYPE_CHECKING:
    from sesmock.protocol.codec import Codec

CODECS: dict[str, Codec] = {
    "ses": QueryCodec(service_model("ses")),
    "sesv2": RestJsonCodec(service_model("sesv2")),
    "pinpoint-email": RestJsonCodec(service_model("pinpoint-email")),
}
OPERATIONS = [(service, name) for service, codec in CODECS.items() for name in codec.model.operation_names]
ERRORS = [(service, shape.name) for service, codec in CODECS.items() for shape in codec.model.error_shapes]
FAST = settings(deadline=None, max_examples=5, derandomize=True, suppress_health_check=list(HealthCheck))


def written(service: str, operation: str, parameters: dict[str, Any]) -> HttpRequest:
    """Return the request that a botocore client writes."""
    model = CODECS[service].model
    serializer = create_serializer(model.metadata["protocol"], include_validation=False)
    made = serializer.serialize_to_request(parameters, model.operation_model(operation))
    url = "https://email.us-east-1.amazonaws.com" + made["url_path"]
    query = made.get("query_string") or {}
    request = AWSRequest(made["method"], url, made["headers"], made["body"], params=query).prepare()
    body = request.body if isinstance(request.body, bytes) else (request.body or "").encode()
    return HttpRequest(request.method, request.url, request.headers, body)


def read(service: str, response: Any, shape: Any) -> dict[str, Any]:
    """Return what botocore's parser makes of a response, its metadata left out."""
    parser = create_parser(CODECS[service].model.metadata["protocol"])
    content = {
        "status_code": response.status,
        "headers": HeadersDict(response.headers),
        "body": response.body,
    }
    parsed: dict[str, Any] = parser.parse(content, shape)
    return parsed


@pytest.mark.parametrize(("service", "operation"), OPERATIONS)
@FAST
@given(data=st.data())
def test_what_a_client_writes_is_read_back(data: st.DataObject, service: str, operation: str) -> None:
    """The parameters of every operation survive botocore's serializer and our parser."""
    codec = CODECS[service]
    shape = codec.model.operation_model(operation).input_shape
    parameters = data.draw(values(shape)) if shape else {}

    match = codec.match(written(service, operation, parameters))
    assert (match.operation, codec.parse(match)) == (operation, parameters)


@pytest.mark.parametrize(("service", "operation"), OPERATIONS)
@FAST
@given(data=st.data())
def test_what_we_write_is_read_by_clients(data: st.DataObject, service: str, operation: str) -> None:
    """The results of every operation survive our serializer and botocore's parser."""
    codec = CODECS[service]
    shape = codec.model.operation_model(operation).output_shape
    result = data.draw(values(shape)) if shape else {}

    parsed = read(service, codec.result(operation, result, "request-id"), shape)
    metadata = parsed.pop("ResponseMetadata")
    assert (parsed, metadata["RequestId"]) == (result, "request-id")


@pytest.mark.parametrize(("service", "error"), ERRORS)
def test_every_modelled_error_reaches_the_client(service: str, error: str) -> None:
    """Code, status and extra members of each modelled error arrive."""
    codec = CODECS[service]
    shape = codec.model.shape_for(error)
    code = shape.metadata.get("error", {}).get("code", error)
    members = {name: "a&b" for name in shape.members if name.lower() != "message"}

    parsed = read(service, codec.error(WireError(code, "not <so>", members=members), "request-id"), None)
    expected = {"Code": code, "Message": "not <so>"}
    assert parsed["Error"].items() >= expected.items()
    assert {name: parsed["Error"].get(name) for name in members} == members
    assert parsed["ResponseMetadata"]["HTTPStatusCode"] == codec.statuses[code]
