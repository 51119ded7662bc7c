"""The codecs' assumptions about service models. These tests fail if a new botocore violates one."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from botocore.model import ServiceModel

from sesmock.protocol.models import service_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.model import OperationModel, Shape

PROTOCOLS = {"ses": "query", "sesv2": "rest-json", "pinpoint-email": "rest-json"}
SCALARS = {"string", "boolean", "integer", "long", "double", "float", "blob", "timestamp"}
TYPES = SCALARS | {"structure", "list", "map"}
# The entries of a shape's serialization that the codecs support.
PLAIN = {"location", "locationName", "name", "resultWrapper"}


def list_violations(model: ServiceModel) -> list[str]:
    """Return the assumptions that a model violates."""
    operations = [model.operation_model(name) for name in model.operation_names]
    violations = list(_broken_metadata(model))
    for operation in operations:
        violations += [f"{operation.name}: {text}" for text in _broken_operation(operation, model)]
    return violations + [
        f"{shape.name}: {text}" for shape in _shapes(model) for text in _broken_shape(shape, model)
    ]


def _broken_metadata(model: ServiceModel) -> Iterator[str]:
    if PROTOCOLS[model.service_name] not in model.metadata.get("protocols", [model.metadata["protocol"]]):
        yield "another protocol"
    if model.signature_version != "v4" or model.signing_name != "ses":
        yield "another signature"


def _broken_operation(operation: OperationModel, model: ServiceModel) -> Iterator[str]:
    if operation.has_streaming_input or operation.has_streaming_output or operation.has_event_stream_output:
        yield "streams"
    if operation.http.get("responseCode", 200) != 200:
        yield "another status"
    if operation.idempotent_members or operation.http_checksum or operation.endpoint is not None:
        yield "needs tokens, checksums or a host of its own"
    if model.service_name == "ses" and (operation.http["method"], operation.http["requestUri"]) != (
        "POST",
        "/",
    ):
        yield "another path"
    if "?" in operation.http["requestUri"] or "+}" in operation.http["requestUri"]:
        yield "a path that is more than literals and labels"
    same = [other for other in model.operation_names if _route(model, other) == _route(model, operation.name)]
    if model.service_name != "ses" and same != [operation.name]:
        yield f"an ambiguous path, {same}"


def _route(model: ServiceModel, operation: str) -> tuple[str, tuple[str, ...]]:
    """Return method and path of an operation, with all labels made equal."""
    http = model.operation_model(operation).http
    path = http["requestUri"].split("/")
    return http["method"], tuple("{}" if segment.startswith("{") else segment for segment in path)


def _shapes(model: ServiceModel) -> list[Shape]:
    return [model.shape_for(name) for name in model.shape_names]


def _broken_shape(shape: Any, model: ServiceModel) -> Iterator[str]:
    if shape.type_name not in TYPES:
        yield "an unknown type"
    if {"payload", "xmlNamespace", "jsonvalue", "timestampFormat", "flattened"} & shape.serialization.keys():
        yield "an unusual form"
    for name, member in getattr(shape, "members", {}).items():
        location = member.serialization.get("location")
        if location not in (None, "uri", "querystring") or member.serialization.keys() - PLAIN:
            yield f"{name} is not in the path, query string or body"
        if model.service_name == "ses" and member.serialization.get("name", name) != name:
            yield f"{name} has another name in a form"
        if location == "querystring" and member.type_name in {"map", "structure"}:
            yield f"{name} is too complex for a query string"


@pytest.mark.parametrize("service", PROTOCOLS)
def test_the_models_meet_the_assumptions(service: str) -> None:
    """The installed models meet all assumptions of the codecs."""
    assert list_violations(service_model(service)) == []


def _change(service: str, **changes: Any) -> ServiceModel:
    """Return a model with other values at paths such as ``operations__GetAccount__http``."""
    description = deepcopy(service_model(service)._service_description)
    for path, value in changes.items():
        *way, last = path.split("__")
        place = description
        for step in way:
            place = place[step]
        place[last] = value
    return ServiceModel(description, service)


@pytest.mark.parametrize(
    ("service", "changes", "text"),
    [
        ("ses", {"metadata__protocol": "rest-xml", "metadata__protocols": ["rest-xml"]}, "another protocol"),
        ("ses", {"metadata__signatureVersion": "v2"}, "another signature"),
        ("ses", {"operations__SendEmail__http__requestUri": "/send"}, "another path"),
        (
            "ses",
            {"shapes__Body__members__Text": {"shape": "Content", "locationName": "text"}},
            "another name",
        ),
        ("sesv2", {"operations__GetAccount__http__responseCode": 204}, "another status"),
        ("sesv2", {"operations__GetAccount__http__requestUri": "/v2/email/{All+}"}, "more than literals"),
        ("sesv2", {"operations__GetAccount__http__requestUri": "/v2/email/tags"}, "an ambiguous path"),
        ("sesv2", {"operations__GetAccount__endpoint": {"hostPrefix": "x."}}, "a host of its own"),
        (
            "sesv2",
            {"shapes__Body__members__Text": {"shape": "Content", "location": "header"}},
            "is not in the path",
        ),
        ("sesv2", {"shapes__SendEmailResponse__payload": "MessageId"}, "an unusual form"),
        ("sesv2", {"shapes__Charset__type": "bigdecimal"}, "an unknown type"),
        (
            "sesv2",
            {"shapes__Body__members__Text": {"shape": "Content", "location": "querystring"}},
            "too complex for a query string",
        ),
        (
            "sesv2",
            {
                "shapes__RawMessageData": {"type": "blob", "streaming": True},
                "shapes__SendEmailRequest__payload": "ConfigurationSetName",
                "shapes__SendEmailRequest__members__ConfigurationSetName": {"shape": "RawMessageData"},
            },
            "streams",
        ),
    ],
)
def test_a_violated_assumption_is_detected(service: str, changes: dict[str, Any], text: str) -> None:
    """A model that violates an assumption of the codecs is detected."""
    assert any(text in violation for violation in list_violations(_change(service, **changes)))


def test_new_operations_and_members_are_accepted() -> None:
    """Additional members and operations, which botocore adds every few weeks, are accepted."""
    operation = {
        "name": "GetWeather",
        "http": {"method": "GET", "requestUri": "/v2/email/weather/{Place}"},
        "input": {"shape": "GetEmailIdentityRequest"},
    }
    changes = {
        "operations__GetWeather": operation,
        "shapes__Body__members__Song": {"shape": "Content"},
    }

    assert list_violations(_change("sesv2", **changes)) == []
