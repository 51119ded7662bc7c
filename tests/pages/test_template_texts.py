"""The templates and template data of messages, as the pages get them."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from sesmock.pages import template_texts
from tests.sending import send

CONTENT = {"Subject": "Hi {{name}}", "Text": "Dear {{name}}", "Html": "<p>{{name}}</p>"}
PARTS = {"Subject": "Hi {{name}}", "Text": "Dear {{name}}", "HTML": "<p>{{name}}</p>"}


def send_template(**template: Any) -> None:
    """Send a message from a template, with data that lacks the attribute ``name``."""
    boto3.client("sesv2").send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Template": {"TemplateData": '{"city": "Zürich"}', **template}},
    )


@pytest.fixture
def mocked() -> Any:
    """Yield a mock with a template ``welcome``."""
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("sesv2").create_email_template(TemplateName="welcome", TemplateContent=CONTENT)
        yield mocked


def test_a_message_without_a_template_has_no_data(mocked: SesMock) -> None:
    """A message that was not rendered from a template has no template data."""
    send("ses", "ada@example.net")

    assert template_texts.dump_data(mocked.outbox[0]) is None


@pytest.mark.parametrize(
    "template",
    [
        {"TemplateName": "welcome"},
        {"TemplateArn": "arn:aws:ses:us-east-1:123456789012:template/welcome"},
        {"TemplateContent": CONTENT},
    ],
    ids=["name", "ARN", "inline"],
)
def test_a_failure_shows_template_data_and_attribute(mocked: SesMock, template: dict[str, Any]) -> None:
    """A message that could not be rendered has the missing attribute, the data and the parts of its template."""
    send_template(**template)
    failure = template_texts.describe_failure(mocked.rendering_failures[0])

    assert failure == {"attribute": "name", "data": '{\n  "city": "Zürich"\n}', "parts": PARTS}


def test_a_bulk_entry_shows_its_inline_template(mocked: SesMock) -> None:
    """A bulk entry that could not be rendered has the parts of the inline template."""
    boto3.client("sesv2").send_bulk_email(
        FromEmailAddress="shop@example.com",
        DefaultContent={"Template": {"TemplateContent": CONTENT, "TemplateData": "{}"}},
        BulkEmailEntries=[{"Destination": {"ToAddresses": ["ada@example.net"]}}],
    )
    failure = template_texts.describe_failure(mocked.rendering_failures[0])

    assert failure["parts"] == PARTS


def test_a_deleted_template_has_no_parts(mocked: SesMock) -> None:
    """If a template was deleted after the send, its parts are empty."""
    send_template(TemplateName="welcome")
    boto3.client("sesv2").delete_email_template(TemplateName="welcome")
    failure = template_texts.describe_failure(mocked.rendering_failures[0])

    assert failure["parts"] == dict.fromkeys(PARTS, "")


def test_another_failure_has_no_attribute(mocked: SesMock) -> None:
    """A rendering failure that is not caused by a missing attribute names no attribute."""
    content = {"Subject": "Hi", "Text": "{{#if name name}}Hi{{/if}}"}
    boto3.client("sesv2").create_email_template(TemplateName="broken", TemplateContent=content)
    send_template(TemplateName="broken", TemplateData='{"name": []}')
    failure = template_texts.describe_failure(mocked.rendering_failures[0])

    assert failure["attribute"] is None
