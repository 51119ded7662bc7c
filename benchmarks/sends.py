"""Calls against the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3

from benchmarks.floor import canned_client, ratio
from sesmock import mock_ses

if TYPE_CHECKING:
    from collections.abc import Iterator

SENDER, TO = "Shop <shop@example.com>", ["ada@example.net"]
BODY = {"Text": {"Data": "Hello Ada"}, "Html": {"Data": "<p>Hello Ada</p>"}}
V1 = {
    "Source": SENDER,
    "Destination": {"ToAddresses": TO},
    "Message": {"Subject": {"Data": "Hello"}, "Body": BODY},
    "Tags": [{"Name": "campaign", "Value": "spring"}],
}
SIMPLE = {"Simple": {"Subject": {"Data": "Hello"}, "Body": BODY}}
V2 = {"FromEmailAddress": SENDER, "Destination": {"ToAddresses": TO}, "Content": SIMPLE}
RAW = {
    "RawMessage": {
        "Data": b"From: shop@example.com\r\nTo: ada@example.net\r\nSubject: Hello\r\n\r\n" + b"x" * 10_000
    }
}
TEMPLATE = {
    "TemplateName": "welcome",
    "SubjectPart": "Hello, {{name}}",
    "TextPart": "Dear {{name}},{{#each items}} {{this}}{{/each}}",
    "HtmlPart": "<p>Dear {{name}},{{#if vip}} our best{{/if}}</p>",
}
TEMPLATED = {
    "Source": SENDER,
    "Destination": {"ToAddresses": TO},
    "Template": "welcome",
    "TemplateData": '{"name": "Ada", "items": ["tea", "cake"], "vip": true}',
}
ROWS = [
    ("SendEmail, ses", "ses", "SendEmail", "send_email", V1, 1.0),
    ("SendEmail, sesv2", "sesv2", "SendEmail", "send_email", V2, 1.0),
    ("SendEmail, pinpoint-email", "pinpoint-email", "SendEmail", "send_email", V2, 1.0),
    ("SendRawEmail 10 KB, ses", "ses", "SendRawEmail", "send_raw_email", RAW, 1.15),
    ("SendTemplatedEmail, ses", "ses", "SendTemplatedEmail", "send_templated_email", TEMPLATED, 1.15),
    ("ListIdentities, ses", "ses", "ListIdentities", "list_identities", {}, 1.15),
    ("ListEmailIdentities, sesv2", "sesv2", "ListEmailIdentities", "list_email_identities", {}, 1.15),
]


def measure() -> Iterator[tuple[str, float, float, str]]:
    """Yield name, measured ratio, limit and unit."""
    for name, service, operation, method, parameters, limit in ROWS:
        yield name, _measure(service, operation, method, parameters), limit, "x floor"


def _measure(service: str, operation: str, method: str, parameters: dict[str, Any]) -> float:
    with mock_ses(identities=["example.com"]) as active:
        active.account.max_24_hour_send = -1
        boto3.client("ses").create_template(Template=TEMPLATE)
        ours = getattr(boto3.client(service), method)
        answer = ours(**parameters)
        gateway = __import__("sesmock.gateway", fromlist=["_load", "_PATHS", "_ROOT"])
        paths = {"ses": None, "sesv2": "/v2/email/", "pinpoint-email": "/v1/email/"}
        backend = gateway._load(*gateway._PATHS.get(paths[service], gateway._ROOT))
        answer.pop("ResponseMetadata")
        response = backend.codec.result(operation, answer, "8f23e6e6-b4f2-4572-b426-343b370cb32c")
    floor = getattr(canned_client(service, operation, dict(response.headers), response.body), method)
    with mock_ses(identities=["example.com"]) as active:
        active.account.max_24_hour_send = -1
        boto3.client("ses").create_template(Template=TEMPLATE)
        calling = _alternating(floor, parameters)
        return ratio(lambda: ours(**parameters), calling)


def _alternating(floor: Any, parameters: dict[str, Any]) -> Any:
    from botocore.signers import RequestSigner

    from sesmock.transport import signing

    ours, botocores = RequestSigner.sign, signing._original

    def call() -> None:
        RequestSigner.sign = botocores  # type: ignore[method-assign]
        try:
            floor(**parameters)
        finally:
            RequestSigner.sign = ours  # type: ignore[method-assign]

    return call
