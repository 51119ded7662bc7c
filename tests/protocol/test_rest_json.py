"""The REST JSON protocol: routes, JSON values, and the format of errors."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.model import Shape, ShapeResolver

from sesmock.http import HttpRequest
from sesmock.protocol import json_values
from sesmock.protocol.errors import WireError
from sesmock.protocol.models import service_model
from sesmock.protocol.rest_json import RestJsonCodec

CODEC = RestJsonCodec(service_model("sesv2"))
HOST = "https://email.us-east-1.amazonaws.com"


def parse(method: str, path: str, content: object = None) -> dict[str, Any]:
    """Return the parameters of a request."""
    body = content if isinstance(content, bytes) else b"" if content is None else json.dumps(content).encode()
    return CODEC.parse(CODEC.match(HttpRequest(method, HOST + path, {}, body)))


@pytest.mark.parametrize(
    ("method", "path", "parameters"),
    [
        ("GET", "/v2/email/identities/a%2Bb%40example.com", {"EmailIdentity": "a+b@example.com"}),
        ("GET", "/v2/email/insights/abc/", {"MessageId": "abc"}),
        ("GET", "/v2/email/tags?ResourceArn=arn%3Aaws%3Ax%2Fy", {"ResourceArn": "arn:aws:x/y"}),
        (
            "DELETE",
            "/v2/email/tags?ResourceArn=a&TagKeys=b&TagKeys=c",
            {"ResourceArn": "a", "TagKeys": ["b", "c"]},
        ),
        ("GET", "/v2/email/templates?PageSize=3&Unknown=1", {"PageSize": 3}),
    ],
)
def test_paths_and_query_strings_are_read(method: str, path: str, parameters: dict[str, Any]) -> None:
    """Parameters are read from the path, after decoding, and from the query string, where lists repeat their name."""
    assert parse(method, path) == parameters


@pytest.mark.parametrize(
    ("method", "path", "code", "status"),
    [
        ("GET", "/v2/email/nothing", "UnknownOperationException", 404),
        ("PATCH", "/v2/email/account", "UnknownOperationException", 404),
        ("GET", "/", "UnknownOperationException", 404),
        ("GET", "/v2/email/identities/", "BadRequestException", 400),
        ("GET", "/v2/email/identities/%FF", "BadRequestException", 400),
    ],
)
def test_a_path_without_an_operation_is_refused(method: str, path: str, code: str, status: int) -> None:
    """An unknown operation or an empty label is refused."""
    with pytest.raises(WireError) as caught:
        parse(method, path)

    assert (caught.value.code, CODEC.status(caught.value)) == (code, status)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([], "Start of list found where not expected"),
        ({"Content": []}, "Start of list found where not expected"),
        ({"Content": 1}, "Expected null"),
        ({"EmailTags": {}}, "Start of structure or map found where not expected."),
        ({"EmailTags": "a"}, "Expected list or null"),
        ({"EmailTags": [None]}, None),
        ({"FromEmailAddress": 1}, "NUMBER_VALUE can not be converted to a String"),
        ({"FromEmailAddress": True}, "TRUE_VALUE can not be converted to a String"),
        ({"FromEmailAddress": []}, "Start of list found where not expected"),
        ({"FromEmailAddress": {}}, "Start of structure or map found where not expected."),
        (
            {"Content": {"Raw": {"Data": "23456"}}},
            "Base64 encoded length is expected a multiple of 4 bytes but found: 5",
        ),
        ({"Content": {"Raw": {"Data": "a!b?"}}}, "Invalid Base64 character: '!'"),
        ({"Content": {"Raw": {"Data": "=+/="}}}, "Invalid Base64 character: '='"),
        ({"Content": {"Raw": {"Data": "\u00e9abc"}}}, "Invalid Base64 character: '\u00e9'"),
        ({"Content": {"Raw": {"Data": "===="}}}, "Invalid last non-pad Base64 character dectected"),
        # "R" has bits that the padding should make zero (RFC 4648 §3.5). The typing error is SES's own.
        ({"Content": {"Raw": {"Data": "YR=="}}}, "Invalid last non-pad Base64 character dectected"),
        ({"Content": {"Raw": {"Data": "YWJ="}}}, "Invalid last non-pad Base64 character dectected"),
        (b"{", None),
        (b"\xff", None),
        (b"1", None),
        (b"null", None),
        (b'{"Content": NaN}', None),
        (b'{"FromEmailAddress": "\\ud800"}', None),
        ({"Content": {"Raw": {"Data": 1}}}, "NUMBER_VALUE can not be converted to a Blob"),
        (b"[" * 100_000, None),
    ],
)
def test_json_of_the_wrong_type_is_refused(content: object, message: str | None) -> None:
    """JSON of the wrong type is refused with a SerializationException and SES's text."""
    # Spec: errors.md §5.
    with pytest.raises(WireError) as caught:
        parse("POST", "/v2/email/outbound-emails", content)

    assert (caught.value.code, caught.value.message) == ("SerializationException", message)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1, "NUMBER_VALUE can not be converted to a Boolean"),
        ("maybe", "STRING_VALUE can not be converted to an Boolean"),
        ([], "Start of list found where not expected"),
    ],
)
def test_invalid_booleans_are_refused(value: object, message: str) -> None:
    """An invalid boolean is refused with SES's text, grammar mistake included."""
    # Spec: errors.md §5.
    with pytest.raises(WireError, match=message.replace(".", r"\.")):
        parse("PUT", "/v2/email/account/sending", {"SendingEnabled": value})


@pytest.mark.parametrize(("value", "parsed"), [("Yes", True), ("f", False), (True, True)])
def test_yes_and_no_are_booleans(value: object, parsed: bool) -> None:
    """SES accepts some strings, such as "Yes" and "f", as booleans."""
    # Spec: errors.md §5.
    assert (
        parse("PUT", "/v2/email/account/sending", {"SendingEnabled": value}).get("SendingEnabled") is parsed
    )


def test_sending_enabled_cannot_be_null() -> None:
    """A null SendingEnabled is refused without a message, although other null values count as absent."""
    with pytest.raises(WireError) as caught:
        parse("PUT", "/v2/email/account/sending", {"SendingEnabled": None})

    assert (caught.value.code, caught.value.message) == ("SerializationException", None)


def test_a_number_must_be_a_number() -> None:
    """A string instead of a number is refused."""
    with pytest.raises(WireError, match="STRING_VALUE can not be converted to an Integer"):
        parse("POST", "/v2/email/list-export-jobs", {"PageSize": "3"})


@pytest.mark.parametrize(
    ("value", "read"),
    [(3.7, 3), (2**40, 2**31 - 1), (-(2**40), -(2**31)), (1e300, 2**31 - 1)],
)
def test_a_number_is_clamped_to_the_range_of_its_type(value: float, read: int) -> None:
    """A number for an integer loses its fraction, and is clamped to 32 bits."""
    assert parse("POST", "/v2/email/list-export-jobs", {"PageSize": value}) == {"PageSize": read}


@pytest.mark.parametrize(("value", "read"), [(1, 1.0), (10**400, float("inf")), (-(10**400), float("-inf"))])
def test_a_decimal_number_that_is_too_large_becomes_infinite(value: int, read: float) -> None:
    """A number that is too large for a double becomes infinite."""
    parse_double = json_values.build_parser(Shape("Double", {"type": "double"}))

    assert parse_double(value) == read


def test_a_decimal_number_must_be_a_number() -> None:
    """A string instead of a decimal number is refused."""
    parse_double = json_values.build_parser(Shape("Double", {"type": "double"}))

    with pytest.raises(WireError, match="STRING_VALUE can not be converted to a Double"):
        parse_double("1")


def test_a_query_number_must_be_a_number() -> None:
    """An invalid number in a query string is refused, and the error quotes it."""
    with pytest.raises(WireError, match="'abc' can not be converted to Integer"):
        parse("GET", "/v2/email/templates?PageSize=abc")


@pytest.mark.parametrize("value", ["yesterday", 1e300])
def test_a_time_must_be_a_time(value: object) -> None:
    """An invalid timestamp is refused."""
    content = {
        "Queries": [{"Id": "a", "Namespace": "VDM", "Metric": "SEND", "StartDate": value, "EndDate": 1}]
    }

    with pytest.raises(WireError, match="milliseconds since epoch"):
        parse("POST", "/v2/email/metrics/batch", content)


@pytest.mark.parametrize(
    "text", ["2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", "2020-01-01T00:00:00", "1577836800"]
)
def test_a_timestamp_in_a_query_string_has_two_forms(text: str) -> None:
    """A timestamp in a query string is ISO 8601 or seconds since 1970."""
    path = f"/v2/email/suppression/addresses?StartDate={text.replace('+', '%2B')}"

    assert parse("GET", path)["StartDate"].isoformat() == "2020-01-01T00:00:00+00:00"


def test_null_values_in_a_map_are_absent() -> None:
    """An entry of a map whose value is null counts as absent."""
    dimensions = {"Queries": [{"Id": "a", "Dimensions": {"ISP": "x", "EMAIL_IDENTITY": None}}]}

    assert parse("POST", "/v2/email/metrics/batch", dimensions) == {
        "Queries": [{"Id": "a", "Dimensions": {"ISP": "x"}}]
    }


def test_null_among_enumerated_values_is_kept() -> None:
    """The parser keeps null in a list of enumerated values, since SES refuses it only in the validation."""
    path = "/v2/email/account/suppression"

    assert parse("PUT", path, {"SuppressedReasons": [None]}) == {"SuppressedReasons": [None]}


def test_a_map_must_be_a_map() -> None:
    """A number instead of a map is refused."""
    with pytest.raises(WireError, match="Expected map or null"):
        parse("POST", "/v2/email/metrics/batch", {"Queries": [{"Dimensions": 1}]})


@pytest.mark.parametrize(
    ("error", "body"),
    [
        (WireError("BadRequestException", None), b'{"message":null}'),
        (WireError("AccessDeniedException", "no", status=403), b'{"Message":"no"}'),
        (WireError("ValidationException", empty_body=True), b""),
    ],
)
def test_errors_have_the_body_of_their_code(error: WireError, body: bytes) -> None:
    """The body of an error depends on its code: the member is ``message`` or ``Message``, or the body is empty."""
    response = CODEC.error(error, "id")

    assert (response.body, response.headers["x-amzn-ErrorType"]) == (body, error.code)


def test_unknown_and_null_members_are_ignored() -> None:
    """Members that are null or missing in the model are ignored, since clients can be newer than the model."""
    content = {"Unknown": {"a": 1}, "FromEmailAddress": None, "ConfigurationSetName": "a"}

    assert parse("POST", "/v2/email/outbound-emails", content) == {"ConfigurationSetName": "a"}


def test_an_empty_body_has_no_members() -> None:
    """A request without a body is read as an empty object."""
    assert parse("POST", "/v2/email/outbound-emails") == {}


def test_a_map_can_have_boolean_values() -> None:
    """The values of a map are parsed according to their type, like the members of a structure."""
    shapes = {
        "Flags": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Flag"}},
        "Name": {"type": "string"},
        "Flag": {"type": "boolean"},
    }
    parse_flags = json_values.build_parser(ShapeResolver(shapes).get_shape_by_name("Flags"))

    assert parse_flags({"a": True, "b": "false", "c": None}) == {"a": True, "b": False}
