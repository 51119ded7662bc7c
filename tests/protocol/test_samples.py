"""Requests and responses in the format of the samples in the 2015 reference.

Spec: requests.md §2.1, §2.2, §4.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from sesmock.http import HttpRequest, HttpResponse
from tests.protocol.wire_samples import HEADERS, MAIL, REQUEST_ID, TOPIC, WIRE_SAMPLES, WireSample
from tests.protocol.wires import CODECS, URL, read

CODEC = CODECS["ses"]
PARAMETERS: dict[str, dict[str, Any]] = {
    "DeleteIdentity": {"Identity": "example.com"},
    "DeleteVerifiedEmailAddress": {"EmailAddress": "sender@example.com"},
    "GetIdentityDkimAttributes": {"Identities": ["example.com"]},
    "GetIdentityNotificationAttributes": {"Identities": ["sender@example.com"]},
    "GetIdentityVerificationAttributes": {"Identities": ["sender@example.com", "example.com"]},
    "SendEmail": {
        "Source": "sender@example.com",
        "Destination": {"ToAddresses": ["recipient@example.net"]},
        "Message": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}},
    },
    "SendRawEmail": {"RawMessage": {"Data": MAIL}},
    "SetIdentityDkimEnabled": {"Identity": "sender@example.com", "DkimEnabled": True},
    "SetIdentityFeedbackForwardingEnabled": {"Identity": "sender@example.com", "ForwardingEnabled": True},
    "SetIdentityNotificationTopic": {
        "Identity": "sender@example.com",
        "NotificationType": "Bounce",
        "SnsTopic": TOPIC,
    },
    "VerifyDomainDkim": {"Domain": "example.com"},
    "VerifyDomainIdentity": {"Domain": "example.com"},
    "VerifyEmailAddress": {"EmailAddress": "sender@example.com"},
    "VerifyEmailIdentity": {"EmailAddress": "sender@example.com"},
}
each_sample = pytest.mark.parametrize("sample", WIRE_SAMPLES, ids=lambda sample: sample.operation)


def respond_like(sample: WireSample) -> HttpResponse:
    """Return sesmock's response for the parsed response of a sample."""
    shape = CODEC.model.operation_model(sample.operation).output_shape
    parsed = read("ses", HttpResponse(200, {}, sample.answer.encode()), shape)
    return CODEC.result(sample.operation, parsed, REQUEST_ID)


def canonicalize(element: ElementTree.Element) -> Any:
    """Return an element as data that can be compared regardless of the order of members and map entries."""
    children = [canonicalize(child) for child in element]
    is_list = any(child.tag.endswith("}member") for child in element)
    return element.tag, (element.text or "").strip(), children if is_list else sorted(children, key=repr)


@each_sample
def test_a_sample_request_is_read(sample: WireSample) -> None:
    """A request in the format of 2015 is parsed, with an old signature, no version, or line breaks in base64."""
    match = CODEC.match(HttpRequest("POST", f"{URL}/", HEADERS, sample.form.encode()))

    assert (match.operation, CODEC.parse(match)) == (sample.operation, PARAMETERS.get(sample.operation, {}))


@each_sample
def test_a_sample_request_can_be_a_get(sample: WireSample) -> None:
    """A sample request has the same parameters as a GET request with the fields in the query string."""
    posted = HttpRequest("POST", f"{URL}/", {}, sample.form.encode())
    got = HttpRequest("GET", f"{URL}/?{sample.form}", {}, b"")

    assert CODEC.parse(CODEC.match(got)) == CODEC.parse(CODEC.match(posted))


@each_sample
def test_botocore_parses_the_response_like_the_sample(sample: WireSample) -> None:
    """Botocore parses sesmock's response and the sample into the same result."""
    shape = CODEC.model.operation_model(sample.operation).output_shape
    theirs = read("ses", HttpResponse(200, {}, sample.answer.encode()), shape)

    assert read("ses", respond_like(sample), shape)["ResponseMetadata"]["RequestId"] == REQUEST_ID
    assert read("ses", respond_like(sample), shape) | {"ResponseMetadata": ""} == theirs | {
        "ResponseMetadata": ""
    }


@each_sample
def test_the_response_equals_the_sample(sample: WireSample) -> None:
    """Sesmock's XML equals the sample, except for white space and the order of elements."""
    document = re.sub(r">\s+<", "><", sample.answer)

    assert canonicalize(ElementTree.fromstring(respond_like(sample).body)) == canonicalize(
        ElementTree.fromstring(document)
    )


def test_the_response_matches_its_recording_byte_for_byte() -> None:
    """Sesmock's XML has the same line breaks and indentation as SES's, and empty elements are self-closing."""
    result = {"VerificationAttributes": {"example.com": {"VerificationStatus": "Pending"}}}
    answers = [
        CODEC.result("GetIdentityVerificationAttributes", result, REQUEST_ID),
        CODEC.result("ListIdentities", {"Identities": ["example.com"], "NextToken": None}, REQUEST_ID),
        CODEC.result("ListIdentities", {"Identities": []}, REQUEST_ID),
        CODEC.result("DeleteIdentity", {}, REQUEST_ID),
        CODEC.result("VerifyEmailAddress", None, REQUEST_ID),
    ]

    assert [response.body.decode() for response in answers] == [
        build_body(
            "GetIdentityVerificationAttributes",
            """  <GetIdentityVerificationAttributesResult>
    <VerificationAttributes>
      <entry>
        <key>example.com</key>
        <value>
          <VerificationStatus>Pending</VerificationStatus>
        </value>
      </entry>
    </VerificationAttributes>
  </GetIdentityVerificationAttributesResult>
""",
        ),
        build_body(
            "ListIdentities",
            """  <ListIdentitiesResult>
    <Identities>
      <member>example.com</member>
    </Identities>
  </ListIdentitiesResult>
""",
        ),
        build_body(
            "ListIdentities", "  <ListIdentitiesResult>\n    <Identities/>\n  </ListIdentitiesResult>\n"
        ),
        build_body("DeleteIdentity", "  <DeleteIdentityResult/>\n"),
        build_body("VerifyEmailAddress", ""),
    ]


def build_body(operation: str, result: str) -> str:
    """Return the complete body of a response for a result element."""
    return (
        f'<{operation}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/">\n{result}  <ResponseMetadata>\n'
        f"    <RequestId>{REQUEST_ID}</RequestId>\n  </ResponseMetadata>\n</{operation}Response>\n"
    )
