"""Requests that exceed SES's limits are refused immediately."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlencode

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ClientError
from botocore.httpsession import URLLib3Session
from hypothesis import given
from hypothesis import strategies as st

from sesmock import SesMock, mock_ses
from sesmock.protocol import forms
from sesmock.protocol.query import QueryCodec
from sesmock.protocol.rest_json import RestJsonCodec
from tests.raw_requests import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

PATHS = ["/", "/v2/email/outbound-emails", "/v1/email/outbound-emails"]


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"]) as active:
        yield active


def post(path: str, body: bytes, headers: dict[str, str] | None = None) -> Any:
    """Send a body to SES and return the response."""
    return URLLib3Session().send(AWSPreparedRequest("POST", f"{HOST}{path}", headers or {}, body, False))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("compressed", [False, True])
def test_a_body_that_is_too_large_is_refused(
    mocked: SesMock, monkeypatch: pytest.MonkeyPatch, path: str, compressed: bool
) -> None:
    """A body over the limit is refused, whether it is that large itself or only after decompression."""
    # A smaller limit than the real one, which would take much memory here.
    for codec in (QueryCodec, RestJsonCodec):
        monkeypatch.setattr(codec, "max_body", 100_000)
    body = b" " * 100_001
    response = (
        post(path, gzip.compress(body), {"Content-Encoding": "gzip"}) if compressed else post(path, body)
    )

    assert response.status_code == 413
    assert "RequestEntityTooLargeException" in f"{response.headers}{response.text}"
    assert "The request body is too large." in response.text
    assert list(mocked.calls) == []


def test_the_limits_allow_the_largest_messages() -> None:
    """The limits leave room for messages of 10 MB in SES v1 and 40 MB in the other APIs, after encoding."""
    # Spec: errors.md §7.
    # The sizes include base64 and percent-encoding in SES v1, and escapes such as \u00e9 in JSON.
    limits = (QueryCodec.max_body, RestJsonCodec.max_body)

    assert [limit // 1024 // 1024 for limit in limits] == [40, 120]


@pytest.mark.slow
@pytest.mark.usefixtures("mocked")
def test_a_large_form_is_read() -> None:
    """A 10 MB text is accepted, although its form is three times as large."""
    fields = {
        "Action": "SendEmail",
        "Source": "shop@example.com",
        "Destination.ToAddresses.member.1": "ada@example.net",
        "Message.Subject.Data": "Hello",
        "Message.Body.Text.Data": "\u00e9" * 5_000_000,
    }

    assert post("/", urlencode(fields).encode()).status_code == 200


def test_gzip_streams_can_be_concatenated(mocked: SesMock) -> None:
    """Concatenated gzip streams with padding at the end are decompressed into one body."""
    content = json.dumps({"ConfigurationSetName": "news"}).encode()
    # RFC 1952 §2.2: a gzip file is a series of members. Tools such as Python's gzip accept zeros after the last one.
    body = gzip.compress(content[:9]) + gzip.compress(content[9:]) + bytes(8)
    response = post("/v2/email/configuration-sets", body, {"Content-Encoding": "gzip"})

    assert response.status_code == 200
    assert list(mocked.account.configuration_sets) == ["news"]


@pytest.mark.parametrize(
    "address", ["a," * 20_000 + "ada@example.net", "a@" + "b." * 20_000 + "com", '"' * 20_000]
)
@pytest.mark.parametrize("role", ["sender", "recipient", "reply"])
@pytest.mark.usefixtures("mocked")
def test_a_long_address_is_refused_for_its_length(address: str, role: str) -> None:
    """A long address is refused for its length before its syntax is checked, which would take too long."""
    # SES's limit is 320 characters. Spec: sending.md §3.
    sender, recipient, reply = (
        address if role == name else "shop@example.com" for name in ("sender", "recipient", "reply")
    )
    with pytest.raises(ClientError, match="Address length is more than 320 characters long"):
        boto3.client("ses").send_email(
            Source=sender,
            Destination={"ToAddresses": [recipient]},
            ReplyToAddresses=[reply],
            Message={"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}},
        )


@given(st.text(alphabet="%=09afAFzé \r\n_?", max_size=60))
def test_a_long_field_is_decoded_like_a_short_one(text: str) -> None:
    """The faster decoder for long form fields gives the same result as the standard library's."""
    field = text + "%41" * (forms._LONG // 3)

    assert forms._unquote(field) == unquote_to_bytes(field)
