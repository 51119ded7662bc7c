"""Messages of every kind, for tests of the inspector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable


def send_three() -> None:
    """Send three different messages with SES v1."""
    send("ses", "Ada <ada@example.net>", subject="Welcome, Ada", text="Hi Ada", html="<b>Hi</b>")
    send("ses", "bob@example.net", "eve@example.org", subject="Welcome", text="Hi both")
    send(
        "ses",
        "ops@example.net",
        subject="Alert",
        sender="alarm@example.com",
        text=None,
        html="<p>fire</p>",
    )


def send_rich(**overrides: Any) -> None:
    """Send a message that uses every feature of a simple message in SES v2."""
    simple = {
        "Subject": {"Data": "Invoice"},
        "Body": {
            "Text": {"Data": "Your code is 123456. See https://example.com/pay?a=1."},
            "Html": {"Data": '<p>Pay <a href="https://example.com/pay">here</a></p>'},
        },
        "Headers": [{"Name": "X-Campaign", "Value": "spring"}],
        "Attachments": [
            {"FileName": "invoice.pdf", "RawContent": b"%PDF-1.7", "ContentTransferEncoding": "BASE64"}
        ],
    }
    boto3.client("sesv2").send_email(
        FromEmailAddress="billing@example.com",
        Destination={
            "ToAddresses": ["ada@example.net"],
            "CcAddresses": ["bob@example.net"],
            "BccAddresses": ["archive@example.com"],
        },
        ReplyToAddresses=["help@example.com"],
        FeedbackForwardingEmailAddress="bounces@example.com",
        EmailTags=[{"Name": "campaign", "Value": "spring"}],
        Content={"Simple": {**simple, **overrides}},
    )


def send_unrendered() -> None:
    """Send a message that SES accepts but cannot render."""
    client = boto3.client("sesv2")
    content = {"Subject": "Welcome, {{name}}", "Text": "Hi"}
    client.create_email_template(TemplateName="welcome", TemplateContent=content)
    client.send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Template": {"TemplateName": "welcome", "TemplateData": "{}"}},
    )


def failure(verb: Callable[..., object], **conditions: object) -> str:
    """Return the text of a failed assertion of the inspector."""
    with pytest.raises(AssertionError) as caught:
        verb(**conditions)
    return str(caught.value)
