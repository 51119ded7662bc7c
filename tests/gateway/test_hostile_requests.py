"""SES answers any bytes, however malformed, with a modeled error and without a traceback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session
from hypothesis import given, settings
from hypothesis import strategies as st

from sesmock import mock_ses
from sesmock.apis import APIS
from sesmock.backends.backend import load_backend
from sesmock.http import HttpRequest, HttpResponse
from sesmock.protocol.errors import WireError
from tests.protocol.shapes import FORM, JSON, hostile, values
from tests.protocol.wires import CODECS, OPERATIONS, URL, read, write_request

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MOCKED = [(api, name) for api in APIS for name in load_backend(api).modules]
STATUSES = {200, 400, 403, 404, 409, 429}
FEW = settings(
    max_examples=max(2, settings().max_examples // 25)
)  # hundreds of operations each run this many examples
V1, V2 = f"{URL}/", f"{URL}/v2/email/outbound-emails"


@pytest.fixture(scope="module", autouse=True)
def _mocked() -> Iterator[None]:
    with mock_ses(identities="*"):
        yield


def answer(service: str, method: str, url: str, body: bytes | str = b"", **headers: str) -> HttpResponse:
    """Send a request unchanged, check that botocore can parse the response, and return it."""
    request = AWSRequest(method, url, headers, body).prepare()
    sent = URLLib3Session().send(request)
    response = HttpResponse(sent.status_code, sent.headers, sent.content)
    read(service, response, None)
    return response


def status(service: str, method: str, url: str, body: bytes | str) -> int:
    """Return the status of a response."""
    return answer(service, method, url, body).status


def expected_statuses(operation: str, parameters: Any) -> Collection[int]:
    """Return the statuses that SES can return: 500 only for empty SuppressionOptions.

    Spec: configuration_sets.md §1 [P].
    """
    options = parameters.get("SuppressionOptions") if isinstance(parameters, dict) else None
    if operation != "CreateConfigurationSet" or not isinstance(options, dict):
        return STATUSES
    names = ("SuppressedReasons", "SuppressionScope", "ValidationOptions")
    return STATUSES if any(options.get(name) is not None for name in names) else {*STATUSES, 500}


def code(service: str, response: HttpResponse) -> str:
    """Return the error code of a response."""
    error_code: str = read(service, response, None)["Error"]["Code"]
    return error_code


@pytest.mark.parametrize(("service", "operation"), MOCKED)
@FEW
@given(data=st.data())
def test_parameters_of_the_right_types_are_answered(
    data: st.DataObject, service: str, operation: str
) -> None:
    """Parameters of the right types are accepted or refused, whatever their values."""
    shape = CODECS[service].model.operation_model(operation).input_shape
    parameters = data.draw(values(shape, FORM if service == "ses" else JSON)) if shape is not None else {}
    request = write_request(service, operation, parameters)

    statuses = expected_statuses(operation, parameters)

    assert status(service, request.method, request.url, request.body) in statuses


@pytest.mark.parametrize(("service", "operation"), [each for each in MOCKED if each[0] != "ses"])
@FEW
@given(data=st.data())
def test_any_json_is_answered(data: st.DataObject, service: str, operation: str) -> None:
    """Any JSON is accepted or refused, even if it matches the operation's shape only in part."""
    model = CODECS[service].model.operation_model(operation)
    body = data.draw(hostile(model.input_shape)) if model.input_shape is not None else {}
    # The name of a path parameter, without its braces, is also a valid value for it.
    path = model.http["requestUri"].replace("{", "").replace("}", "")

    statuses = expected_statuses(operation, body)

    assert status(service, model.http["method"], URL + path, json.dumps(body)) in statuses


FIELD_NAMES = st.lists(
    st.sampled_from(
        ["Destination", "ToAddresses", "member", "1", "2", "9999", "", "Message", "Body", "Source", "é"]
    ),
    min_size=1,
    max_size=5,
).map(".".join)


@pytest.mark.parametrize("operation", [name for api, name in MOCKED if api == "ses"])
@FEW
@given(fields=st.dictionaries(FIELD_NAMES, st.text(max_size=4), max_size=6))
def test_any_form_is_answered(fields: dict[str, str], operation: str) -> None:
    """Any form is accepted or refused, even if the names of its fields are deep, sparse or empty."""
    body = urlencode({**fields, "Action": operation}, errors="replace")

    assert answer("ses", "POST", V1, body).status in STATUSES


@pytest.mark.parametrize(("service", "operation"), OPERATIONS)
@settings(max_examples=max(1, settings().max_examples // 33))
@given(data=st.data())
def test_truncated_requests_are_parsed_or_refused(data: st.DataObject, service: str, operation: str) -> None:
    """A request that is truncated anywhere is either parsed or refused with a modeled error."""
    codec, shape = CODECS[service], CODECS[service].model.operation_model(operation).input_shape
    whole = write_request(service, operation, data.draw(values(shape, JSON)) if shape is not None else {})
    length = data.draw(st.integers(0, len(whole.body)))
    cut = HttpRequest(whole.method, whole.url, {}, whole.body[:length])

    try:
        result = codec.parse(codec.match(cut))
    except WireError as error:
        result = read(service, codec.error(error, "id"), None)["Error"]

    assert isinstance(result, dict)


@FEW
@given(body=st.binary(max_size=40))
@pytest.mark.parametrize(("service", "url"), [("ses", V1), ("sesv2", V2)])
def test_any_bytes_are_answered(body: bytes, service: str, url: str) -> None:
    """A body that is neither a form nor JSON is refused."""
    assert answer(service, "POST", url, body).status in {400, 404}


@pytest.mark.parametrize(
    ("service", "method", "url", "body", "expected"),
    [
        ("ses", "POST", V1, "", "MissingAction"),
        ("ses", "POST", V1, '{"Action": "SendEmail"}', "MissingAction"),
        ("ses", "POST", V1, "Action=SendEmails", "InvalidAction"),
        ("ses", "PUT", V1, "Action=GetSendQuota", "UnknownOperationException"),
        ("ses", "POST", f"{URL}/ses", "Action=GetSendQuota", "UnknownOperationException"),
        ("ses", "POST", V1, "Action=SendEmail&Source=%FF", "MalformedInput"),
        # Python's int() raises ValueError for so many digits.
        ("ses", "POST", V1, "Action=ListIdentities&MaxItems=" + "9" * 100_000, "MalformedInput"),
        ("ses", "POST", V1, "Action=SendEmail" + "&a.b" * 50_000, "ValidationError"),
        ("ses", "POST", V1, "Action=SendEmail&" + "Message." * 10_000 + "=a", "ValidationError"),
        ("ses", "POST", V1, "Action=SendEmail&Tags.member.100000.Name=a", "MalformedInput"),
        ("sesv2", "POST", V2, b"\xff\xfe", "SerializationException"),
        ("sesv2", "POST", V2, "Action=SendEmail", "SerializationException"),
        # Python's json.loads() raises RecursionError for such nesting.
        ("sesv2", "POST", V2, "[" * 100_000, "SerializationException"),
        ("sesv2", "POST", V2, '{"Content":' * 100_000, "SerializationException"),
        ("sesv2", "POST", V2, '{"Content": {"Simple": ' + "9" * 100_000 + "}}", "SerializationException"),
        # A lone surrogate, which JSON can contain but UTF-8 cannot.
        ("sesv2", "POST", V2, '{"FromEmailAddress": "\\udc00"}', "SerializationException"),
        ("sesv2", "PATCH", V2, "{}", "UnknownOperationException"),
        ("sesv2", "POST", f"{URL}/v2/email/", "{}", "UnknownOperationException"),
        ("sesv2", "GET", f"{URL}/v2/email/" + "a/" * 10_000, "", "UnknownOperationException"),
        ("sesv2", "GET", f"{URL}/v2/email/identities/%FF", "", "BadRequestException"),
        ("pinpoint-email", "GET", f"{URL}/v1/email/identities/", "", "BadRequestException"),
    ],
)
def test_known_attacks_are_refused(
    service: str, method: str, url: str, body: bytes | str, expected: str
) -> None:
    """Unknown actions, paths and methods are refused, and so are deep, sparse, large or undecodable bodies."""
    assert code(service, answer(service, method, url, body)) == expected


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""]
)
@pytest.mark.parametrize(
    ("service", "method", "url", "body"),
    [("ses", "POST", V1, "Action=GetSendQuota"), ("sesv2", "GET", f"{URL}/v2/email/account", "")],
)
def test_the_content_type_is_ignored(
    service: str, method: str, url: str, body: str, content_type: str
) -> None:
    """The content type is ignored, since each API has only one format."""
    assert answer(service, method, url, body, **{"Content-Type": content_type}).status == 200
