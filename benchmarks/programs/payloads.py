"""The parameters of the calls that are timed."""

from __future__ import annotations

from typing import Any

SENDER, TO = "Shop <shop@example.com>", ["ada@example.net"]
DESTINATION = {"ToAddresses": TO}
BODY = {"Text": {"Data": "Hello Ada"}, "Html": {"Data": "<p>Hello Ada</p>"}}
HEADER = b"From: shop@example.com\r\nTo: ada@example.net\r\nSubject: Hello\r\n\r\n"
ONE_LONG_LINE = HEADER + b"x" * 10_000
LINES_140 = HEADER + (b"x" * 70 + b"\r\n") * 140

V1: dict[str, Any] = {
    "Source": SENDER,
    "Destination": DESTINATION,
    "Message": {"Subject": {"Data": "Hello"}, "Body": BODY},
    "Tags": [{"Name": "campaign", "Value": "spring"}],
}
V2: dict[str, Any] = {
    "FromEmailAddress": SENDER,
    "Destination": DESTINATION,
    "Content": {"Simple": {"Subject": {"Data": "Hello"}, "Body": BODY}},
}
V2_RAW = {"Content": {"Raw": {"Data": LINES_140}}}
V1_RAW = {"RawMessage": {"Data": ONE_LONG_LINE}}
V2_PUBLISHED = {**V2, "ConfigurationSetName": "news"}
TEMPLATE = {
    "TemplateName": "welcome",
    "SubjectPart": "Hello, {{name}}",
    "TextPart": "Dear {{name}},{{#each items}} {{this}}{{/each}}",
    "HtmlPart": "<p>Dear {{name}},{{#if vip}} our best{{/if}}</p>",
}
TEMPLATED = {
    "Source": SENDER,
    "Destination": DESTINATION,
    "Template": "welcome",
    "TemplateData": '{"name": "Ada", "items": ["tea", "cake"], "vip": true}',
}
EVENT_DESTINATION = {
    "ConfigurationSetName": "news",
    "EventDestinationName": "sns",
    "EventDestination": {
        "Enabled": True,
        "MatchingEventTypes": ["SEND", "DELIVERY", "BOUNCE"],
        "SnsDestination": {"TopicArn": "arn:aws:sns:us-east-1:123456789012:news"},
    },
}
