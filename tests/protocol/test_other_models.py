"""The codecs support shapes that SES's models do not use yet."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from botocore.model import ServiceModel
from botocore.serialize import create_serializer

from sesmock.http import HttpRequest
from sesmock.protocol.errors import WireError
from sesmock.protocol.query import QueryCodec
from sesmock.protocol.rest_json import RestJsonCodec

SHAPES: dict[str, Any] = {
    "Text": {"type": "string"},
    "Ratio": {"type": "double"},
    "Switch": {"type": "boolean"},
    "Time": {"type": "timestamp"},
    "Count": {"type": "long"},
    "Ratios": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Ratio"}},
    "Counts": {"type": "list", "member": {"shape": "Count"}},
}


NAMES = {"Switch": "Switch", "Ratio": "Ratio", "Count": "Count", "Counts": "Counts", "Time": "Time"}


def model(protocol: str) -> ServiceModel:
    """Return a model with one operation, Measure; in REST all its members except the map are in the query string."""
    fields: dict[str, Any] = {
        name: {"shape": shape, "location": "querystring", "locationName": name.lower()}
        if protocol == "rest-json"
        else {"shape": shape}
        for name, shape in NAMES.items()
    }
    structure = {"type": "structure", "members": {"Ratios": {"shape": "Ratios"}, **fields}}
    return ServiceModel(
        {
            "metadata": {
                "protocol": protocol,
                "apiVersion": "2020-01-01",
                "xmlNamespace": "x",
                "endpointPrefix": "x",
            },
            "operations": {
                "Measure": {
                    "name": "Measure",
                    "http": {"method": "POST", "requestUri": "/"},
                    "input": {"shape": "Input"},
                    "output": {"shape": "Input"},
                }
            },
            "shapes": {**SHAPES, "Input": structure},
        }
    )


QUERY = QueryCodec(model("query"))
REST = RestJsonCodec(model("rest-json"))
PARAMETERS = {
    "Ratios": {"a": 0.5, "b": -2.0},
    "Switch": False,
    "Ratio": 1.5,
    "Count": 2**40,
    "Counts": [1, 2],
    "Time": datetime(2020, 1, 1, tzinfo=timezone.utc),
}


def test_a_form_can_contain_maps_and_decimal_numbers() -> None:
    """A form can contain a map, as a list of entries, and decimal numbers."""
    serialized = create_serializer("query").serialize_to_request(
        PARAMETERS, QUERY.model.operation_model("Measure")
    )
    body = "&".join(f"{name}={value}" for name, value in serialized["body"].items())
    match = QUERY.match(HttpRequest("POST", "https://x/", {}, body.encode()))

    assert QUERY.parse(match) == PARAMETERS


@pytest.mark.parametrize("number", ["", "x", "1e", "0x1", "Infinity"])
def test_a_decimal_number_in_a_form_must_be_valid(number: str) -> None:
    """A decimal number in a form is refused if it is invalid, even if Python's float() accepts it."""
    body = f"Action=Measure&Ratio={number}".encode()

    with pytest.raises(WireError) as caught:
        QUERY.parse(QUERY.match(HttpRequest("POST", "https://x/", {}, body)))
    assert caught.value.code == "MalformedInput"


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (
            "switch=FALSE&ratio=1.5&count=1099511627776&counts=1&counts=2&time=1577836800",
            {name: value for name, value in PARAMETERS.items() if name != "Ratios"},
        ),
        ("switch=&ratio=&count=&time=", {}),
        ("switch=true&unknown=1", {"Switch": True}),
    ],
)
def test_a_query_string_can_contain_any_scalar(query: str, parameters: dict[str, Any]) -> None:
    """A query string can contain scalars of any type, and an empty number, boolean or timestamp is ignored."""
    assert REST.parse(REST.match(HttpRequest("POST", f"https://x/?{query}", {}, b""))) == parameters


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("switch=maybe", "'maybe' can not be converted to Boolean"),
        ("ratio=x", "'x' can not be converted to Double"),
        ("count=9223372036854775808", "'9223372036854775808' can not be converted to Long"),
        ("time=noon", "'noon' can not be converted to milliseconds since epoch"),
        ("time=9999-12-31T23:59:59-12:00", "can not be converted to milliseconds since epoch"),
        ("switch=%FF", None),
    ],
)
def test_a_malformed_query_string_is_refused(query: str, message: str | None) -> None:
    """A malformed value in a query string is refused, and the error quotes it if it is valid UTF-8."""
    with pytest.raises(WireError) as caught:
        REST.parse(REST.match(HttpRequest("POST", f"https://x/?{query}", {}, b"")))

    assert caught.value.code == "SerializationException"
    assert (message or "") in (caught.value.message or "")


def test_an_error_outside_the_model_is_written() -> None:
    """An error that the model lacks is written with its message."""
    response = REST.error(WireError("Nothing", "so"), "id")

    assert response.body == b'{"message":"so"}'
