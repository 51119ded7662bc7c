"""The 18 recorded requests and answers of the 2015 reference, as golden samples. Spec: wire_v1.json."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from sesmock.http import HttpRequest, HttpResponse
from tests.protocol.wires import CODECS, URL, read

CODEC = CODECS["ses"]
SAMPLES = json.loads((Path(__file__).parent / "wire_v1.json").read_text())
PARAMETERS: dict[str, dict[str, Any]] = {
    "DeleteIdentity": {"Identity": "domain.com"},
    "DeleteVerifiedEmailAddress": {"EmailAddress": "user@example.com"},
    "GetIdentityDkimAttributes": {"Identities": ["example.com"]},
    "GetIdentityNotificationAttributes": {"Identities": ["user@example.com"]},
    "GetIdentityVerificationAttributes": {"Identities": ["user@domain.com", "domain.com"]},
    "SendEmail": {
        "Source": "user@example.com",
        "Destination": {"ToAddresses": ["allan@example.com"]},
        "Message": {"Subject": {"Data": "Example"}, "Body": {"Text": {"Data": "body"}}},
    },
    "SetIdentityDkimEnabled": {"Identity": "user@example.com", "DkimEnabled": True},
    "SetIdentityFeedbackForwardingEnabled": {"Identity": "user@example.com", "ForwardingEnabled": True},
    "SetIdentityNotificationTopic": {
        "Identity": "user@example.com",
        "NotificationType": "Bounce",
        "SnsTopic": "arn:aws:sns:us-east-1:123456789012:example",
    },
    "VerifyDomainDkim": {"Domain": "example.com"},
    "VerifyDomainIdentity": {"Domain": "domain.com"},
    "VerifyEmailAddress": {"EmailAddress": "user@example.com"},
    "VerifyEmailIdentity": {"EmailAddress": "user@domain.com"},
}
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["operation"])


def form(sample: dict[str, Any]) -> str:
    """Return the form of a sample; the document lost a letter of SendRawEmail's base64."""
    body: str = sample["request"]["raw_body"]
    return body.replace("RawMessage.Data=U3Vi", "RawMessage.Data=AU3Vi")


def recorded(sample: dict[str, Any]) -> str:
    """Return the answer of a sample, as it must have been before a page of the document cut it."""
    text: str = sample.get("response_xml_fixed", sample["response_xml"])
    return text


def rewritten(sample: dict[str, Any]) -> HttpResponse:
    """Return what we write for the parsed answer of a sample."""
    shape = CODEC.model.operation_model(sample["operation"]).output_shape
    parsed = read("ses", HttpResponse(200, {}, recorded(sample).encode()), shape)
    return CODEC.result(sample["operation"], parsed, sample["request_id"])


def canonical(element: ElementTree.Element) -> Any:
    """Return an element as data, the members of structures and the entries of maps in any order."""
    children = [canonical(child) for child in element]
    is_list = any(child.tag.endswith("}member") for child in element)
    return element.tag, (element.text or "").strip(), children if is_list else sorted(children, key=repr)


@each_sample
def test_a_sample_request_is_read(sample: dict[str, Any]) -> None:
    """Signatures of that time, missing versions and line breaks in base64 do not matter."""
    request = sample["request"]
    body = form(sample).encode()
    match = CODEC.match(HttpRequest(request["method"], URL + request["path"], request["headers"], body))
    raw = request["body"].get("RawMessage.Data")
    message = {"RawMessage": {"Data": base64.b64decode(f"A{raw}")}} if raw else {}

    expected = message or PARAMETERS.get(sample["operation"], {})
    assert (match.operation, CODEC.parse(match)) == (sample["operation"], expected)


@each_sample
def test_a_sample_request_may_be_a_get(sample: dict[str, Any]) -> None:
    """Every action may be asked for by GET, its fields in the query string."""
    posted = HttpRequest("POST", URL + "/", {}, form(sample).encode())
    got = HttpRequest("GET", f"{URL}/?{form(sample)}", {}, b"")

    assert CODEC.parse(CODEC.match(got)) == CODEC.parse(CODEC.match(posted))


@each_sample
def test_a_sample_answer_is_read_alike_from_us(sample: dict[str, Any]) -> None:
    """What the reference's answer says to botocore, ours says too."""
    shape = CODEC.model.operation_model(sample["operation"]).output_shape
    theirs = read("ses", HttpResponse(200, {}, recorded(sample).encode()), shape)

    assert read("ses", rewritten(sample), shape)["ResponseMetadata"]["RequestId"] == sample["request_id"]
    assert read("ses", rewritten(sample), shape) | {"ResponseMetadata": ""} == theirs | {
        "ResponseMetadata": ""
    }


@each_sample
def test_a_sample_answer_is_written_as_recorded(sample: dict[str, Any]) -> None:
    """Our document is the recorded one but for blanks between elements and their order."""
    document = re.sub(r">\s+<", "><", recorded(sample))

    assert canonical(ElementTree.fromstring(rewritten(sample).body)) == canonical(
        ElementTree.fromstring(document)
    )
