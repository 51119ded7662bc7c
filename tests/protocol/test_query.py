"""The Query protocol: the content of forms, and the format of errors."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlencode

import pytest

from sesmock.http import HttpRequest
from sesmock.protocol.errors import WireError
from sesmock.protocol.models import service_model
from sesmock.protocol.query import QueryCodec

CODEC = QueryCodec(service_model("ses"))
URL = "https://email.us-east-1.amazonaws.com/"


def request(body: str | bytes, method: str = "POST", url: str = URL) -> HttpRequest:
    """Return a request with a form."""
    return HttpRequest(method, url, {}, body if isinstance(body, bytes) else body.encode())


def parse(**fields: str) -> dict[str, Any]:
    """Return the parameters of a form."""
    return CODEC.parse(
        CODEC.match(request(urlencode({key.replace("__", "."): text for key, text in fields.items()})))
    )


def test_a_get_request_is_read_from_the_query_string() -> None:
    """An action can be a GET request with its fields in the query string."""
    match = CODEC.match(request(b"", "GET", URL + "?Action=DeleteIdentity&Identity=a%40b.c"))

    assert CODEC.parse(match) == {"Identity": "a@b.c"}


def test_the_first_of_two_fields_with_one_name_counts() -> None:
    """If a field occurs twice, the first one counts, and the body comes before the query string."""
    match = CODEC.match(request("Action=DeleteIdentity&Identity=first", url=URL + "?Identity=second"))

    assert CODEC.parse(match) == {"Identity": "first"}


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
    """A form without a known action and version, or with undecodable text, is refused with SES's error."""
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
        (
            {
                "Action": "GetIdentityDkimAttributes",
                "Identities__member__2": "b",
                "Identities__member__1": "a",
            },
            {"Identities": ["a", "b"]},
        ),
        (
            {
                "Action": "SendEmail",
                "Tags__member__x__Name": "a",
                "Tags__member__1__Name": "b",
                "Tags__member__": "",
            },
            {"Tags": [{"Name": "b"}]},
        ),
        ({"Action": "UpdateAccountSendingEnabled", "Enabled": "1"}, {"Enabled": True}),
        ({"Action": "DeleteIdentity", "Identity": "a + b"}, {"Identity": "a + b"}),
        (
            {"Action": "SendBounce", "MessageDsn__ArrivalDate": "2020-01-01T01:00:00.5+01:00"},
            {"MessageDsn": {"ArrivalDate": datetime(2020, 1, 1, 0, 0, 0, 500_000, timezone.utc)}},
        ),
        (
            {"Action": "SendRawEmail", "RawMessage__Data": "YWJj\n ZGVm"},
            {"RawMessage": {"Data": b"abcdef"}},
        ),
    ],
)
def test_a_form_is_read_as_ses_reads_it(fields: dict[str, str], parameters: dict[str, Any]) -> None:
    """Unusual forms are parsed as SES parses them, for example ``Name=`` as an empty list."""
    # Spec: requests.md §2.1.
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
            "Index 999999999 is illegal",
        ),
        (
            {"Action": "GetIdentityDkimAttributes", "Identities__member__1111111111": "a"},
            "Index 1111111111 is illegal",
        ),
        (
            {"Action": "GetIdentityDkimAttributes", "Identities__member__2014": "a"},
            "Excessively sparse input would skip 2,013 list elements",
        ),
        (
            {"Action": "GetIdentityDkimAttributes", "Identities__member__01": "a"},
            "Value found where not expected",
        ),
        (
            {"Action": "GetIdentityDkimAttributes", "Identities__member__x": "a"},
            "Start of list found where not expected",
        ),
        ({"Action": "GetIdentityDkimAttributes", "Identities": "a"}, "Unexpected list element termination"),
        ({"Action": "DeleteIdentity", "Identity__member__1": "a"}, "Start of list found where not expected"),
        (
            {"Action": "DeleteIdentity", "Identity__Name": "a"},
            "Start of structure or map found where not expected.",
        ),
        ({"Action": "SendEmail", "Message": "a"}, "Unexpected complex element termination"),
        ({"Action": "UpdateAccountSendingEnabled", "Enabled": ""}, "missing value for boolean type"),
        ({"Action": "ListIdentities", "MaxItems": str(2**31)}, None),
        ({"Action": "SendRawEmail", "RawMessage__Data": "!"}, None),
        ({"Action": "SendBounce", "MessageDsn__ArrivalDate": "yesterday"}, None),
    ],
)
def test_a_malformed_value_is_refused(fields: dict[str, str], message: str | None) -> None:
    """A malformed value is refused with the code MalformedInput, and with a message if SES has one."""
    # Spec: requests.md §2.1.
    with pytest.raises(WireError) as caught:
        parse(**fields)

    assert (caught.value.code, caught.value.message) == ("MalformedInput", message)


def test_a_result_with_control_characters_is_well_formed() -> None:
    """A result with control characters is still well-formed XML."""
    response = CODEC.result("SendEmail", {"MessageId": "a\x00<b>\r"}, "id")

    assert "<MessageId>a\ufffd&lt;b&gt;&#13;</MessageId>" in response.body.decode()


def test_the_error_for_an_unknown_action_has_its_own_namespace() -> None:
    """The XML namespace of the error InvalidAction differs from that of SES's own errors."""
    response = CODEC.error(WireError("InvalidAction", None), "id")

    assert b"http://webservices.amazon.com/AWSFault/2005-15-09" in response.body
    assert b"<Message>" not in response.body


def test_an_internal_failure_has_the_type_receiver() -> None:
    """An error with status 500 or above has the type Receiver."""
    response = CODEC.error(WireError("InternalFailure", "x", status=500), "id")

    assert b"<Type>Receiver</Type>" in response.body


@pytest.mark.parametrize(
    ("method", "url"), [("PUT", URL), ("DELETE", URL), ("POST", URL + "mail"), ("GET", "x://y/z")]
)
def test_other_methods_and_paths_are_refused(method: str, url: str) -> None:
    """The Query API has one path, and accepts GET and POST."""
    with pytest.raises(WireError) as caught:
        CODEC.match(request("Action=GetSendQuota", method, url))

    assert (caught.value.code, CODEC.status(caught.value)) == ("UnknownOperationException", 404)


@pytest.mark.parametrize("url", [URL[:-1], URL, URL + "?", URL + "#top"])
def test_a_url_may_end_with_its_host(url: str) -> None:
    """An empty path is equivalent to the root."""
    assert CODEC.match(request("Action=GetSendQuota", "POST", url)).operation == "GetSendQuota"


def test_an_error_can_lack_a_body() -> None:
    """An error can have an empty body, as some errors of SES do."""
    assert CODEC.error(WireError("InternalFailure", empty_body=True), "id").body == b""
