"""The Query wire: what forms may hold, and how faults are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from botocore.awsrequest import HeadersDict
from botocore.parsers import create_parser

from sesmock.http import HttpRequest
from sesmock.protocol.errors import WireError
from sesmock.protocol.models import service_model
from sesmock.protocol.query import QueryCodec

CODEC = QueryCodec(service_model("ses"))
URL = "https://email.us-east-1.amazonaws.com/"
SAMPLES = json.loads((Path(__file__).parent / "wire_v1.json").read_text())


def request(body: str | bytes, method: str = "POST", url: str = URL) -> HttpRequest:
    """Return a request with a form."""
    return HttpRequest(method, url, {}, body if isinstance(body, bytes) else body.encode())


def parse(**fields: str) -> dict[str, Any]:
    """Return the parameters of a form."""
    return CODEC.parse(
        CODEC.match(request(urlencode({key.replace("__", "."): text for key, text in fields.items()})))
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["operation"])
def test_a_sample_request_names_its_operation(sample: dict[str, Any]) -> None:
    """The recorded requests of the reference are understood, signatures and missing versions included."""
    match = CODEC.match(request(sample["request"]["raw_body"]))

    assert match.operation == sample["operation"]
    # The reference's SendRawEmail lost letters of its base64 in print.
    if sample["operation"] != "SendRawEmail":
        assert isinstance(CODEC.parse(match), dict)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["operation"])
def test_a_sample_response_is_written_as_recorded(sample: dict[str, Any]) -> None:
    """What the reference's answer says, ours says to botocore's parser."""
    shape = CODEC.model.operation_model(sample["operation"]).output_shape

    def read(body: bytes) -> Any:
        return create_parser("query").parse(
            {"status_code": 200, "headers": HeadersDict(), "body": body}, shape
        )

    recorded = read(sample.get("response_xml_fixed", sample["response_xml"]).encode())
    request_id = recorded["ResponseMetadata"]["RequestId"]
    assert read(CODEC.result(sample["operation"], recorded, request_id).body) == recorded


def test_a_get_request_is_read_from_the_query_string() -> None:
    """Every action may be asked for by GET."""
    match = CODEC.match(request(b"", "GET", URL + "?Action=DeleteIdentity&Identity=a%40b.c"))

    assert CODEC.parse(match) == {"Identity": "a@b.c"}


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ("", "MissingAction", "The request must contain the parameter Action."),
        ("Action=Nope", "InvalidAction", "Could not find operation Nope for version 2010-12-01"),
        (
            "Action=DeleteIdentity&Version=2009-10-16",
            "InvalidAction",
            "Could not find operation DeleteIdentity for version 2009-10-16",
        ),
        (b"Action=\xff", "MalformedInput", "The request is not valid UTF-8."),
        ("Action=%FF", "MalformedInput", "The request is not valid UTF-8."),
    ],
)
def test_a_form_without_a_known_action_is_refused(body: str | bytes, code: str, message: str) -> None:
    """A missing or unknown action or version, and what is no text, are modelled errors."""
    with pytest.raises(WireError) as caught:
        CODEC.match(request(body))

    assert (caught.value.code, caught.value.message) == (code, message)


@pytest.mark.parametrize(
    ("fields", "parameters"),
    [
        ({"Action": "GetSendQuota", "Unknown": "x"}, {}),
        ({"Action": "GetIdentityDkimAttributes", "Identities": ""}, {"Identities": []}),
        (
            {"Action": "GetIdentityDkimAttributes", "Identities__member__2": "b"},
            {"Identities": ["", "b"]},
        ),
        ({"Action": "UpdateAccountSendingEnabled", "Enabled": "1"}, {"Enabled": True}),
        (
            {"Action": "SendRawEmail", "RawMessage__Data": "YWJj\n ZGVm"},
            {"RawMessage": {"Data": b"abcdef"}},
        ),
    ],
)
def test_a_form_is_read_as_the_service_reads_it(fields: dict[str, str], parameters: dict[str, Any]) -> None:
    """Unknown fields are ignored, ``Name=`` is an empty list, gaps are filled, base64 may be broken into lines."""
    assert parse(**fields) == parameters


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"Action": "UpdateAccountSendingEnabled", "Enabled": "TRUE"},
            "boolean must follow xsd1.1 definition",
        ),
        ({"Action": "ListIdentities", "MaxItems": ""}, "missing value for decimal type"),
        ({"Action": "ListIdentities", "MaxItems": "ten"}, None),
        ({"Action": "GetIdentityDkimAttributes", "Identities__member__0": "a"}, "0 is not a valid index"),
        (
            {"Action": "GetIdentityDkimAttributes", "Identities__member__999999999": "a"},
            "999999999 is not a valid index",
        ),
        ({"Action": "SendRawEmail", "RawMessage__Data": "!"}, None),
        ({"Action": "SendBounce", "MessageDsn__ArrivalDate": "yesterday"}, None),
    ],
)
def test_a_malformed_value_is_refused(fields: dict[str, str], message: str | None) -> None:
    """What cannot be read is MalformedInput, with or without a text."""
    with pytest.raises(WireError) as caught:
        parse(**fields)

    assert (caught.value.code, caught.value.message) == ("MalformedInput", message)


def test_a_result_keeps_characters_that_xml_cannot_hold_out() -> None:
    """A result with control characters is still a document."""
    response = CODEC.result("SendEmail", {"MessageId": "a\x00<b>\r"}, "id")

    assert "<MessageId>a\ufffd&lt;b&gt;&#13;</MessageId>" in response.body.decode()


def test_an_unknown_action_is_a_fault_of_the_front_end() -> None:
    """InvalidAction has a namespace of its own."""
    response = CODEC.error(WireError("InvalidAction", None), "id")

    assert b"http://webservices.amazon.com/AWSFault/2005-15-09" in response.body
    assert b"<Message>" not in response.body


def test_an_internal_failure_is_the_receivers() -> None:
    """From 500 on the type is Receiver."""
    response = CODEC.error(WireError("InternalFailure", "x", status=500), "id")

    assert b"<Type>Receiver</Type>" in response.body
