"""The codecs of the three services, and botocore's serializers and parsers as their counterparts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.awsrequest import AWSRequest, HeadersDict
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

from sesmock.http import HttpRequest, HttpResponse
from sesmock.protocol.models import service_model
from sesmock.protocol.query import QueryCodec
from sesmock.protocol.rest_json import RestJsonCodec

if TYPE_CHECKING:
    from sesmock.protocol.codec import Codec

URL = "https://email.us-east-1.amazonaws.com"
CODECS: dict[str, Codec] = {
    "ses": QueryCodec(service_model("ses")),
    "sesv2": RestJsonCodec(service_model("sesv2")),
    "pinpoint-email": RestJsonCodec(service_model("pinpoint-email")),
}
OPERATIONS = [(service, name) for service, codec in CODECS.items() for name in codec.model.operation_names]


def write_request(service: str, operation: str, parameters: dict[str, Any]) -> HttpRequest:
    """Return the request that botocore writes for the parameters of an operation."""
    model = CODECS[service].model
    serializer = create_serializer(model.metadata["protocol"], include_validation=False)
    serialized = serializer.serialize_to_request(parameters, model.operation_model(operation))
    query = serialized.get("query_string") or {}
    request = AWSRequest(
        serialized["method"],
        URL + serialized["url_path"],
        serialized["headers"],
        serialized["body"],
        params=query,
    ).prepare()
    body = request.body if isinstance(request.body, bytes) else (request.body or "").encode()
    return HttpRequest(request.method, request.url, request.headers, body)


def read(service: str, response: HttpResponse, shape: Any) -> dict[str, Any]:
    """Return a response as botocore parses it."""
    parser = create_parser(CODECS[service].model.metadata["protocol"])
    content = {
        "status_code": response.status,
        "headers": HeadersDict(response.headers),
        "body": response.body,
    }
    parsed: dict[str, Any] = parser.parse(content, shape)
    return parsed
